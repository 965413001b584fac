/** User codes of the device flow (RFC 8628 §6.1): consonants that nobody mistakes, without words in them. */
import type { Random } from '../../primitives/random.ts'

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8
/** Bytes from here on would favour the first letters. */
const FAIR_LIMIT = 256 - (256 % LETTERS.length)

/** Eight letters, each as likely as the others. */
export function newUserCode(random: Random): string {
  let code = ''
  while (code.length < LENGTH) {
    for (const byte of random(LENGTH * 2)) {
      if (byte < FAIR_LIMIT && code.length < LENGTH) code += LETTERS[byte % LETTERS.length] ?? ''
    }
  }
  return code
}

/** A code as people type it: any case, with blanks and hyphens. */
export function normalizeUserCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '')
}

/** The query that brings a typed code back to its page, where it is shown and asked for again; `''` for what cannot be one. */
export function userCodeQuery(typed: string): string {
  const user_code = normalizeUserCode(typed)
  const isCode = user_code.length === LENGTH && [...user_code].every((letter) => LETTERS.includes(letter))
  return isCode ? `?user_code=${user_code}` : ''
}
