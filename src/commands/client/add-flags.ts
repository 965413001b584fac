/** The flags of `client add`: one for each question. */
import { Flags } from '@oclif/core'
import { secretInputFlags } from '../../output/secret-input.ts'
import { CLIENT_AUTHENTICATION_METHODS } from '../../spec/client-authentication.ts'
import { GRANT_TYPES } from '../../spec/grant-types.ts'
import { RESPONSE_MODES, RESPONSE_TYPES } from '../../spec/response-types.ts'
import type { PartialRequest } from './ask-client.ts'
import { editFlags } from './client-command.ts'
import { templateFlags } from './template-flags.ts'

const many = { multiple: true, multipleNonGreedy: true } as const

export const addFlags = {
  ...templateFlags,
  'allow-provider-changes': Flags.boolean({
    summary: 'Add what the client needs of the provider too: a policy, scope, claims policy or key',
  }),
  issuer: Flags.string({
    summary: 'The issuer, for the settings of the application (default: authelia_url of session.cookies)',
    helpValue: 'URL',
  }),
  id: Flags.string({ summary: 'client_id: letters, digits and . _ ~ -' }),
  name: Flags.string({ summary: 'Name that users see (default: the id)' }),
  public: Flags.boolean({
    summary: 'It cannot keep a secret: single-page, mobile, desktop (default: no)',
    allowNo: true,
  }),
  'redirect-uri': Flags.string({ summary: 'Where answers may be sent (repeatable)', helpValue: 'URI', ...many }),
  scope: Flags.string({
    summary: 'Scope that it may ask for (repeatable; default: openid groups profile email)',
    ...many,
  }),
  'grant-type': Flags.option({
    summary: 'Grant (repeatable; default: from the response types)',
    options: GRANT_TYPES,
    ...many,
  })(),
  'response-type': Flags.option({
    summary: 'Response type (repeatable; default: code)',
    options: RESPONSE_TYPES,
    ...many,
  })(),
  'response-mode': Flags.option({
    summary: 'Response mode (repeatable; default: from the response types)',
    options: RESPONSE_MODES,
    ...many,
  })(),
  'authorization-policy': Flags.string({ summary: 'What users must prove (default: two_factor)', helpValue: 'NAME' }),
  'consent-mode': Flags.option({
    summary: 'How users consent (default: explicit)',
    options: ['auto', 'explicit', 'implicit', 'pre-configured'] as const,
  })(),
  'require-pkce': Flags.boolean({ summary: 'It must use PKCE (default: yes, where there is a code)', allowNo: true }),
  'pkce-challenge-method': Flags.option({
    summary: 'The PKCE method it must use (default: S256)',
    options: ['S256', 'plain'] as const,
  })(),
  'token-endpoint-auth-method': Flags.option({
    summary: 'How it authenticates (default: client_secret_basic, for public clients none)',
    options: CLIENT_AUTHENTICATION_METHODS,
  })(),
  'token-endpoint-auth-signing-alg': Flags.string({
    summary: 'Algorithm of its assertions (default: RS256 for private_key_jwt, HS256 for client_secret_jwt)',
    helpValue: 'ALG',
  }),
  'jwks-uri': Flags.string({ summary: 'Address of its public keys, for private_key_jwt', helpValue: 'URL' }),
  audience: Flags.string({ summary: 'Audience that it may ask for (repeatable)', ...many }),
  lifespan: Flags.string({ summary: 'Entry of lifespans.custom', helpValue: 'NAME' }),
  'claims-policy': Flags.string({ summary: 'Entry of claims_policies', helpValue: 'NAME' }),
  'sector-identifier-uri': Flags.string({ summary: 'https address of its list of redirect URIs', helpValue: 'URL' }),
  ...secretInputFlags,
  full: Flags.boolean({ summary: 'Write options that have their default too' }),
  yes: Flags.boolean({ summary: 'Take the defaults for what no flag says' }),
  ...editFlags,
}

export interface AddFlags {
  template?: string | undefined
  url?: string | undefined
  set?: string[] | undefined
  templates?: string | undefined
  'allow-provider-changes': boolean
  id?: string | undefined
  name?: string | undefined
  public?: boolean | undefined
  'redirect-uri'?: string[] | undefined
  scope?: string[] | undefined
  'grant-type'?: string[] | undefined
  'response-type'?: string[] | undefined
  'response-mode'?: string[] | undefined
  'authorization-policy'?: string | undefined
  'consent-mode'?: string | undefined
  'require-pkce'?: boolean | undefined
  'pkce-challenge-method'?: string | undefined
  'token-endpoint-auth-method'?: string | undefined
  'token-endpoint-auth-signing-alg'?: string | undefined
  'jwks-uri'?: string | undefined
  audience?: string[] | undefined
  lifespan?: string | undefined
  'claims-policy'?: string | undefined
  'sector-identifier-uri'?: string | undefined
  stdin?: boolean | undefined
  file?: string | undefined
  full: boolean
  yes: boolean
}

function unique(values: string[] | undefined): string[] | undefined {
  return values === undefined ? undefined : [...new Set(values)]
}

/** Flag names → option names; what was not given is left out. */
export function requestOf(flags: AddFlags): PartialRequest {
  const given: PartialRequest = {
    client_id: flags.id,
    client_name: flags.name,
    public: flags.public,
    redirect_uris: unique(flags['redirect-uri']),
    scopes: unique(flags.scope),
    grant_types: unique(flags['grant-type']),
    response_types: unique(flags['response-type']),
    response_modes: unique(flags['response-mode']),
    authorization_policy: flags['authorization-policy'],
    consent_mode: flags['consent-mode'],
    require_pkce: flags['require-pkce'],
    pkce_challenge_method: flags['pkce-challenge-method'],
    token_endpoint_auth_method: flags['token-endpoint-auth-method'],
    token_endpoint_auth_signing_alg: flags['token-endpoint-auth-signing-alg'],
    jwks_uri: flags['jwks-uri'],
    audience: unique(flags.audience),
    lifespan: flags.lifespan,
    claims_policy: flags['claims-policy'],
    sector_identifier_uri: flags['sector-identifier-uri'],
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
