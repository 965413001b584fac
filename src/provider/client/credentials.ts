/** What a request offers to authenticate its client with (RFC 6749 §2.3, OpenID Connect Core 1.0 §9). */
import type { Parameters } from '../http/parameters.ts'

export type SecretForm = { decoded: string; raw?: string }

/** Credentials as found; nothing is checked yet. */
export interface Credentials {
  /** Undefined: nobody said who they are, or two said different things. */
  client_id: string | undefined
  basic?: { client_id: string; secret: SecretForm }
  post?: { secret: string }
  assertion?: { type: string; text: string }
  /** Whether an Authorization header was used: then a refusal carries a challenge (RFC 6749 §5.2). */
  usedHeader: boolean
  /** Why what was offered cannot be read. */
  malformed?: string
}

const PRINTABLE = /^[\x20-\x7e]*$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

function formDecode(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** Reads one half; clients that forget the encoding are understood where that is possible. */
function half(text: string, kind: boolean): SecretForm | undefined {
  const decoded = formDecode(text)
  if (decoded === undefined) return kind ? { decoded: text } : undefined
  return kind && decoded !== text ? { decoded, raw: text } : { decoded }
}

function readBasic(header: string, kind: boolean): Pick<Credentials, 'basic' | 'malformed'> {
  const [, scheme = '', encoded = ''] = /^(\S+) +(\S+)$/.exec(header) ?? []
  if (scheme.toLowerCase() !== 'basic') return { malformed: 'the Authorization scheme is not Basic' }
  if (!BASE64.test(encoded)) return { malformed: 'the Basic credentials are not base64' }
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon === -1) return { malformed: 'the Basic credentials have no colon' }
  if (!PRINTABLE.test(text)) return { malformed: 'the Basic credentials have characters that cannot be printed' }
  const id = half(text.slice(0, colon), kind)
  const secret = half(text.slice(colon + 1), kind)
  if (id === undefined || secret === undefined) return { malformed: 'the Basic credentials are badly encoded' }
  return secret.decoded === '' ? {} : { basic: { client_id: id.decoded, secret } }
}

/** The `sub` (else `iss`) of an assertion, read before anything about it is known to be true. */
function assertedClient(text: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null) return undefined
    const name = ('sub' in claims && claims.sub) || ('iss' in claims && claims.iss)
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

/** Finds every form of credentials in a request; `kind` accepts Basic halves that were not form-encoded. */
export function readCredentials(header: string | null, form: Parameters, kind: boolean): Credentials {
  const found: Credentials = { client_id: form.get('client_id'), usedHeader: header !== null }
  if (header !== null) Object.assign(found, readBasic(header, kind))
  const secret = form.get('client_secret')
  if (found.client_id !== undefined && secret !== undefined) found.post = { secret }
  if (form.has('client_assertion') || form.has('client_assertion_type')) {
    found.assertion = { type: form.get('client_assertion_type') ?? '', text: form.get('client_assertion') ?? '' }
  }
  if (found.basic !== undefined && found.client_id !== undefined && found.client_id !== found.basic.client_id) {
    found.malformed = 'the client_id of the body is not the one of the Authorization header'
  }
  found.client_id ??= found.basic?.client_id ?? (found.assertion && assertedClient(found.assertion.text))
  return found
}
