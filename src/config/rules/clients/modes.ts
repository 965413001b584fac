/** Rules of options of a client that take one of a few values. */
import { checkOneOf } from '../one-of.ts'
import type { ClientContext, ClientOptionName, ClientRule } from './client-context.ts'

const MODES: Readonly<Partial<Record<ClientOptionName, readonly string[]>>> = {
  requested_audience_mode: ['explicit', 'implicit'],
  consent_mode: ['auto', 'explicit', 'implicit', 'pre-configured'],
  pkce_challenge_method: ['plain', 'S256'],
}

function mode(option: ClientOptionName, allowed: readonly string[]): ClientRule {
  return ({ client, report, pathOf }) => {
    const value = client[option]
    if (typeof value === 'string') checkOneOf(report, pathOf(option), value, allowed)
  }
}

function plainPkce({ client, provider, tell }: ClientContext): void {
  if (client.pkce_challenge_method !== 'plain' || provider.enable_pkce_plain_challenge === true) return
  tell(
    'ERR_CLIENT_PKCE_PLAIN',
    'pkce_challenge_method',
    "'plain' is switched off, so the client cannot log anybody in",
    {
      hint: "use 'S256'",
    },
  )
}

export const MODE_RULES: readonly ClientRule[] = [
  ...Object.entries(MODES).map(([option, allowed]) => mode(option as ClientOptionName, allowed ?? [])),
  plainPkce,
]
