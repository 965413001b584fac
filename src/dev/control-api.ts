/**
 * The control API of `serve --dev` and the testing library: tests in any language move the clock, set users, clients and
 * faults, and read events, each in a namespace of its own. No page can use it: it wants a token, takes JSON alone, and
 * refuses whatever comes with an `Origin`.
 */
import { ToolError } from '../errors.ts'
import { BODY_LIMIT } from '../provider/http/form.ts'
import { json, type Reply } from '../provider/http/reply.ts'
import { BodyTooLarge, type IncomingRequest } from '../provider/http/request.ts'
import { type Controlled, openNamespace, ROUTES } from './control-routes.ts'
import type { DevPart } from './host.ts'
import type { Lock } from './lock.ts'
import { TooManyNamespaces } from './namespace-registry.ts'

export interface ControlApiOptions extends Controlled {
  /** Path of the API. */
  path: string
  lock: Lock
  /** The issuer of the run where it is fixed; else it follows the caller's host, below this path prefix. */
  issuer: string | undefined
  basePath: string
}

interface Refusal {
  status: number
  code: `ERR_${string}`
  message: string
  path?: string | undefined
  hint?: string | undefined
  headers?: Readonly<Record<string, string>>
}

function refuse({ status, code, message, path, hint, headers = {} }: Refusal, more: object = {}): Reply {
  const error = { code, message, ...(path && { path }), ...(hint && { hint }) }
  return json(status, { error, ...more }, headers)
}

const JSON_TYPE = /^application\/json *(;|$)/i

/** Whoever may not ask at all, before anything of the request is looked at. */
function refuseCaller(request: IncomingRequest, lock: Lock): Reply | undefined {
  if (request.headers.get('origin') !== null) {
    return refuse({ status: 403, code: 'ERR_ORIGIN', message: 'the control API is not for web pages' })
  }
  if (lock.hasBearer(request)) return undefined
  return refuse({
    status: 401,
    code: 'ERR_TOKEN',
    message: 'the control API wants the token of the ready line',
    hint: 'Authorization: Bearer TOKEN',
    headers: { 'WWW-Authenticate': 'Bearer realm="oidc control"' },
  })
}

/** Parsed JSON; a request without a body stands for `{}`. */
async function bodyOf(request: IncomingRequest): Promise<{ value: unknown } | Reply> {
  if (request.method === 'GET' || request.method === 'DELETE') return { value: {} }
  const text = await request.text(BODY_LIMIT)
  if (text === '') return { value: {} }
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    return refuse({ status: 415, code: 'ERR_CONTENT_TYPE', message: 'the body must be application/json' })
  }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return refuse({ status: 400, code: 'ERR_JSON', message: 'the body is no JSON' })
  }
}

function notAllowed(methods: readonly string[]): Reply {
  const headers = { Allow: methods.join(', ') }
  return refuse({ status: 405, code: 'ERR_METHOD', message: `this is for ${methods.join(', ')}`, headers })
}

const NOT_FOUND: Refusal = { status: 404, code: 'ERR_NOT_FOUND', message: 'the control API has no such path' }

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** The handler of a path below `/namespaces`, or why there is none. */
function find(options: ControlApiOptions, method: string, path: string) {
  const [id = '', kind = '', part, ...rest] = path.split('/').slice(1)
  const name = decoded(part ?? '')
  if (rest.length > 0 || name === undefined || (part !== undefined && name === '')) return refuse(NOT_FOUND)
  if (path === '') return method === 'POST' ? { open: true as const } : notAllowed(['POST'])
  const methods = ROUTES.get(part === undefined ? kind : `${kind}/NAME`)
  if (methods === undefined) return refuse(NOT_FOUND)
  const route = methods.get(method)
  if (route === undefined) return notAllowed([...methods.keys()])
  const namespace = id === options.main.id ? options.main : options.namespaces.find(id)
  if (namespace === undefined) {
    return refuse({ status: 404, code: 'ERR_NAMESPACE', message: 'there is no such namespace' })
  }
  return { open: false as const, route, namespace, name }
}

type Problem = Pick<Refusal, 'code' | 'message' | 'path' | 'hint'>

/** What is wrong with a user or a client, all of it; paths are those within the body. */
function problemsOf(error: ToolError, name: string): readonly Problem[] {
  if (!('problems' in error) || !Array.isArray(error.problems)) return []
  const user = `users.${name}.`
  return error.problems.map(({ code, message, path = '', hint }: Problem) => ({
    code,
    message,
    path: path.startsWith(user) ? path.slice(user.length) : path,
    ...(hint && { hint }),
  }))
}

/** Errors that name a wrong member: 422; those that say that there is too much: 409. */
function refuseError(error: unknown, name: string): Reply {
  if (error instanceof BodyTooLarge) {
    return refuse({ status: 413, code: 'ERR_BODY_TOO_LARGE', message: `a body has at most ${BODY_LIMIT} bytes` })
  }
  if (!(error instanceof ToolError)) throw error
  const { code, message, path, hint } = error
  if (error instanceof TooManyNamespaces) return refuse({ status: 409, code, message, hint })
  const problems = problemsOf(error, name)
  const [first] = problems
  return refuse({ status: 422, code, message, path, hint, ...first }, first && { problems })
}

/** The API as a part of a host. */
export function createControlApi(options: ControlApiOptions): DevPart {
  const prefix = `${options.path}/namespaces`
  return async (request) => {
    const { pathname, origin, searchParams } = request.url
    if (pathname !== options.path && !pathname.startsWith(`${options.path}/`)) return undefined
    const refused = refuseCaller(request, options.lock)
    if (refused !== undefined) return refused
    if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return refuse(NOT_FOUND)
    const found = find(options, request.method, pathname.slice(prefix.length))
    if ('status' in found) return found
    try {
      const body = await bodyOf(request)
      if ('status' in body) return body
      const baseIssuer = options.issuer ?? origin + options.basePath
      const call = { controlled: options, baseIssuer, query: searchParams, body: body.value }
      return found.open ? openNamespace(call) : await found.route(call, found.namespace, found.name)
    } catch (error) {
      return refuseError(error, found.open ? '' : found.name)
    }
  }
}
