/** What `oidc users totp` does: a generator for a user, a one-time code to set one up, or none any more. */

import { ToolError, UsageError } from '../errors.ts'
import type { Clock } from '../primitives/clock.ts'
import { readText } from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import { decodeBase32, encodeBase32 } from '../secrets/base32.ts'
import { otpauthUri, type Totp, type TotpAlgorithm } from '../secrets/totp.ts'
import { assertUser } from './edit-users.ts'
import type { Surroundings } from './surroundings.ts'
import { createTotpStore, type TotpStore } from './totp-store.ts'

export class SecondFactorExists extends ToolError {
  readonly code = 'ERR_SECOND_FACTOR_EXISTS'
}

export interface SecondFactorRequest extends Surroundings {
  username: string
  clock: Clock
  random: Random
}

export interface NewGenerator {
  username: string
  /** Base32 without padding. */
  secret: string
  algorithm: TotpAlgorithm
  digits: number
  period: number
  otpauth_uri: string
  totp: string
}

export interface NewEnrolmentCode {
  username: string
  enrolment_code: string
  /** ISO 8601. */
  expires: string
  totp: string
}

/** RFC 4226 §4 R6. */
const LEAST_SECRET = 16

/** The store, once the user is known to exist. @throws {@link UserNotFound}, {@link FileNotFound} */
async function open({ usersPath, totpPath, options, username, ...rest }: SecondFactorRequest): Promise<TotpStore> {
  assertUser(await readText(usersPath), username, { file: usersPath, ...options })
  return createTotpStore({ path: totpPath, ...rest })
}

function readGiven(text: string): Uint8Array {
  const secret = decodeBase32(text)
  if (secret !== undefined && secret.length >= LEAST_SECRET) return secret
  throw new UsageError(`the secret is no base32 (A-Z, 2-7) of at least ${LEAST_SECRET} bytes`)
}

/**
 * Gives the user a generator, with a new secret or the one that is `given` in base32.
 *
 * @throws {@link SecondFactorExists} without `force`, {@link UsageError} for a given secret that is none
 */
export async function giveSecret(
  request: SecondFactorRequest & { given: string | undefined; force: boolean },
): Promise<NewGenerator> {
  const { username, totp: options, given, force, random, totpPath } = request
  const store = await open(request)
  if (!force && (await store.hasTotp(username))) {
    throw new SecondFactorExists(`${username} has a second factor already`, { hint: 'replace it with --force' })
  }
  const secret = given === undefined ? random(options.secret_size) : readGiven(given)
  const { algorithm, digits, period, issuer } = options
  const totp: Totp = { secret, algorithm, digits, period }
  await store.setTotp(username, totp)
  const otpauth_uri = otpauthUri(totp, { issuer, username })
  return { username, secret: encodeBase32(secret), algorithm, digits, period, otpauth_uri, totp: totpPath }
}

/** Makes a one-time code with which the user sets up a generator; one that is there stays until then. */
export async function giveCode(request: SecondFactorRequest): Promise<NewEnrolmentCode> {
  const { username, totpPath } = request
  const { code, expires } = await (await open(request)).issueEnrolmentCode(username)
  return { username, enrolment_code: code, expires: new Date(expires).toISOString(), totp: totpPath }
}

/** Takes generator and code away; false when there was neither. */
export async function takeAway({ totpPath, ...request }: SecondFactorRequest): Promise<boolean> {
  return createTotpStore({ path: totpPath, ...request }).remove(request.username)
}
