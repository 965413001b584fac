import { describe, expect, it } from 'vitest'
import type { Generation } from '../../src/config/generations/detect.ts'
import type { ResolvedConfiguration } from '../../src/config/resolved.ts'
import { validate } from '../../src/config/validate.ts'
import { DIGEST, documentOf, pem } from './documents.ts'
import { loadText } from './load-text.ts'

async function resolvedOf(text: string, generation?: Generation): Promise<ResolvedConfiguration> {
  const { resolved, problems } = validate(await loadText(text), { generation })
  if (resolved === undefined) throw new Error(JSON.stringify(problems))
  return resolved
}

async function clientOf(client: string, parts: Parameters<typeof documentOf>[0] = {}) {
  const { provider } = await resolvedOf(documentOf({ ...parts, client }))
  return provider.clients[0]
}

describe('values after defaults', () => {
  it('the smallest confidential client', async () => {
    expect(await clientOf('')).toMatchObject({
      client_name: 'app',
      client_secret: DIGEST,
      authorization_policy: 'two_factor',
      scopes: ['openid', 'groups', 'profile', 'email'],
      response_types: ['code'],
      response_modes: ['form_post', 'query'],
      grant_types: ['authorization_code'],
      consent_mode: 'explicit',
      requested_audience_mode: 'explicit',
      token_endpoint_auth_methods: ['client_secret_basic'],
      revocation_endpoint_auth_methods: ['client_secret_basic'],
      introspection_endpoint_auth_methods: ['client_secret_basic'],
      pushed_authorization_request_endpoint_auth_methods: ['client_secret_basic'],
      id_token_signed_response_alg: 'RS256',
      id_token_signed_response_key_id: '218c471-rs256',
      authorization_signed_response_alg: 'RS256',
      authorization_signed_response_key_id: '218c471-rs256',
      access_token_signed_response_alg: 'none',
      userinfo_signed_response_alg: 'none',
      introspection_signed_response_alg: 'none',
    })
  })

  it('a client_credentials client', async () => {
    expect(await clientOf('grant_types: [client_credentials]\nscopes: [api.read]')).toMatchObject({
      authorization_policy: 'one_factor',
      scopes: ['api.read'],
      response_types: ['code'],
      response_modes: ['form_post', 'query'],
    })
  })

  it.each([
    ['response_types: [id_token]', ['form_post', 'fragment'], ['implicit']],
    ['response_types: [code, code id_token]', ['form_post', 'query', 'fragment'], ['authorization_code', 'implicit']],
    ['response_types: [code id_token]', ['form_post', 'fragment'], ['authorization_code', 'implicit']],
  ])('%s: modes and grants follow', async (lines, response_modes, grant_types) => {
    expect(await clientOf(lines)).toMatchObject({ response_modes, grant_types })
  })

  it.each([
    ['consent_mode: auto', 'explicit', 0],
    ['pre_configured_consent_duration: 1d', 'pre-configured', 86_400],
    ['consent_mode: pre-configured', 'pre-configured', 604_800],
    ['consent_mode: implicit', 'implicit', 0],
  ])('%s: consent is %s', async (lines, consent_mode, pre_configured_consent_duration) => {
    expect(await clientOf(lines)).toMatchObject({ consent_mode, pre_configured_consent_duration })
  })

  it('a challenge method makes PKCE required', async () => {
    expect(await clientOf('pkce_challenge_method: S256')).toMatchObject({ require_pkce: true })
  })

  it('a plain secret is marked as one, a public client has none', async () => {
    expect((await clientOf("client_secret: 'geheim'"))?.client_secret).toBe('$plaintext$geheim')
    expect(await clientOf('public: true')).toMatchObject({
      client_secret: undefined,
      token_endpoint_auth_methods: ['none'],
    })
  })

  it('client_secret_jwt signs with HS256 unless told otherwise', async () => {
    const lines = "client_secret: 'geheim'\ntoken_endpoint_auth_method: client_secret_jwt"
    expect(await clientOf(lines)).toMatchObject({ token_endpoint_auth_signing_alg: 'HS256' })
  })

  it('a key id decides over the algorithm, and is accepted in both lengths', async () => {
    const provider = `jwks:\n  - key: ${pem('RSA2048', 6)}\n  - key: ${pem('EC256', 6)}`
    const client = 'id_token_signed_response_alg: RS256\nid_token_signed_response_key_id: 2c9d6f-es256'
    expect(await clientOf(client, { provider })).toMatchObject({ id_token_signed_response_alg: 'ES256' })
  })

  it('content encryption has a default once the algorithm is set', async () => {
    const client = 'id_token_encrypted_response_alg: ECDH-ES\njwks_uri: https://a.example.com/jwks.json'
    expect(await clientOf(client)).toMatchObject({ id_token_encrypted_response_enc: 'A128CBC-HS256' })
  })

  it('lifespans: 0 and what is left out mean the default; custom ones stay 0', async () => {
    const provider =
      'lifespans:\n  access_token: 2h\n  id_token: 0\n  custom:\n    short:\n      access_token: 5m\n      grants: {refresh_token: {access_token: 10m}}'
    const { lifespans } = (await resolvedOf(documentOf({ provider, client: 'lifespan: short' }))).provider
    expect(lifespans).toEqual({
      access_token: 7200,
      authorize_code: 60,
      id_token: 3600,
      refresh_token: 5400,
      device_code: 600,
      jwt_secured_authorization: 300,
      pushed_authorization_request: 300,
      custom: {
        short: {
          access_token: 300,
          authorize_code: 0,
          id_token: 0,
          refresh_token: 0,
          device_code: 0,
          grants: { refresh_token: { access_token: 600, authorize_code: 0, id_token: 0, refresh_token: 0 } },
        },
      },
    })
  })

  it('network names of a policy are looked up', async () => {
    const provider =
      'authorization_policies:\n  lan:\n    rules:\n      - {policy: one_factor, networks: [home, 10.0.0.1]}'
    const other = 'definitions:\n  network:\n    home: [192.168.0.0/16, fd00::/8]'
    const { authorization_policies } = (
      await resolvedOf(documentOf({ provider, other, client: 'authorization_policy: lan' }))
    ).provider
    expect(authorization_policies['lan']?.rules[0]?.networks).toEqual(['192.168.0.0/16', 'fd00::/8', '10.0.0.1'])
  })

  it.each([
    ['0', 8],
    ['-5', 8],
    ['-1', -1],
    ['16', 16],
  ])('minimum_parameter_entropy %s is %d', async (value, expected) => {
    const { provider } = await resolvedOf(documentOf({ provider: `minimum_parameter_entropy: ${value}` }))
    expect(provider.minimum_parameter_entropy).toBe(expected)
  })

  it('an issuer_private_key is the first key, with RS256', async () => {
    const { provider } = await resolvedOf(documentOf({ provider: `issuer_private_key: ${pem('RSA2048', 2)}` }))
    expect(provider.jwks).toMatchObject([{ use: 'sig', algorithm: 'RS256', key_id: undefined }])
  })
})

