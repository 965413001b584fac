/** Rules of a client's `scopes`. */
import { closest } from '../../../primitives/closest.ts'
import { OFFLINE_SCOPES } from '../../../spec/scopes.ts'
import { describeValue } from '../../decode/describe-value.ts'
import type { ClientContext, ClientRule } from './client-context.ts'
import { duplicates, removal } from './uris.ts'

const NOT_FOR_CLIENT_CREDENTIALS = ['openid', ...OFFLINE_SCOPES]

function unknownScopes({ client, hasClientCredentials, references, tell, pathOf, willBeRefused }: ClientContext): void {
  if (hasClientCredentials) return
  for (const [index, scope] of (client.scopes ?? []).entries()) {
    if (references.scopes.has(scope)) continue
    willBeRefused.yes = true
    const near = closest(scope, [...references.scopes])
    tell('ERR_CLIENT_SCOPE_UNKNOWN', 'scopes', `the scope ${describeValue(scope)} is unknown`, {
      at: pathOf('scopes', index),
      hint:
        near === undefined ? 'define it under scopes of the provider, or remove it' : `did you mean '${near.trim()}'?`,
    })
  }
}

function forbiddenScopes({ client, hasClientCredentials, tell, pathOf }: ClientContext): void {
  if (!hasClientCredentials) return
  for (const [index, scope] of (client.scopes ?? []).entries()) {
    if (!NOT_FOR_CLIENT_CREDENTIALS.includes(scope)) continue
    tell('ERR_CLIENT_SCOPE_FORBIDDEN', 'scopes', `the scope '${scope}' does not go with client_credentials`, {
      at: pathOf('scopes', index),
      hint: 'remove it: nobody logs in with this grant',
    })
  }
}

function duplicateScopes(context: ClientContext): void {
  const { client, tell, pathOf, willBeRefused } = context
  const scopes = client.scopes ?? []
  for (const index of duplicates(scopes)) {
    willBeRefused.yes = true
    tell('ERR_CLIENT_SCOPE_DUPLICATE', 'scopes', `the scope ${describeValue(scopes[index])} stands there twice`, {
      at: pathOf('scopes', index),
      fix: removal(context, 'scopes', index),
    })
  }
}

/** The claims of a configured scope must be among those that the client's policy makes. */
function scopeClaims({ client, references, tell, pathOf }: ClientContext): void {
  const made = references.policyClaims.get(client.claims_policy ?? '')
  if (made === undefined) return
  for (const [index, scope] of (client.scopes ?? []).entries()) {
    for (const claim of references.customScopeClaims.get(scope) ?? []) {
      if (made.has(claim)) continue
      const message = `the scope '${scope}' gives the claim '${claim}', which the policy '${client.claims_policy}' does not make`
      tell('ERR_CLIENT_SCOPE_CLAIM', 'scopes', message, {
        at: pathOf('scopes', index),
        hint: `add '${claim}' to the custom_claims of the policy`,
      })
    }
  }
}

export const SCOPE_RULES: readonly ClientRule[] = [unknownScopes, forbiddenScopes, duplicateScopes, scopeClaims]
