/**
 * The one door for outgoing requests: https alone, no redirects, limits of time and size, and the address checked when
 * the connection is made, so that a name cannot point into the operator's network (server-side request forgery).
 */
import type { LookupAddress, LookupAllOptions } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import { ToolError } from '../errors.ts'
import { networkList } from './networks.ts'

export class FetchRefused extends ToolError {
  readonly code = 'ERR_FETCH_REFUSED'
}

export class FetchFailed extends ToolError {
  readonly code = 'ERR_FETCH_FAILED'
}

/** Looks up every address of a name, as `dns.lookup` does. */
export type LookupAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface FetcherOptions {
  /** Whether private, loopback and link-local addresses may be asked. */
  allowPrivate: boolean
  /** CIDR blocks that may be asked although they are private. */
  allowed?: readonly string[]
  /** For the whole request; milliseconds. */
  timeoutMs?: number
  /** Bytes of a body. */
  limit?: number
  /** Certificates to trust instead of the system's, PEM. */
  ca?: string
  /** Default: that of the system. */
  lookup?: LookupAll
  /** `host:port` of servers that are asked whatever their address and their certificate are. */
  unverified?: readonly string[]
  /** Whether servers of this machine may be asked over plain http. */
  plainLoopback?: boolean
}

/** IANA's special-purpose registries (RFC 6890): what is not reachable from everywhere. */
const SPECIAL_PURPOSE = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const

const isSpecialPurpose = networkList(SPECIAL_PURPOSE.map(([network, prefix]) => `${network}/${prefix}`))

function guard({ allowPrivate, allowed = [] }: FetcherOptions): (address: string) => void {
  const isAllowed = networkList(allowed)
  return (address) => {
    if (allowPrivate || !isSpecialPurpose(address) || isAllowed(address)) return
    throw new FetchRefused(`the address ${address} is in a private network`, {
      hint: 'allow its network with --allow-fetch CIDR',
    })
  }
}

const systemLookup: LookupAll = (hostname, options, callback) => {
  import('node:dns').then(({ lookup }) => lookup(hostname, options, callback))
}

/**
 * Looks a name up and refuses it when one of its addresses may not be asked. The connection is made to the addresses
 * that were checked: nobody looks the name up again, so it cannot change its mind in between (DNS rebinding).
 */
function guardedLookup(lookupAll: LookupAll, assertAllowed: (address: string) => void): LookupFunction {
  return (hostname, options, callback) => {
    lookupAll(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      try {
        for (const { address } of addresses) assertAllowed(address)
      } catch (refused) {
        return callback(refused as NodeJS.ErrnoException, [])
      }
      const [first] = addresses
      return options.all ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family)
    })
  }
}

/**
 * JSON, JWTs, and what file servers say of either. A page made for people is not what was asked for, whatever stands in
 * it.
 */
const DOCUMENT_TYPE =
  /^(?:application\/(?:[\w.-]+\+)?(?:json|jwt|jose)|application\/octet-stream|text\/(?:plain|json))$/i

function assertDocument({ statusCode, headers }: IncomingMessage, host: string, limit: number): void {
  if (statusCode !== 200) throw new FetchFailed(`${host} answered with status ${statusCode}`)
  const [type = ''] = (headers['content-type'] ?? '').split(';').map((part) => part.trim())
  if (type !== '' && !DOCUMENT_TYPE.test(type)) {
    throw new FetchFailed(`${host} answered with ${type}, which is neither JSON nor a JWT`)
  }
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLong(host, limit)
}

function tooLong(host: string, limit: number): FetchFailed {
  return new FetchFailed(`${host} answered with more than ${limit} bytes`)
}

async function readBody(response: IncomingMessage, host: string, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > limit) throw tooLong(host, limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** This machine in a URL. */
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

function assertScheme({ protocol, host, hostname }: URL, { plainLoopback = false }: FetcherOptions): void {
  if (protocol === 'https:' || (plainLoopback && protocol === 'http:' && LOOPBACK_HOST.test(hostname))) return
  const but = plainLoopback ? ', and http on this machine' : ''
  throw new FetchRefused(`${protocol}//${host} is not asked: only https is${but}`)
}

function failed(error: unknown, host: string, reason: string): ToolError {
  return error instanceof ToolError ? error : new FetchFailed(`cannot fetch from ${host}: ${reason}`, { cause: error })
}

/**
 * Makes a function that GETs a document and returns its text; default limits 5 s and 256 KiB.
 *
 * @throws {@link FetchRefused} for another scheme than https or a private address, {@link FetchFailed} for anything but
 * 200 with JSON or a JWT
 */
export function createFetcher(options: FetcherOptions): (url: string) => Promise<string> {
  const { timeoutMs = 5_000, limit = 256 * 1024, ca } = options
  const assertAllowed = guard(options)
  const lookup = guardedLookup(options.lookup ?? systemLookup, assertAllowed)
  // A connection of its own for each request: one that is kept was checked for somebody else.
  const connection = { agent: false, lookup, ...(ca === undefined ? {} : { ca }) } as const
  const isUnverified = ({ host }: URL) => options.unverified?.includes(host) === true
  return async (text) => {
    const url = new URL(text)
    assertScheme(url, options)
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !isUnverified(url)) assertAllowed(literal)
    const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
    const signal = AbortSignal.timeout(timeoutMs)
    let response: IncomingMessage | undefined
    try {
      response = await new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { accept: 'application/json, */*;q=0.1' }
        const to = isUnverified(url) ? { agent: false as const, rejectUnauthorized: false } : connection
        request(url, { headers, signal, ...to }, resolve)
          .on('error', reject)
          .end()
      })
      assertDocument(response, url.host, limit)
      return await readBody(response, url.host, limit)
    } catch (error) {
      const reason = error instanceof Error ? error.message : ''
      throw failed(error, url.host, signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reason)
    } finally {
      response?.destroy()
    }
  }
}
