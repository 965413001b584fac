/** Time-based one-time passwords (RFC 6238, RFC 4226). */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TotpSecret } from '../user-store.ts'

/** The code of a time step (RFC 4226 §5.3). */
export function totpCode({ secret, algorithm, digits }: TotpSecret, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac(algorithm.toLowerCase(), secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/** The step of a moment in seconds; T0 is 0. */
export function stepAt({ period }: Pick<TotpSecret, 'period'>, now: number): number {
  return Math.floor(now / period)
}

function isEqual(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The step whose code was typed, `skew` periods to either side of now; every candidate is compared. */
export function matchingStep(totp: TotpSecret, typed: string, now: number, skew: number): number | undefined {
  const code = typed.replaceAll(' ', '')
  const current = stepAt(totp, now)
  const steps = Array.from({ length: 2 * skew + 1 }, (_, at) => current - skew + at)
  return steps.filter((step) => isEqual(totpCode(totp, step), code)).at(-1)
}

/** The code that `--dev` shows beside the field. */
export function devCode(totp: TotpSecret, now: number): string {
  return totpCode(totp, stepAt(totp, now))
}
