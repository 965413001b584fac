/**
 * What `serve --dev` answers beside its provider: the control API, namespaces, and the parts that people look at. Any page
 * in the developer's browser can reach this machine, so each request for one of these must be for a name of ours.
 */
import { plainText, type Reply } from '../provider/http/reply.ts'
import type { IncomingRequest } from '../provider/http/request.ts'
import type { Log } from '../provider/log.ts'
import type { Namespace } from './namespaces.ts'

/** Answers the requests that are its own, `undefined` for all others. */
export type DevPart = (request: IncomingRequest) => Promise<Reply | undefined>

export interface DevHostOptions {
  /** The provider of the whole run. */
  main: Pick<Namespace, 'answer'>
  /** Path prefix of everything, `''` without one. */
  basePath: string
  /** Host names that count beside those of this machine. */
  hosts: readonly string[]
  findNamespace: (id: string) => Pick<Namespace, 'answer'> | undefined
  /** What is under `/dev`, in order; the provider has the rest of it. */
  parts: readonly DevPart[]
  log: Log
}

export interface DevHost {
  answer(request: IncomingRequest): Promise<Reply>
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** RFC 8414 §3.1: the well-known part stands before the path of the issuer. */
const INSERTED = '/.well-known/oauth-authorization-server'

/** A part for `path` and all below it, whose code is loaded with the first request for it. */
export function lazily(path: string, load: () => Promise<DevPart>): DevPart {
  let loaded: Promise<DevPart> | undefined
  return async (request) => {
    const { pathname } = request.url
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return undefined
    loaded ??= load()
    return (await loaded)(request)
  }
}

/** The dev surroundings of a provider; what is not for them goes to `main`. */
export function createDevHost({ main, basePath, hosts, findNamespace, parts, log }: DevHostOptions): DevHost {
  const names = new Set([...LOOPBACK, ...hosts])
  const [dev, ns] = [`${basePath}/dev`, `${basePath}/ns/`]
  const inNamespace = (request: IncomingRequest, rest: string): Promise<Reply> => {
    const namespace = findNamespace(rest.split('/', 1)[0] ?? '')
    return namespace?.answer(request) ?? Promise.resolve(plainText(404, 'There is no such namespace.'))
  }
  const answerDev = async (request: IncomingRequest): Promise<Reply> => {
    for (const part of parts) {
      const reply = await part(request)
      if (reply !== undefined) return reply
    }
    return main.answer(request)
  }
  const failed = (error: unknown): Reply => {
    log({ level: 'error', event: 'failed', cause: error instanceof Error ? error.stack : String(error) })
    return plainText(500, 'Internal error.')
  }
  return {
    async answer(request) {
      const { pathname, hostname } = request.url
      const path = pathname.startsWith(`${INSERTED}/`) ? pathname.slice(INSERTED.length) : pathname
      const isDev = pathname === dev || pathname.startsWith(`${dev}/`)
      const isNamespace = path.startsWith(ns)
      if (!isDev && !isNamespace) return main.answer(request)
      if (!names.has(hostname)) return plainText(400, 'The host of the request is not one of this provider.')
      return isNamespace ? inNamespace(request, path.slice(ns.length)) : answerDev(request).catch(failed)
    },
  }
}
