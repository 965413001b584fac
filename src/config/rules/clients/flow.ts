/** Rules of `response_types`, `response_modes` and `grant_types`, and of how they go together. */
import { GRANT_TYPE, GRANT_TYPES } from '../../../spec/grant-types.ts'
import {
  HYBRID_RESPONSE_TYPES,
  IMPLICIT_RESPONSE_TYPES,
  RESPONSE_MODES,
  RESPONSE_TYPES,
} from '../../../spec/response-types.ts'
import { OFFLINE_SCOPES } from '../../../spec/scopes.ts'
import { describeValue } from '../../decode/describe-value.ts'
import { allowedHint } from '../one-of.ts'
import type { ClientContext, ClientRule } from './client-context.ts'
import { duplicates, removal } from './uris.ts'

type FlowOption = 'response_types' | 'response_modes' | 'grant_types'

function words(type: string): string {
  return type.split(' ').sort().join(' ')
}

function responseTypes({ client, tell, pathOf, willBeRefused }: ClientContext): void {
  for (const [index, type] of (client.response_types ?? []).entries()) {
    if ((RESPONSE_TYPES as readonly string[]).includes(type)) continue
    willBeRefused.yes = true
    const meant = RESPONSE_TYPES.find((known) => words(known) === words(type))
    const at = pathOf('response_types', index)
    tell('ERR_CLIENT_RESPONSE_TYPE', 'response_types', `there is no response type ${describeValue(type)}`, {
      at,
      hint: meant === undefined ? allowedHint(type, RESPONSE_TYPES) : `the order of the words counts: write '${meant}'`,
      ...(meant === undefined ? {} : { fix: [{ kind: 'set', path: at, value: meant }] }),
    })
  }
}

function oneOf(option: 'response_modes' | 'grant_types', allowed: readonly string[]): ClientRule {
  return ({ client, tell, pathOf }) => {
    for (const [index, value] of (client[option] ?? []).entries()) {
      if (allowed.includes(value)) continue
      tell('ERR_OPTION_VALUE', option, `${describeValue(value)} is not a value of '${option}'`, {
        at: pathOf(option, index),
        hint: allowedHint(value, allowed),
      })
    }
  }
}

function noDuplicates(option: FlowOption, allowed: readonly string[]): ClientRule {
  return (context) => {
    const { client, tell, pathOf, willBeRefused } = context
    const values = client[option] ?? []
    for (const index of duplicates(values)) {
      if (!allowed.includes(values[index] ?? '')) continue
      willBeRefused.yes = true
      tell('ERR_CLIENT_DUPLICATE', option, `'${values[index]}' stands twice in '${option}'`, {
        at: pathOf(option, index),
        fix: removal(context, option, index),
      })
    }
  }
}

/** Whether one of the response types, as written or by default, gives a code. */
function givesCode(types: readonly string[]): boolean {
  return types.some((type) => type === 'code' || HYBRID_RESPONSE_TYPES.includes(type))
}

function withDefault(types: readonly string[] | undefined, { hasBearerScope }: ClientContext): readonly string[] {
  return types !== undefined && types.length > 0 ? types : hasBearerScope ? [] : ['code']
}

function offlineScope({ client, hasClientCredentials, tell, willBeRefused }: ClientContext): void {
  const scope = (client.scopes ?? []).find((one) => OFFLINE_SCOPES.includes(one))
  if (scope === undefined || hasClientCredentials || givesCode(client.response_types ?? [])) return
  willBeRefused.yes = true
  const isLeftOut = (client.response_types ?? []).length === 0
  tell('ERR_CLIENT_OFFLINE_WITHOUT_CODE', 'scopes', `the scope '${scope}' needs a response type with a code`, {
    hint: isLeftOut
      ? "write response_types: ['code']; the default does not count here"
      : "add 'code' to response_types",
  })
}

interface GrantNeed {
  grant: string
  types: readonly string[]
  words: string
}

const GRANT_NEEDS: readonly GrantNeed[] = [
  {
    grant: GRANT_TYPE.authorizationCode,
    types: ['code', ...HYBRID_RESPONSE_TYPES],
    words: 'a response type with a code',
  },
  {
    grant: GRANT_TYPE.implicit,
    types: [...IMPLICIT_RESPONSE_TYPES, ...HYBRID_RESPONSE_TYPES],
    words: 'an implicit or hybrid response type',
  },
  { grant: GRANT_TYPE.refreshToken, types: ['code', ...HYBRID_RESPONSE_TYPES], words: 'a response type with a code' },
]

function grantNeeds(context: ClientContext): void {
  const { client, tell, pathOf, willBeRefused } = context
  const types = withDefault(client.response_types, context)
  for (const { grant, types: needed, words: need } of GRANT_NEEDS) {
    const index = client.grant_types?.indexOf(grant) ?? -1
    if (index === -1 || types.some((type) => needed.includes(type))) continue
    willBeRefused.yes = true
    tell('ERR_CLIENT_GRANT_WITHOUT_RESPONSE_TYPE', 'grant_types', `the grant '${grant}' needs ${need}`, {
      at: pathOf('grant_types', index),
      hint: 'add the response type, or remove the grant',
    })
  }
}

function refreshNeedsScope({ client, tell, pathOf, willBeRefused }: ClientContext): void {
  const index = client.grant_types?.indexOf(GRANT_TYPE.refreshToken) ?? -1
  if (index === -1 || client.scopes?.some((scope) => OFFLINE_SCOPES.includes(scope))) return
  willBeRefused.yes = true
  tell(
    'ERR_CLIENT_REFRESH_WITHOUT_SCOPE',
    'grant_types',
    "the grant 'refresh_token' needs the scope 'offline_access'",
    {
      at: pathOf('grant_types', index),
      hint: "add 'offline_access' to scopes, or remove the grant",
    },
  )
}

function clientCredentials({ isPublic, hasClientCredentials, tell }: ClientContext): void {
  if (!isPublic || !hasClientCredentials) return
  tell('ERR_CLIENT_GRANT_PUBLIC', 'grant_types', "the grant 'client_credentials' is not for public clients", {
    hint: 'make the client confidential, or remove the grant',
  })
}

export const FLOW_RULES: readonly ClientRule[] = [
  responseTypes,
  oneOf('response_modes', RESPONSE_MODES),
  oneOf('grant_types', GRANT_TYPES),
  noDuplicates('response_types', RESPONSE_TYPES),
  noDuplicates('response_modes', RESPONSE_MODES),
  noDuplicates('grant_types', GRANT_TYPES),
  offlineScope,
  grantNeeds,
  refreshNeedsScope,
  clientCredentials,
]
