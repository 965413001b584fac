/**
 * A second factor that is being set up: the new secret and the enrolment code wait in a hidden field of the user's own
 * form, encrypted for this provider, so that nothing of it is stored before the user has proved that the generator works.
 */
import { createHmac } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'

/** Of whom and where it holds. */
export interface EnrolmentOwner {
  username: string
  session_key: string
}

export interface PendingEnrolment {
  /** The shared secret, raw bytes. */
  secret: Uint8Array
  /** As it was typed; '' where `--dev` asks for none. */
  enrolment_code: string
}

export interface Enrolments {
  seal(pending: PendingEnrolment, owner: EnrolmentOwner, now: number): Promise<string>
  /** `undefined` for one of somebody else, of another browser, or one that has waited too long. */
  open(sealed: string, owner: EnrolmentOwner, now: number): Promise<PendingEnrolment | undefined>
}

/** Seconds that a user has. */
const LIFETIME = 10 * 60

export function createEnrolments(hmacSecret: string): Enrolments {
  const key = createHmac('sha256', hmacSecret).update('enrolment').digest()
  return {
    seal({ secret, enrolment_code }, { username, session_key }, now) {
      return new EncryptJWT({ secret: Buffer.from(secret).toString('base64url'), enrolment_code })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setSubject(username)
        .setAudience(session_key)
        .setExpirationTime(now + LIFETIME)
        .encrypt(key)
    },
    async open(sealed, { username, session_key }, now) {
      try {
        const { payload } = await jwtDecrypt<{ secret: string; enrolment_code: string }>(sealed, key, {
          subject: username,
          audience: session_key,
          currentDate: new Date(now * 1000),
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        return { secret: Buffer.from(payload.secret, 'base64url'), enrolment_code: payload.enrolment_code }
      } catch {
        return undefined
      }
    },
  }
}
