import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { GENERATIONS } from '../../src/config/generations/detect.ts'
import { migrate } from '../../src/config/migrate/migrate.ts'
import { systemClock } from '../../src/primitives/clock.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { createProvider } from '../../src/provider/app.ts'
import { createMemoryStorage } from '../../src/provider/storage/memory.ts'
import { fileDeployment } from '../../src/serve/file-deployment.ts'
import { createMadeUp } from '../../src/serve/made-up.ts'
import { temporaryFolder } from '../support/run-oidc.ts'

const ISSUER = 'https://auth.example.com'
const DOCUMENTS = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/jwks.json']

const USERS = `users:
  ann:
    displayname: 'Ann'
    password: '$argon2id$v=19$m=65536,t=3,p=4$BpLnfgDsc2WD8F2q$o/vzA4myCqZZ36bUGsDY//8mKUYNZZaR0t4MFFSs+iM'
`

/** The sector document that an example names: the redirect URIs of its client. */
const SECTOR_DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'https://example.com/sector.json': ['https://wiki.example.com/oauth2/callback'],
}

async function fetchText(uri: string): Promise<string> {
  const document = SECTOR_DOCUMENTS[uri]
  if (document === undefined) throw new Error(`nothing is at ${uri}`)
  return JSON.stringify(document)
}

/** A discovery document without the moment at which it was signed. */
function withoutMoment(document: Record<string, unknown>): Record<string, unknown> {
  const { signed_metadata, ...plain } = document
  if (typeof signed_metadata !== 'string') return plain
  const { iat, exp, jti, ...claims } = decodeJwt(signed_metadata)
  expect([typeof iat, typeof exp, typeof jti]).toEqual(['number', 'number', 'string'])
  return { ...plain, signed_metadata: [decodeProtectedHeader(signed_metadata), claims] }
}

/** Serves a configuration as `oidc serve --issuer` does, without a port, and fetches what it publishes. */
async function publishedOf(yaml: string) {
  const folder = await temporaryFolder()
  const [config, users] = [join(folder, 'configuration.yml'), join(folder, 'users_database.yml')]
  await Promise.all([writeFile(config, yaml), writeFile(users, USERS)])
  const madeUp = createMadeUp(systemRandom, { randomPasswords: true })
  const deployment = await fileDeployment({ config: [config], users, dev: false, expose: false, madeUp, fetchText })
  const provider = createProvider({
    ...deployment,
    issuer: ISSUER,
    storage: createMemoryStorage(),
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
  })
  const answers = await Promise.all(DOCUMENTS.map((path) => provider.fetch(new Request(ISSUER + path))))
  expect(answers.map(({ status }) => status)).toEqual(DOCUMENTS.map(() => 200))
  const published = await Promise.all(answers.map(async (answer) => withoutMoment(await answer.json())))
  await provider.close()
  return { generation: deployment.generation, published }
}

describe('architecture: any generation is served, by migrating it in memory', () => {
  it.each(GENERATIONS)(
    'g%i.yml is served directly and after migration with the same discovery documents and keys',
    async (generation) => {
      const yaml = await readFile(`examples/configurations/g${generation}.yml`, 'utf8')
      const direct = await publishedOf(yaml)
      const migrated = await publishedOf((await migrate(yaml)).yaml)
      expect([direct.generation, migrated.generation]).toEqual([generation, 5])
      expect(migrated.published).toEqual(direct.published)
      const [openid, oauth, jwks] = direct.published
      expect(openid).toMatchObject({ issuer: ISSUER, jwks_uri: `${ISSUER}/jwks.json` })
      expect(oauth).toMatchObject({ issuer: ISSUER })
      expect(jwks?.['keys']).toContainEqual(expect.objectContaining({ alg: 'RS256', kid: expect.stringMatching(/./) }))
    },
  )
})
