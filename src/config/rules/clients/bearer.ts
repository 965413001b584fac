/** Rules of clients with the scope `authelia.bearer.authz`, whose tokens open what a proxy guards. */
import { OFFLINE_SCOPES } from '../../../spec/scopes.ts'
import { BEARER_SCOPE, type ClientContext, type ClientOptionName, type ClientRule } from './client-context.ts'

const SCOPES = [BEARER_SCOPE, ...OFFLINE_SCOPES]
const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials']
const MODES = ['form_post', 'form_post.jwt']
const CONFIDENTIAL_METHODS = ['client_secret_basic', 'client_secret_jwt', 'private_key_jwt']

function isWithin(values: readonly string[] | undefined, allowed: readonly string[]): boolean {
  return values !== undefined && values.length > 0 && values.every((value) => allowed.includes(value))
}

interface Requirement {
  option: ClientOptionName
  /** What must be written, as it completes "the scope … needs". */
  needs: string | ((context: ClientContext) => string)
  isMet(context: ClientContext): boolean
  /** Not asked of clients with the grant `client_credentials`. */
  forUsers?: true
}

const REQUIREMENTS: readonly Requirement[] = [
  {
    option: 'scopes',
    needs: `no other scopes than ${SCOPES.join(', ')}`,
    isMet: ({ client }) => isWithin(client.scopes, SCOPES),
  },
  {
    option: 'grant_types',
    needs: `grant_types out of ${GRANTS.join(', ')}`,
    isMet: ({ client }) => isWithin(client.grant_types, GRANTS),
  },
  { option: 'audience', needs: 'an audience', isMet: ({ client }) => (client.audience ?? []).length > 0 },
  {
    option: 'token_endpoint_auth_method',
    needs: ({ isPublic }) => `token_endpoint_auth_method: ${isPublic ? 'none' : CONFIDENTIAL_METHODS.join(', ')}`,
    isMet: ({ client, isPublic }) => {
      const method = client.token_endpoint_auth_method ?? ''
      return isPublic ? method === 'none' : CONFIDENTIAL_METHODS.includes(method)
    },
  },
  {
    option: 'require_pushed_authorization_requests',
    needs: 'require_pushed_authorization_requests: true',
    isMet: ({ client }) => client.require_pushed_authorization_requests === true,
    forUsers: true,
  },
  {
    option: 'require_pkce',
    needs: 'require_pkce: true',
    isMet: ({ client }) => client.require_pkce === true,
    forUsers: true,
  },
  {
    option: 'pkce_challenge_method',
    needs: 'pkce_challenge_method: S256',
    isMet: ({ client }) => client.pkce_challenge_method === 'S256',
    forUsers: true,
  },
  {
    option: 'consent_mode',
    needs: 'consent_mode: explicit',
    isMet: ({ client }) => client.consent_mode === 'explicit',
    forUsers: true,
  },
  {
    option: 'response_types',
    needs: 'response_types: [code]',
    isMet: ({ client }) => isWithin(client.response_types, ['code']),
    forUsers: true,
  },
  {
    option: 'response_modes',
    needs: `response_modes out of ${MODES.join(', ')}`,
    isMet: ({ client }) => isWithin(client.response_modes, MODES),
    forUsers: true,
  },
]

function bearer(context: ClientContext): void {
  if (!context.hasBearerScope) return
  for (const { option, needs, isMet, forUsers } of REQUIREMENTS) {
    if ((forUsers && context.hasClientCredentials) || isMet(context)) continue
    const needed = typeof needs === 'string' ? needs : needs(context)
    context.tell('ERR_CLIENT_BEARER', option, `the scope '${BEARER_SCOPE}' needs ${needed}`)
  }
}

export const BEARER_RULES: readonly ClientRule[] = [bearer]
