/** How long things live: the client's custom lifespan for the grant, else its custom one, else the global one. */
import type { GrantLifespans, LifespanGrant, ResolvedClient, ResolvedProvider } from '../../config/resolved.ts'
import type { AsReleased } from '../compat.ts'

/** Seconds; only values above 0 count. */
export function lifespan(
  { lifespans }: Pick<ResolvedProvider, 'lifespans'>,
  client: Pick<ResolvedClient, 'lifespan'>,
  grant: LifespanGrant,
  token: keyof GrantLifespans,
): number {
  const custom = client.lifespan === '' ? undefined : lifespans.custom[client.lifespan]
  const values = [custom?.grants[grant]?.[token], custom?.[token], lifespans[token]]
  return values.find((value) => value !== undefined && value > 0) ?? 0
}

/** Seconds that an authorization code lives. */
export function codeLifespan(provider: ResolvedProvider, client: ResolvedClient, asReleased: AsReleased): number {
  const own = asReleased('client_code_lifespan') ? { lifespan: '' } : client
  return lifespan(provider, own, 'authorize_code', 'authorize_code')
}
