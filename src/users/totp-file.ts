/**
 * `users_totp.yml`: one mapping username → second factor. Either a generator (secret, algorithm, digits, period), or
 * the digest of a one-time enrolment code with the time at which it ends; both while a generator is being replaced.
 */
import { readDocument } from '../config/yaml/read-document.ts'
import type { Edit } from '../editor/edit.ts'
import { ToolError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'
import { decodeBase32, encodeBase32 } from '../secrets/base32.ts'
import { TOTP_ALGORITHMS, type Totp } from '../secrets/totp.ts'
import { isMapping } from './attributes.ts'
import { isSealed, seal, unseal } from './seal.ts'

export class TotpFileInvalid extends ToolError {
  readonly code = 'ERR_TOTP_FILE_INVALID'
}

export const TOTP_FILE_HEADER = `# Second factors of the users; written by "oidc users totp" and by the provider. Keep it private.\n`

type Entries = Readonly<Record<string, unknown>>

/** The mapping of the file. @throws {@link TotpFileInvalid} */
export function readTotpEntries(source: string, file: string): Entries {
  const { value, faults } = readDocument(source)
  const [fault] = faults
  if (fault === undefined) return value
  throw new TotpFileInvalid(`${file} cannot be read: ${fault.message}`, { hint: fault.hint })
}

function entryOf(entries: Entries, username: string): Entries | undefined {
  const entry = Object.hasOwn(entries, username) ? entries[username] : undefined
  return isMapping(entry) ? entry : undefined
}

/** Whether a user has a generator. */
export function hasTotp(entries: Entries, username: string): boolean {
  return typeof entryOf(entries, username)?.['secret'] === 'string'
}

/**
 * The generator of a user, if there is one.
 *
 * @throws {@link TotpFileInvalid} for an entry that makes no sense, {@link SealBroken} for one that cannot be opened
 */
export function readTotp(entries: Entries, username: string, encryptionKey: string | undefined): Totp | undefined {
  const entry = entryOf(entries, username)
  const written = entry?.['secret']
  if (entry === undefined || typeof written !== 'string') return undefined
  const secret = decodeBase32(isSealed(written) ? unseal(written, { username, encryptionKey }) : written)
  const { algorithm: name = 'SHA1', digits = 6, period = 30 } = entry
  const algorithm = TOTP_ALGORITHMS.find((known) => known === name)
  const areNumbers = (digits === 6 || digits === 8) && typeof period === 'number' && period > 0
  if (secret === undefined || secret.length === 0 || algorithm === undefined || !areNumbers) {
    throw new TotpFileInvalid(`the second factor of ${username} cannot be read`, {
      hint: 'secret is base32, algorithm SHA1, SHA256 or SHA512, digits 6 or 8, period a number of seconds',
    })
  }
  return { secret, algorithm, digits, period }
}

/** The digest of a user's enrolment code while it counts; `now` in milliseconds. */
export function readEnrolmentCode(entries: Entries, username: string, now: number): string | undefined {
  const { enrolment_code: digest, expires } = entryOf(entries, username) ?? {}
  if (typeof digest !== 'string' || typeof expires !== 'string') return undefined
  const end = Date.parse(expires)
  return Number.isNaN(end) || end <= now ? undefined : digest
}

/** The edit that gives a user a generator and ends an enrolment code. */
export function writeTotp(
  username: string,
  { secret, algorithm, digits, period }: Totp,
  { encryptionKey, random }: { encryptionKey: string | undefined; random: Random },
): Edit {
  const text = encodeBase32(secret)
  const stored = encryptionKey === undefined ? text : seal(text, { username, encryptionKey, random })
  return { kind: 'set', path: [username], value: { secret: stored, algorithm, digits, period } }
}

/** The edits that give a user an enrolment code; a generator stays until the code is used. */
export function writeEnrolmentCode(username: string, digest: string, expires: number): Edit[] {
  return [
    { kind: 'set', path: [username, 'enrolment_code'], value: digest },
    { kind: 'set', path: [username, 'expires'], value: new Date(expires).toISOString() },
  ]
}
