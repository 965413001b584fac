/** Each member of a header and each claim with what it means here and now. */
import { ALGORITHM_WORDS, CLAIM_WORDS, EVENT_WORDS, HEADER_WORDS, METHOD_WORDS } from './claim-words.ts'
import { isMoment, localTime, type Reader, relative } from './times.ts'
import type { JsonObject } from './token.ts'

export interface Explained {
  name: string
  value: unknown
  /** Empty where nothing is known. */
  words: string
}

/** Claims whose number is a moment. */
const MOMENTS: readonly string[] = ['exp', 'nbf', 'iat', 'auth_time', 'updated_at', 'rat']

function own(table: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(table, name) ? (table[name] ?? '') : ''
}

function momentWords(name: string, seconds: number, reader: Reader): string {
  const words = name === 'exp' && seconds * 1000 <= reader.now ? 'expired' : own(CLAIM_WORDS, name)
  return `${words} ${localTime(seconds, reader)} (${relative(seconds, reader)})`
}

function listed(words: string, values: readonly unknown[], table: Readonly<Record<string, string>>): string {
  const known = values.map((value) => own(table, String(value))).filter((text) => text !== '')
  return known.length === 0 ? words : `${words}: ${known.join(', ')}`
}

function claimWords(name: string, value: unknown, reader: Reader): string {
  const words = own(CLAIM_WORDS, name)
  if (MOMENTS.includes(name)) return isMoment(value) ? momentWords(name, value, reader) : words
  if (name === 'amr' && Array.isArray(value)) return listed(words, value, METHOD_WORDS)
  if (name === 'events' && typeof value === 'object' && value !== null) {
    return listed(words, Object.keys(value), EVENT_WORDS)
  }
  // OpenID Connect Core §2.
  return name === 'acr' && value === '0' ? `${words}: none is claimed` : words
}

function headerWords(name: string, value: unknown): string {
  if (name !== 'alg' || typeof value !== 'string') return own(HEADER_WORDS, name)
  return ALGORITHM_WORDS.find(([pattern]) => pattern.test(value))?.[1] ?? own(HEADER_WORDS, name)
}

/** Explains claims in the order in which they stand. */
export function explainClaims(claims: JsonObject, reader: Reader): Explained[] {
  return Object.entries(claims).map(([name, value]) => ({ name, value, words: claimWords(name, value, reader) }))
}

/** Explains a header in the order in which it stands. */
export function explainHeader(header: JsonObject): Explained[] {
  return Object.entries(header).map(([name, value]) => ({ name, value, words: headerWords(name, value) }))
}
