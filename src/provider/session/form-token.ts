/**
 * Tokens against cross-site posting: each form gets one, bound to the browser session and to what the form decides, and
 * it counts once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import type { Storage } from '../storage/storage.ts'

/** What a token is good for: the form's name and what it decides. */
export interface FormPurpose {
  session_key: string
  form:
    | 'login'
    | 'second-factor'
    | 'second-factor-enrol'
    | 'consent'
    | 'device'
    | 'sign-out'
    | 'learn-redirect'
    | 'edit-claims'
    | 'try'
  /** Flow, or '' for a form of its own. */
  subject: string
}

export interface FormTokens {
  issue(purpose: FormPurpose, now: number): string
  /** Whether the token is right; it is used up with this. */
  redeem(token: string, purpose: FormPurpose, now: number): Promise<boolean>
}

/** Seconds. */
const LIFETIME = 60 * 60

export function createFormTokens(hmacSecret: string, random: Random, storage: Storage): FormTokens {
  const key = createHmac('sha256', hmacSecret).update('form token').digest()
  const sign = (nonce: string, expires: string, { session_key, form, subject }: FormPurpose) =>
    createHmac('sha256', key)
      .update(JSON.stringify([nonce, expires, session_key, form, subject]))
      .digest()
  return {
    issue(purpose, now) {
      const nonce = encodeBase64url(random(12))
      const expires = (now + LIFETIME).toString(36)
      return `${nonce}.${expires}.${encodeBase64url(sign(nonce, expires, purpose))}`
    },
    async redeem(token, purpose, now) {
      const [nonce = '', expires = '', mac = ''] = token.split('.')
      const presented = decodeBase64url(mac)
      const expected = sign(nonce, expires, purpose)
      if (presented?.length !== expected.length || !timingSafeEqual(presented, expected)) return false
      const expires_at = Number.parseInt(expires, 36)
      return expires_at > now && storage.useOnce('form', nonce, expires_at, now)
    },
  }
}
