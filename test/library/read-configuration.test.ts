import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  createMemoryStorage,
  createProvider,
  readConfiguration,
  systemClock,
  systemRandom,
} from '../../src/library/main.ts'
import { vectorFile } from '../provider/support/provider.ts'
import { temporaryFolder } from '../support/run-oidc.ts'

const KEY = vectorFile('keys/rsa-2048.pkcs8.pem').replaceAll(/^#.*\n/gm, '')
const CLIENT = { client_id: 'web', public: true, redirect_uris: ['https://web.example.com/cb'] }

function configuration(options: object = {}) {
  const oidc = {
    hmac_secret: 'of-the-test-of-the-test-of-the-test',
    jwks: [{ key: KEY }],
    clients: [CLIENT],
    ...options,
  }
  return {
    identity_providers: { oidc },
    session: { cookies: [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }] },
  }
}

describe('readConfiguration', () => {
  it('gives every option with its default, and the keys', async () => {
    const { config, keys } = await readConfiguration(configuration())
    expect(config.provider.lifespans.authorize_code).toBe(60)
    expect(keys.map(({ alg, use }) => [alg, use])).toEqual([['RS256', 'sig']])
  })

  it('reads YAML text and files alike, template expressions included', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'key.pem'), KEY)
    const yaml = `identity_providers:
  oidc:
    hmac_secret: 'of-the-test-of-the-test-of-the-test'
    jwks:
      - key: {{ secret "${join(folder, 'key.pem')}" | mindent 10 "|" | msquote }}
    clients:
      - client_id: 'web'
        public: true
        redirect_uris: ['https://web.example.com/cb']
`
    const file = join(folder, 'configuration.yml')
    await writeFile(file, yaml)
    const [fromText, fromFile, fromObject] = await Promise.all(
      [yaml, file, configuration()].map((one) => readConfiguration(one)),
    )
    expect(fromText?.keys[0]?.thumbprint).toBe(fromObject?.keys[0]?.thumbprint)
    expect(fromFile?.keys[0]?.key_id).toBe(fromText?.keys[0]?.key_id)
  })

  it('refuses with every error, each with its place', async () => {
    const clients = [{ ...CLIENT, public: 'perhaps', redirect_uri: [] }]
    await expect(readConfiguration(configuration({ clients }))).rejects.toMatchObject({
      code: 'ERR_CONFIGURATION_INVALID',
      message: expect.stringMatching(/clients\[0\]\.public: [\s\S]*clients\[0\]\.redirect_uri: /),
      problems: expect.arrayContaining([
        expect.objectContaining({ path: 'identity_providers.oidc.clients[0].public' }),
      ]),
    })
    await expect(readConfiguration('not-there.yml')).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_/) })
    await expect(readConfiguration({})).rejects.toThrow('identity_providers.oidc')
  })

  it('composes a provider that answers without a port', async () => {
    const { config, keys } = await readConfiguration(configuration())
    const nobody = { find: async () => undefined, verifyPassword: async () => undefined }
    const parts = { config, keys, users: nobody, storage: createMemoryStorage() }
    const provider = createProvider({ ...parts, clock: systemClock, random: systemRandom, log: () => undefined })
    const discovery = await provider.fetch(new Request('https://auth.example.com/.well-known/openid-configuration'))
    expect(await discovery.json()).toMatchObject({ issuer: 'https://auth.example.com' })
    await provider.close()
  })
})
