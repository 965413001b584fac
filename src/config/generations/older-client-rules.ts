/** Rules of clients that generations 1 to 4 share or differ in. */

import { ToolError } from '../../errors.ts'
import { parseDigest } from '../../secrets/digest.ts'
import { HYBRID_RESPONSE_TYPES, IMPLICIT_RESPONSE_TYPES, RESPONSE_TYPES } from '../../spec/response-types.ts'
import { describeValue } from '../decode/describe-value.ts'
import { duplicates } from '../rules/clients/uris.ts'
import { allowedHint, checkOneOf } from '../rules/one-of.ts'
import { parseUri } from '../uri.ts'
import type { OlderClientContext, OlderClientRule } from './older-generation.ts'
import type { OlderClient } from './older-options.ts'

export function idRequired({ client, tell, isBroken, pathOf }: OlderClientContext): void {
  if (client.id || isBroken(pathOf('id'))) return
  tell('ERR_CLIENT_ID_MISSING', 'id', 'there is no id')
}

/** Release 4.29 had no public clients. */
export function secretRequired({ secret, tell, isBroken, pathOf }: OlderClientContext): void {
  if (secret !== 'none' || isBroken(pathOf('secret'))) return
  tell('ERR_CLIENT_SECRET_MISSING', 'secret', 'there is no secret')
}

export function secretFitsType({ client, secret, tell, isBroken, pathOf }: OlderClientContext): void {
  if (isBroken(pathOf('secret'))) return
  if (client.public === true && secret !== 'none') {
    tell('ERR_CLIENT_SECRET_UNWANTED', 'secret', 'a public client has no secret', { hint: 'remove the secret' })
  }
  if (client.public !== true && secret === 'none') {
    tell('ERR_CLIENT_SECRET_MISSING', 'secret', 'a confidential client needs a secret', { hint: 'or set public: true' })
  }
}

export function secretReadable({ client, secret, tell }: OlderClientContext): void {
  if (secret !== 'invalid') return
  try {
    parseDigest(client.secret ?? '')
  } catch (error) {
    const { message, hint } =
      error instanceof ToolError ? error : { message: 'the secret cannot be read', hint: undefined }
    tell('ERR_CLIENT_SECRET_DIGEST', 'secret', message, { hint })
  }
}

export function secretHashed({ secret, client, tell }: OlderClientContext): void {
  if (secret !== 'plaintext' || client.public === true) return
  tell('ERR_CLIENT_SECRET_PLAINTEXT', 'secret', 'the secret is stored in plain text', { hint: 'store its digest' })
}

export function policyKnown({ client, report, pathOf }: OlderClientContext): void {
  checkOneOf(report, pathOf('authorization_policy'), client.authorization_policy, ['one_factor', 'two_factor'])
}

/** Release 4.29 alone enforced the schemes. */
export function redirectUrisHttp({ client, tell, pathOf }: OlderClientContext): void {
  for (const [index, text] of (client.redirect_uris ?? []).entries()) {
    const scheme = parseUri(text)?.scheme
    if (scheme === 'http' || scheme === 'https') continue
    tell('ERR_CLIENT_REDIRECT_URI', 'redirect_uris', `the redirect URI '${text}' is neither http nor https`, {
      at: pathOf('redirect_uris', index),
    })
  }
}

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob'

function redirectUri(text: string, index: number, { client, tell, pathOf }: OlderClientContext): void {
  const at = pathOf('redirect_uris', index)
  if (text === OUT_OF_BAND) {
    if (client.public === true) return
    tell('ERR_CLIENT_REDIRECT_URI_OUT_OF_BAND', 'redirect_uris', `'${OUT_OF_BAND}' is for public clients`, { at })
    return
  }
  const scheme = parseUri(text)?.scheme ?? ''
  if (scheme === '') {
    tell('ERR_CLIENT_REDIRECT_URI', 'redirect_uris', `the redirect URI '${text}' is not absolute`, { at })
  } else if (scheme !== 'http' && scheme !== 'https') {
    tell(
      'ERR_GENERATION_ADVICE',
      'redirect_uris',
      `the documentation of this generation allows http and https alone, not '${scheme}'`,
      { at },
    )
  }
}

export function redirectUrisAbsolute(context: OlderClientContext): void {
  for (const [index, uri] of (context.client.redirect_uris ?? []).entries()) redirectUri(uri, index, context)
}

const HOST = /^(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:[\]]+)(:\d{1,5})?$/

