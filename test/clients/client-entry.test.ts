import { describe, expect, it } from 'vitest'
import { clientEntry, needsRedirectUri, secretKindOf } from '../../src/clients/client-entry.ts'
import { configuredIssuer } from '../../src/clients/issuer.ts'
import { providerChanges } from '../../src/clients/provider-changes.ts'

const APP = { client_id: 'app', redirect_uris: ['https://app.example.com/cb'] }
const PKCE = { require_pkce: true, pkce_challenge_method: 'S256' }
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'

describe('the entry of a client holds what differs from the provider’s defaults', () => {
  it.each([
    ['nothing said', {}, PKCE],
    ['the default scopes in another order', { scopes: ['email', 'profile', 'groups', 'openid'] }, PKCE],
    ['the default policy', { authorization_policy: 'two_factor' }, PKCE],
    ['the default method', { token_endpoint_auth_method: 'client_secret_basic' }, PKCE],
    ['the default response modes', { response_modes: ['query', 'form_post'] }, PKCE],
    ['no PKCE', { require_pkce: false }, {}],
    [
      'offline_access: the grant that it is for, and the response type that the provider looks for',
      { scopes: ['openid', 'offline_access'] },
      {
        scopes: ['openid', 'offline_access'],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        ...PKCE,
      },
    ],
    [
      'the refresh grant: the scope that it needs',
      { grant_types: ['authorization_code', 'refresh_token'] },
      {
        scopes: ['openid', 'groups', 'profile', 'email', 'offline_access'],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        ...PKCE,
      },
    ],
    ['implicit: there is no code to bind', { response_types: ['id_token'] }, { response_types: ['id_token'] }],
  ])('%s', (_, said, written) => {
    expect(clientEntry({ ...APP, ...said })).toEqual({ ...APP, ...written })
  })

  it('the options stand in one order, the secret behind the names', () => {
    const entry = clientEntry({ ...APP, client_name: 'App', public: false }, { secret: '$digest', full: true })
    expect(Object.keys(entry).slice(0, 4)).toEqual(['client_id', 'client_name', 'client_secret', 'public'])
  })

  it.each([
    [{}, true],
    [{ response_types: ['id_token'] }, true],
    [{ grant_types: ['client_credentials'] }, false],
    [{ grant_types: [DEVICE] }, false],
  ])('a redirect URI is needed where the browser is sent back: %j', (said, isNeeded) => {
    expect(needsRedirectUri({ client_id: 'app', ...said })).toBe(isNeeded)
  })

  it.each([
    [{}, 'digest'],
    [{ token_endpoint_auth_method: 'client_secret_post' }, 'digest'],
    [{ token_endpoint_auth_method: 'client_secret_jwt' }, 'plaintext'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'none'],
    [{ public: true }, 'none'],
  ])('how the secret is stored: %j', (said, kind) => {
    expect(secretKindOf({ client_id: 'app', ...said })).toBe(kind)
  })
})

describe('what a client needs of the provider', () => {
  const needs = {
    name: 'app',
    claims_policy: { id_token: ['email'] },
    cors: { endpoints: ['token' as const, 'userinfo' as const], allowed_origins_from_client_redirect_uris: true },
  }
  const OIDC = ['identity_providers', 'oidc']

  it('is added where it is not there', () => {
    expect(providerChanges(needs, {}).flatMap(({ edits }) => edits)).toEqual([
      { kind: 'set', path: [...OIDC, 'claims_policies', 'app'], value: { id_token: ['email'] } },
      { kind: 'set', path: [...OIDC, 'cors', 'endpoints'], value: ['token', 'userinfo'] },
      { kind: 'set', path: [...OIDC, 'cors', 'allowed_origins_from_client_redirect_uris'], value: true },
    ])
  })

  it('is taken as it is where it is there', () => {
    const cors = { endpoints: ['token'], allowed_origins_from_client_redirect_uris: true }
    const tree = { identity_providers: { oidc: { claims_policies: { app: {} }, cors } } }
    expect(providerChanges(needs, tree).flatMap(({ edits }) => edits)).toEqual([
      { kind: 'insert', path: [...OIDC, 'cors', 'endpoints'], value: 'userinfo' },
    ])
  })
})

describe('the issuer of a configuration', () => {
  const cookies = (authelia_url: unknown) => ({ session: { cookies: [{ authelia_url }] } })
  it.each([
    [cookies('https://auth.example.com'), 'https://auth.example.com'],
    [cookies('https://auth.example.com/'), 'https://auth.example.com'],
    [cookies('https://example.com/auth/'), 'https://example.com/auth'],
    [{ ...cookies('https://auth.example.com'), server: { path: 'sso' } }, 'https://auth.example.com/sso'],
    [cookies(7), undefined],
    [{}, undefined],
  ])('%j', (tree, issuer) => {
    expect(configuredIssuer(tree)).toBe(issuer)
  })
})
