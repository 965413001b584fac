/** Masking: what can be used is replaced by its kind and a mark, by which equal ones are recognised. */
import { sha256Text } from '../../primitives/sha256.ts'
import { PUSHED_PREFIX } from '../../provider/checks/pushed-request.ts'
import { normalizeUserCode } from '../../provider/device/user-code.ts'
import { redactTokens } from '../../secrets/redact.ts'
import type { MaskedValue, Shown } from './flow.ts'
import type { Limits } from './limits.ts'
import { PUBLIC_PARAMETERS, SECRET_NAMES, type SecretKind } from './secret-kinds.ts'

export interface Masker {
  mask(kind: SecretKind, value: string): MaskedValue
  /** A parameter of a request. */
  parameter(name: string, value: string): Shown
  /** A member of an answer of ours, or a parameter that the browser carries to the client. */
  member(name: string, value: unknown): Shown
  /** A text with everything in it masked that looks like a token, and cut to its limit. */
  text(name: string, value: string): Shown
}

/** Characters of a hash: enough to tell the tokens of a run apart, and the salt leaves nothing to be found by it. */
const MARK_LENGTH = 12

/** A masker with its own salt, so that marks mean nothing outside this run. */
export function createMasker(salt: string, { characters }: Limits): Masker {
  const mask = (kind: SecretKind, value: string): MaskedValue => {
    const text = kind === 'user code' ? normalizeUserCode(value) : value
    return {
      kind,
      mark: sha256Text(salt + text).slice(0, MARK_LENGTH),
      length: value.length,
    }
  }
  const withoutTokens = (value: string) =>
    redactTokens(value, (token) => `‹token ${mask('token', token).mark.slice(0, 6)}›`)
  const text = (name: string, given: string): Shown => {
    const value = withoutTokens(given)
    return value.length <= characters
      ? { name, value }
      : { name, value: value.slice(0, characters), cut: value.length - characters }
  }
  const masked = (name: string, kind: SecretKind, value: string): Shown =>
    value === '' ? { name, value } : { name, masked: mask(kind, value) }
  return {
    mask,
    text,
    parameter(name, value) {
      const kind = SECRET_NAMES.get(name)
      if (kind !== undefined) return masked(name, kind, value)
      if (name === 'request_uri' && value.startsWith(PUSHED_PREFIX)) return masked(name, 'pushed request', value)
      const shown = text('', name).value ?? ''
      return PUBLIC_PARAMETERS.has(name) ? text(shown, value) : masked(shown, 'unknown parameter', value)
    },
    member(name, value) {
      const written = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
      const kind = SECRET_NAMES.get(name)
      if (kind !== undefined && typeof value === 'string') return masked(name, kind, written)
      if (name === 'request_uri' && written.startsWith(PUSHED_PREFIX)) return masked(name, 'pushed request', written)
      return text(name, name === 'verification_uri_complete' ? written.replace(/\?.*$/, '?user_code=…') : written)
    },
  }
}

/** A masked value as people read it. */
export function maskedText({ kind, mark }: MaskedValue): string {
  return `‹${kind} ${mark.slice(0, 6)}›`
}

/** A shown value as people read it. */
export function shownText({ value, masked, cut }: Shown): string {
  if (masked !== undefined) return maskedText(masked)
  return `${value ?? ''}${cut === undefined ? '' : ` … (${cut} more)`}`
}
