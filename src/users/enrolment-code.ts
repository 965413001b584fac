/** One-time codes with which a user may set up a second factor: 80 bits in four groups, kept as a digest. */
import type { Random } from '../primitives/random.ts'
import { parseDigest } from '../secrets/digest.ts'
import { generateSecret } from '../secrets/generate.ts'
import { hashSecret } from '../secrets/hash.ts'
import { verifySecret } from '../secrets/verify.ts'

/** Without letters and digits that look alike. */
const CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const GROUPS = 4
const GROUP_LENGTH = 4

/** Milliseconds during which a code counts. */
export const ENROLMENT_CODE_LIFETIME = 24 * 60 * 60 * 1000

/** Such as `K7QP-3XWM-9RTA-ZC4H`. */
export function generateEnrolmentCode(random: Random): string {
  const groups = Array.from({ length: GROUPS }, () =>
    generateSecret({ length: GROUP_LENGTH, characters: CHARACTERS }, random),
  )
  return groups.join('-')
}

function normalize(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

/** The digest under which a code is kept; its own entropy makes it slow enough to guess. */
export function hashEnrolmentCode(code: string, random: Random): Promise<string> {
  return hashSecret({ algorithm: 'pbkdf2', iterations: 100_000 }, normalize(code), { random })
}

/** Whether the typed code is the one behind the digest; case, blanks and hyphens do not count. */
export function verifyEnrolmentCode(typed: string, digest: string): Promise<boolean> {
  return verifySecret(parseDigest(digest), normalize(typed))
}
