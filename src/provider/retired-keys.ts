/**
 * Keys that a changed configuration no longer has: they sign nothing more, but stay published, and good for verification,
 * until everything that they signed has expired.
 */
import type { ResolvedProvider } from '../config/resolved.ts'
import type { IssuerKey } from '../keys/published-key.ts'

/** Seconds that `signed_metadata` is good for. */
export const SIGNED_METADATA_LIFETIME = 60 * 60

export interface RetiredKey {
  key: IssuerKey
  /** NumericDate. */
  until: number
}

/** Seconds: the longest life of what a key signs (ID tokens, JWT access tokens, JARM answers, signed metadata). */
export function longestSignedLifetime({ lifespans }: Pick<ResolvedProvider, 'lifespans'>): number {
  const tokens = Object.values(lifespans.custom).flatMap((custom) => [custom, ...Object.values(custom.grants)])
  const lifetimes = [lifespans, ...tokens].flatMap(({ access_token, id_token }) => [access_token, id_token])
  return Math.max(SIGNED_METADATA_LIFETIME, lifespans.jwt_secured_authorization, ...lifetimes)
}

function isSame(left: IssuerKey, right: IssuerKey): boolean {
  return left.thumbprint === right.thumbprint && left.key_id === right.key_id && left.alg === right.alg
}

/** The retired keys after a change at `now`: what left joins, what came back or is over leaves. */
export function retireKeys(
  retired: readonly RetiredKey[],
  change: { from: readonly IssuerKey[]; to: readonly IssuerKey[]; now: number; lifetime: number },
): readonly RetiredKey[] {
  const { from, to, now, lifetime } = change
  const left = from.map((key) => ({ key, until: now + lifetime }))
  const others = retired.filter(({ key, until }) => until > now && !from.some((one) => isSame(one, key)))
  return [...others, ...left].filter(({ key }) => !to.some((one) => isSame(one, key)))
}
