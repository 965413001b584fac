/** Time-based one-time passwords (RFC 6238) over HOTP (RFC 4226); T0 is 0. */
import { createHmac } from 'node:crypto'
import { equalInConstantTime } from '../primitives/sha256.ts'
import { encodeBase32 } from './base32.ts'

export const TOTP_ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'] as const
export type TotpAlgorithm = (typeof TOTP_ALGORITHMS)[number]

export interface Totp {
  /** The shared secret, raw bytes. */
  secret: Uint8Array
  algorithm: TotpAlgorithm
  digits: number
  /** Seconds. */
  period: number
}

/** The code of a time step (RFC 4226 §5.3). */
export function totpCode({ secret, algorithm, digits }: Omit<Totp, 'period'>, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac(algorithm.toLowerCase(), secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** The time step of a moment in seconds since 1970. */
export function totpStep({ period }: Pick<Totp, 'period'>, now: number): number {
  return Math.floor(now / period)
}

/** The latest step within `skew` periods around `now` (seconds) whose code was typed; all of them are compared. */
export function matchingTotpStep(totp: Totp, typed: string, now: number, skew: number): number | undefined {
  const code = typed.replace(/\s/g, '')
  const current = totpStep(totp, now)
  const steps = Array.from({ length: 2 * skew + 1 }, (_, index) => current - skew + index)
  return steps.filter((step) => step >= 0 && equalInConstantTime(totpCode(totp, step), code)).at(-1)
}

/** The URI that authenticator applications read from a QR code. */
export function otpauthUri(
  { secret, algorithm, digits, period }: Totp,
  { issuer, username }: { issuer: string; username: string },
): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`
  const parameters = { algorithm, digits, issuer, period, secret: encodeBase32(secret) }
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `otpauth://totp/${label}?${query.join('&')}`
}
