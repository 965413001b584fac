/** Defaults that changed: the old value is written only where the client would behave otherwise without it. */
import { change, left, type Operation } from './operation.ts'
import { clientName, clientsOf, isOn, listOf, type MigrationContext, type OldClient, optionOf } from './section.ts'

const REFRESH_SCOPES = ['offline_access', 'offline']
const IMPLICIT_TYPES = ['id_token', 'token', 'id_token token']

function addOpenid({ index, options }: OldClient): Operation[] {
  const value = optionOf(options, 'scopes')
  const scopes = listOf(value)
  const machine = listOf(optionOf(options, 'grant_types'))?.includes('client_credentials')
  if (scopes === undefined || scopes.length === 0 || scopes.includes('openid') || machine) return []
  const path = ['clients', index, 'scopes']
  const message = "earlier releases added 'openid' to every client's scopes, the current one does not"
  const added = change('added', path, [...path, 0], message)
  if (typeof value === 'string') return [{ kind: 'set', path, value: `openid,${value}`, change: added }]
  return [{ kind: 'insert', path, at: 0, value: 'openid', change: added }]
}

/** The old default allowed refresh tokens; without the scope the grant had no effect. */
function keepRefreshGrant({ index, options }: OldClient): Operation[] {
  const scopes = listOf(optionOf(options, 'scopes')) ?? []
  if (optionOf(options, 'grant_types') !== undefined || !scopes.some((scope) => REFRESH_SCOPES.includes(scope)))
    return []
  const path = ['clients', index, 'grant_types']
  const message = 'the old default, written out: without it the client would get no refresh tokens'
  const comment = 'the default of earlier releases'
  const value = ['refresh_token', 'authorization_code']
  return [{ kind: 'set', path, value, comment, change: change('added', path, path, message) }]
}

function keepResponseModes({ index, options }: OldClient): Operation[] {
  const types = listOf(optionOf(options, 'response_types')) ?? ['code']
  if (optionOf(options, 'response_modes') !== undefined || types.every((type) => type === 'code')) return []
  const path = ['clients', index, 'response_modes']
  const message = 'the old default, written out: the current one depends on the response types'
  const comment = 'the default of earlier releases'
  const value = ['form_post', 'query', 'fragment']
  return [{ kind: 'set', path, value, comment, change: change('added', path, path, message) }]
}

/** Whether the client proved its secret in any form before, because no method was configured. */
export function usedAnySecretMethod({ options }: OldClient): boolean {
  const types = listOf(optionOf(options, 'response_types')) ?? ['code']
  const implicitOnly = types.length > 0 && types.every((type) => IMPLICIT_TYPES.includes(type))
  const configured = optionOf(options, 'token_endpoint_auth_method')
  return !isOn(optionOf(options, 'public')) && !implicitOnly && (configured === undefined || configured === '')
}

function tellAuthenticationMethod(client: OldClient): Operation[] {
  if (!usedAnySecretMethod(client)) return []
  const message = `${clientName(client)}: earlier releases took its secret in any form, the current one as client_secret_basic only; write client_secret_post here if the application sends it in the body`
  return [left(['clients', client.index, 'token_endpoint_auth_method'], message)]
}

/** What must be written so that each client behaves as before, and what the user must find out. */
export function planDefaults({ section, generation }: MigrationContext): Operation[] {
  if (generation === 5) return []
  return clientsOf(section).flatMap((client) => [
    ...addOpenid(client),
    ...(generation < 4 ? keepRefreshGrant(client) : []),
    ...(generation === 2 || generation === 3 ? keepResponseModes(client) : []),
    ...tellAuthenticationMethod(client),
  ])
}