describe('other sections', () => {
  it.each([
    ["server: {address: 'tcp://:9091/auth/'}", '/auth'],
    ["server: {address: 'tcp://:9091'}", ''],
    ["server: {path: 'authelia'}", '/authelia'],
    ['', ''],
  ])('%j: the issuer has the prefix %j', async (other, base_path) => {
    expect((await resolvedOf(documentOf({ other }))).base_path).toBe(base_path)
  })

  it('session, users, totp and the storage key', async () => {
    const other = [
      'session:',
      "  cookies: [{domain: 'example.com', authelia_url: 'https://auth.example.com'}]",
      '  inactivity: 10m',
      'authentication_backend:',
      '  file: {path: users.yml, search: {email: true}, extra_attributes: {dept: {value_type: string}}}',
      'totp: {digits: 8}',
      "storage: {encryption_key: 'k'}",
    ].join('\n')
    expect(await resolvedOf(documentOf({ other }))).toMatchObject({
      session: {
        cookies: [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }],
        inactivity: 600,
        expiration: 3600,
        remember_me: 2_592_000,
      },
      users: {
        path: 'users.yml',
        search_email: true,
        search_case_insensitive: false,
        extra_attributes: { dept: { value_type: 'string', multi_valued: false } },
      },
      totp: { digits: 8, period: 30, algorithm: 'SHA1', skew: 1 },
      storage_encryption_key: 'k',
    })
  })
})

describe('earlier generations mean what they meant', () => {
  const older = (lines: string, client: string) =>
    `identity_providers:\n  oidc:\n    hmac_secret: x\n    issuer_private_key: ${pem('RSA2048', 6)}\n${lines}    clients:\n      - id: app\n        secret: '${DIGEST}'\n        redirect_uris: ['https://a.example.com/cb']\n${client}`

  it('generation 1: refresh grant by default, openid in every scope list, basic and post, the id of released servers', async () => {
    const { provider } = await resolvedOf(older('', '        scopes: [groups]\n'), 1)
    expect(provider.jwks[0]).toMatchObject({ key_id: '218c47-rs256', algorithm: 'RS256' })
    expect(provider.clients[0]).toMatchObject({
      client_id: 'app',
      client_secret: DIGEST,
      scopes: ['openid', 'groups'],
      grant_types: ['refresh_token', 'authorization_code'],
      token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
    })
  })

  it('generation 2: three response modes by default, the sector stays the string that it is', async () => {
    const { provider } = await resolvedOf(older('', "        sector_identifier: 'example.com:8443'\n"), 2)
    expect(provider.clients[0]).toMatchObject({
      response_modes: ['form_post', 'query', 'fragment'],
      sector_identifier_uri: 'example.com:8443',
    })
  })

  it('generation 3: pushed requests keep their lifespan and are required where they were', async () => {
    const lines = '    pushed_authorizations: {enforce: true, context_lifespan: 10m}\n'
    const { provider } = await resolvedOf(older(lines, '        enforce_par: true\n        enforce_pkce: true\n'), 3)
    expect(provider).toMatchObject({ require_pushed_authorization_requests: true })
    expect(provider.lifespans.pushed_authorization_request).toBe(600)
    expect(provider.clients[0]).toMatchObject({ require_pushed_authorization_requests: true, require_pkce: true })
  })

  it('generation 4: grants and modes are derived, a configured method is the only one', async () => {
    const { provider } = await resolvedOf(older('', '        token_endpoint_auth_method: client_secret_post\n'), 4)
    expect(provider.clients[0]).toMatchObject({
      grant_types: ['authorization_code'],
      response_modes: ['form_post', 'query'],
      token_endpoint_auth_methods: ['client_secret_post'],
    })
  })

  it('options are found where they stand under their old names', async () => {
    const { positionOf } = await resolvedOf(older('    access_token_lifespan: 1h\n', ''), 2)
    const oidc = ['identity_providers', 'oidc']
    expect(positionOf([...oidc, 'clients', 0, 'client_secret'])?.column).toBe(17)
    expect(positionOf([...oidc, 'lifespans', 'access_token'])?.column).toBe(28)
    expect(positionOf([...oidc, 'jwks', 0, 'key'])?.line).toBe(4)
    expect(positionOf([...oidc, 'clients', 0, 'lifespan'])).toBeUndefined()
  })
})
