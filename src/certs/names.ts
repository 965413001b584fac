/** Subjects and alternative names as they are typed: `CN=a,O=b`, `/O=b/CN=a`, `dns:a`, `ip:::1`. */
import { isIP } from 'node:net'
import { UsageError } from '../errors.ts'
import { type JsonGeneralNames, type JsonName, Name } from './x509.ts'

const SUBJECT_HINT = "write it as 'CN=oidc.example.com,O=Example' or '/O=Example/CN=oidc.example.com'"

function fromSlashes(text: string): JsonName {
  const parts = text.slice(1).split(/(?<!\\)\//)
  return parts.map((part) => {
    const at = part.indexOf('=')
    if (at < 1) throw new UsageError(`'${part}' in the subject is not NAME=VALUE`, { hint: SUBJECT_HINT })
    return { [part.slice(0, at)]: [part.slice(at + 1).replaceAll('\\/', '/')] }
  })
}

function parseJsonName(text: string): JsonName {
  if (text.trim() === '') return []
  if (text.startsWith('/')) return fromSlashes(text)
  if (!text.includes('=')) return [{ CN: [text] }]
  // RFC 4514 §2.1: the string lists the parts from the last to the first.
  return new Name(text).toJSON().reverse()
}

/**
 * Reads a subject in the form of RFC 4514, in openssl's with slashes, or a bare common name.
 *
 * @throws {@link UsageError}
 */
export function parseSubject(text: string): JsonName {
  try {
    const name = parseJsonName(text)
    if (name.length > 0 && new Name(name).toArrayBuffer().byteLength > 2) return name
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`the subject '${text}' cannot be read`, { hint: SUBJECT_HINT, cause })
  }
  throw new UsageError('the subject is empty', { hint: SUBJECT_HINT })
}

/** The common name of a subject, if it has one. */
export function commonName(subject: JsonName): string | undefined {
  return subject.map((part) => part['CN']?.[0]).find((name) => name !== undefined)
}

type SanType = 'dns' | 'ip' | 'url' | 'email'

const PREFIXES: Readonly<Record<string, SanType>> = { dns: 'dns', ip: 'ip', uri: 'url', url: 'url', email: 'email' }

/** RFC 5280 §4.2.1.6: letters, digits and hyphens, and a star as the first label. */
const DNS_NAME = /^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/i

/** Whether a text can stand as a host name in a certificate; a star may be its first label. */
export function isDnsName(text: string): boolean {
  return text.length <= 253 && DNS_NAME.test(text)
}

function guessType(value: string): SanType {
  if (isIP(value)) return 'ip'
  if (value.includes('://')) return 'url'
  return value.includes('@') ? 'email' : 'dns'
}

function isValid(type: SanType, value: string): boolean {
  if (type === 'ip') return isIP(value) !== 0
  if (type === 'url') return URL.canParse(value)
  return type === 'email' ? /^[!-~]+@[a-z0-9.-]+$/i.test(value) : isDnsName(value)
}

/**
 * Reads alternative names: `dns:`, `ip:`, `uri:` or `email:` in front, or guessed from the value.
 *
 * @throws {@link UsageError}
 */
export function parseSan(entries: readonly string[]): JsonGeneralNames {
  return entries.map((entry) => {
    const [, prefix = '', rest = ''] = /^([a-z]+):(.*)$/is.exec(entry) ?? []
    const typed = rest.startsWith('//') ? undefined : PREFIXES[prefix.toLowerCase()]
    const value = typed === undefined ? entry : rest
    const type = typed ?? guessType(entry)
    if (isValid(type, value)) return { type, value }
    throw new UsageError(`the alternative name '${entry}' is not a valid ${type === 'url' ? 'URI' : type} name`, {
      hint: 'write dns:NAME, ip:ADDRESS, uri:URI or email:ADDRESS',
    })
  })
}
