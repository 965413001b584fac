import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { type FileDeploymentOptions, fileDeployment } from '../../src/serve/file-deployment.ts'
import { createMadeUp } from '../../src/serve/made-up.ts'
import { ConfigurationRefused } from '../../src/serve/refused-configuration.ts'
import { DIGEST } from '../config/documents.ts'
import { serveHttps, throwAwayCertificate } from '../support/https.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'

const CALLBACK = 'https://app.example.com/cb'
const KEY = await readFile(join(import.meta.dirname, '../vectors/keys/rsa-2048.pkcs8.pem'), 'utf8')
const USERS = `users:
  ann:
    displayname: Ann
    password: '${DIGEST}'
`

async function configured(uri: string): Promise<string> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'users_database.yml'), USERS)
  const configuration = join(folder, 'configuration.yml')
  await writeFile(
    configuration,
    `identity_providers:
  oidc:
    hmac_secret: 'this_is_a_secret_abc123abc123abc123abc123abc123abc123abc123abc12'
    jwks:
      - key: |
${KEY.trimEnd().replaceAll(/^/gm, '          ')}
    clients:
      - client_id: app
        client_name: App
        public: true
        sector_identifier_uri: '${uri}'
        redirect_uris: ['${CALLBACK}']
`,
  )
  return configuration
}

const SECTOR = 'https://sector.example.com/uris.json'

async function deploy(document: string | Error, options: Partial<FileDeploymentOptions> = {}) {
  const asked: string[] = []
  const deployment = fileDeployment({
    config: [await configured(SECTOR)],
    dev: false,
    expose: false,
    madeUp: createMadeUp(systemRandom, { randomPasswords: false }),
    fetchText: async (uri) => {
      asked.push(uri)
      if (document instanceof Error) throw document
      return document
    },
    ...options,
  })
  return { deployment, asked }
}

describe('OpenID Connect Core 1.0 §8.1: sector documents are fetched when the provider starts', () => {
  it('one that lists every redirect URI lets it start', async () => {
    const { deployment, asked } = await deploy(JSON.stringify([CALLBACK]))
    expect((await deployment).config.provider.clients.map(({ client_id }) => client_id)).toEqual(['app'])
    expect(asked).toEqual([SECTOR])
  })

  it('one that does not, or that cannot be had, is a refusal that names the option', async () => {
    for (const document of ['["https://other.example.com/"]', new Error('connection refused')]) {
      const refused = await (await deploy(document)).deployment.catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(ConfigurationRefused)
      const codes = refused instanceof ConfigurationRefused ? refused.problems.map(({ code }) => code) : []
      expect(codes).toContain('ERR_CLIENT_SECTOR_DOCUMENT')
      expect(codes).not.toContain('ERR_CLIENT_SECTOR_UNCHECKED')
    }
  })

  it('in --dev it is a note, and the client is served', async () => {
    const { deployment } = await deploy(new Error('connection refused'), { dev: true })
    const { notes, config } = await deployment
    expect(notes.filter((note) => note.includes(SECTOR))).toHaveLength(1)
    expect(config.provider.clients).toHaveLength(1)
  })
})

describe('oidc serve with a sector document', () => {
  it('an address in a private network is not asked without --allow-fetch: exit 3', async () => {
    const configuration = await configured('https://127.0.0.1/uris.json')
    const { status, stderr } = await oidc(['serve', '--config', configuration, '--port', '0'])
    expect([status, stderr]).toEqual([3, expect.stringContaining('the address 127.0.0.1 is in a private network')])
  })

  it('starts when the server of the document is allowed, trusted and lists the redirect URIs', async () => {
    const credentials = await throwAwayCertificate(['localhost'])
    const { port } = await serveHttps(credentials, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify([CALLBACK]))
    })
    const configuration = await configured(`https://localhost:${port}/uris.json`)
    const authority = `${configuration}.ca.pem`
    await writeFile(authority, credentials.cert)
    const env = { NODE_EXTRA_CA_CERTS: authority }
    const networks = ['--allow-fetch', '127.0.0.0/8', '--allow-fetch', '::1/128']
    const { ready, stop } = await serve(['--config', configuration, ...networks], { env })
    expect(ready.issuer).toContain('http://localhost:')
    expect(await stop()).toBe(0)
  })
})