/** A bare host, with or without a port. */
export function sectorIsHost({ client, tell }: OlderClientContext): void {
  const sector = client.sector_identifier ?? ''
  if (sector === '' || HOST.test(sector)) return
  tell('ERR_CLIENT_SECTOR', 'sector_identifier', `'${sector}' is not a bare host`, {
    hint: 'write the host, with or without a port',
  })
}

type ListOption = 'scopes' | 'grant_types' | 'response_modes'

/** Entries of a list out of those that the generation knows. */
export function listWithin(option: ListOption, allowed: readonly string[]): OlderClientRule {
  return ({ client, report, pathOf }) => {
    for (const [index, value] of (client[option] ?? []).entries()) {
      checkOneOf(report, pathOf(option), value, allowed, { at: pathOf(option, index) })
    }
  }
}

type TextOption = 'userinfo_signing_algorithm' | 'consent_mode' | 'pkce_challenge_method' | 'token_endpoint_auth_method'

/** A value out of those that the generation knows; empty means the default. */
export function valueWithin(option: TextOption, allowed: readonly string[]): OlderClientRule {
  return ({ client, report, pathOf }) => {
    checkOneOf(report, pathOf(option), client[option], allowed)
  }
}

export function responseTypesKnown({ client, tell, pathOf }: OlderClientContext): void {
  for (const [index, type] of (client.response_types ?? []).entries()) {
    if ((RESPONSE_TYPES as readonly string[]).includes(type)) continue
    tell('ERR_CLIENT_RESPONSE_TYPE', 'response_types', `there is no response type ${describeValue(type)}`, {
      at: pathOf('response_types', index),
      hint: allowedHint(type, RESPONSE_TYPES),
    })
  }
}

const LISTS = [
  'redirect_uris',
  'scopes',
  'response_types',
  'response_modes',
  'grant_types',
] as const satisfies (keyof OlderClient)[]

export function noDuplicates({ client, tell, pathOf }: OlderClientContext): void {
  for (const option of LISTS) {
    const values = client[option] ?? []
    for (const index of duplicates(values)) {
      const at = pathOf(option, index)
      tell('ERR_CLIENT_DUPLICATE', option, `'${values[index]}' stands twice in '${option}'`, {
        at,
        fix: [{ kind: 'remove', path: at }],
      })
    }
  }
}

const CODE_TYPES: readonly string[] = ['code', ...HYBRID_RESPONSE_TYPES]
const FRAGMENT_TYPES: readonly string[] = [...IMPLICIT_RESPONSE_TYPES, ...HYBRID_RESPONSE_TYPES]

function typesOf({ response_types = [] }: OlderClient): readonly string[] {
  return response_types.length > 0 ? response_types : ['code']
}

export function grantsFitTypes({ client, tell, pathOf }: OlderClientContext): void {
  const types = typesOf(client)
  const warn = (grant: string, needed: readonly string[], words: string) => {
    const index = client.grant_types?.indexOf(grant) ?? -1
    if (index === -1 || types.some((type) => needed.includes(type))) return
    const message = `the grant '${grant}' needs ${words}`
    tell('ERR_CLIENT_GRANT_WITHOUT_RESPONSE_TYPE', 'grant_types', message, { at: pathOf('grant_types', index) })
  }
  warn('authorization_code', CODE_TYPES, 'a response type with a code')
  warn('implicit', FRAGMENT_TYPES, 'an implicit or hybrid response type')
  warn('refresh_token', CODE_TYPES, 'a response type with a code')
}

export function refreshNeedsScope({ client, tell, pathOf }: OlderClientContext): void {
  const index = client.grant_types?.indexOf('refresh_token') ?? -1
  if (index === -1 || client.scopes?.includes('offline_access')) return
  tell(
    'ERR_CLIENT_REFRESH_WITHOUT_SCOPE',
    'grant_types',
    "the grant 'refresh_token' needs the scope 'offline_access'",
    {
      at: pathOf('grant_types', index),
    },
  )
}

export function methodFitsType({ client, tell }: OlderClientContext): void {
  const method = client.token_endpoint_auth_method ?? ''
  const isImplicitOnly = typesOf(client).every((type) => IMPLICIT_RESPONSE_TYPES.includes(type))
  if (client.public === true && method !== '' && method !== 'none') {
    tell(
      'ERR_CLIENT_AUTH_METHOD',
      'token_endpoint_auth_method',
      `a public client cannot use ${describeValue(method)}`,
      { hint: "use 'none'" },
    )
  }
  if (client.public !== true && method === 'none' && !isImplicitOnly) {
    tell('ERR_CLIENT_AUTH_METHOD', 'token_endpoint_auth_method', "'none' is for public clients")
  }
}
