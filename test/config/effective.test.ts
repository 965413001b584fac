import { describe, expect, it } from 'vitest'
import {
  assertReadable,
  ConfigurationInvalid,
  ConfigurationUnreadable,
  resolvedOf,
} from '../../src/config/configuration-invalid.ts'
import { differences, effectiveValues, HIDDEN } from '../../src/config/effective.ts'
import { formatPath } from '../../src/config/path.ts'
import { validate } from '../../src/config/validate.ts'
import { documentOf } from './documents.ts'
import { loadText } from './load-text.ts'

const HMAC = 'geheim-geheim-geheim-geheim-geheim'

async function resolve(parts: Parameters<typeof documentOf>[0]) {
  return resolvedOf(validate(await loadText(documentOf(parts))))
}

describe('effective values', () => {
  it('tell where each comes from, and hide secrets', async () => {
    const values = effectiveValues(await resolve({ hmacSecret: HMAC, client: 'scopes: [openid]' }), { reveal: false })
    const byPath = new Map(values.map((value) => [formatPath(value.path), value]))
    expect(byPath.get('identity_providers.oidc.hmac_secret')).toMatchObject({
      value: HIDDEN,
      origin: 'configuration.yml:3:18',
    })
    expect(byPath.get('identity_providers.oidc.clients[0].scopes')).toMatchObject({ value: ['openid'] })
    expect(byPath.get('identity_providers.oidc.clients[0].consent_mode')).toMatchObject({
      value: 'explicit',
      origin: 'default',
    })
    expect(JSON.stringify(values)).not.toMatch(/geheim|PRIVATE KEY|\$pbkdf2/)
  })

  it('show secrets where they are asked for', async () => {
    expect(JSON.stringify(effectiveValues(await resolve({ hmacSecret: HMAC }), { reveal: true }))).toContain(HMAC)
  })
})

describe('differences', () => {
  it('a default that is written out is none', async () => {
    const before = await resolve({})
    const after = await resolve({ client: 'consent_mode: explicit', provider: 'enforce_pkce: public_clients_only' })
    expect(differences(before, after)).toEqual([])
  })

  it('clients are compared by id, secrets only told to differ', async () => {
    const one = "- client_id: a\n  public: true\n  redirect_uris: ['https://a.example.com/']"
    const two = "- client_id: b\n  public: true\n  redirect_uris: ['https://b.example.com/']"
    const before = await resolve({ clients: `${one}\n${two}` })
    const after = await resolve({ clients: `${two}\n${one}\n  lifespan: ''\n  scopes: [openid]`, hmacSecret: HMAC })
    expect(differences(before, after)).toEqual([
      { path: 'identity_providers.oidc.hmac_secret', before: HIDDEN, after: HIDDEN },
      {
        path: 'identity_providers.oidc.clients.a.scopes',
        before: ['openid', 'groups', 'profile', 'email'],
        after: ['openid'],
      },
    ])
  })
})

describe('configurations without effective values', () => {
  it('one with errors: exit status 3, the first error by its place', async () => {
    const result = validate(await loadText(documentOf({ provider: 'colour: red' })))
    expect(() => resolvedOf(result)).toThrow(ConfigurationInvalid)
    expect(() => resolvedOf(result)).toThrow(
      expect.objectContaining({ exitCode: 3, code: 'ERR_CONFIGURATION_INVALID' }),
    )
  })

  it('one that is no YAML: exit status 1', async () => {
    const loaded = await loadText('a: [')
    expect(() => assertReadable(loaded)).toThrow(ConfigurationUnreadable)
    expect(() => assertReadable(loaded)).toThrow(expect.objectContaining({ exitCode: 1 }))
  })
})
