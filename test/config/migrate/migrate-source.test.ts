import { describe, expect, it } from 'vitest'
import { migrateSource, type SourceMigration } from '../../../src/config/migrate/migrate-source.ts'
import { parseDigest } from '../../../src/secrets/digest.ts'
import { verifySecret } from '../../../src/secrets/verify.ts'
import { example, sectionOf } from './examples.ts'

const PEM = String((sectionOf(example(1)) as { issuer_private_key: string }).issuer_private_key)

const REQUEST: SourceMigration = {
  file: 'configuration.yml',
  keepIdTokenClaims: false,
  hashSecrets: false,
  environment: {},
  readFile: (path) => {
    if (path === '/run/rsa.key') return PEM
    throw new Error('there is no such file')
  },
  listFolder: () => [],
  now: 0,
  random: (length) => new Uint8Array(length),
}

function withKey(path: string): string {
  const expression = `{{ secret "${path}" | mindent 6 "|" | msquote }}`
  return `identity_providers:\n  oidc:\n    issuer_private_key: ${expression}\n    clients:\n      - id: a\n        secret: plain\n`
}

describe('migration of a file with template expressions', () => {
  it('the key id is that of the key in the file', async () => {
    const [reference] = sectionOf((await migrateSource(example(1), REQUEST)).yaml)['jwks'] as { key_id: string }[]
    const { yaml } = await migrateSource(withKey('/run/rsa.key'), REQUEST)
    expect(yaml).toContain(`- key_id: '${reference?.key_id}'`)
  })

  it('a key that is not here leaves the id to the user', async () => {
    const { yaml, changes } = await migrateSource(withKey('/run/none'), REQUEST)
    expect(yaml).not.toContain('key_id')
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'left', path: 'identity_providers.oidc.jwks[0].key_id' }),
    )
  })

  it('a key that a variable names is told, with what to write', async () => {
    const environment = { AUTHELIA_IDENTITY_PROVIDERS_OIDC_ISSUER_PRIVATE_KEY_FILE: '/run/rsa.key' }
    const source = 'identity_providers:\n  oidc:\n    clients:\n      - id: a\n'
    const { changes } = await migrateSource(source, { ...REQUEST, environment })
    expect(changes.at(-1)?.message).toContain('{{ secret "/run/rsa.key" | mindent 10 "|" | msquote }}')
  })

  it('a template that fails is an error with its place', async () => {
    await expect(migrateSource('a: {{ nothing }}\n', REQUEST)).rejects.toMatchObject({
      code: 'ERR_TEMPLATE_INVALID',
      position: { line: 1, column: 7 },
    })
  })
})

describe('hashing plain secrets', () => {
  const source = 'identity_providers:\n  oidc:\n    clients:\n      - client_id: a\n        client_secret: plain\n'
  const secretOf = (yaml: string) => (sectionOf(yaml)['clients'] as { client_secret: string }[])[0]?.client_secret ?? ''

  it('makes a digest that the secret matches', async () => {
    const { yaml } = await migrateSource(source, { ...REQUEST, hashSecrets: true })
    expect(await verifySecret(parseDigest(secretOf(yaml)), 'plain')).toBe(true)
  })

  it('doubles the dollars where expand-env would eat them', async () => {
    const { yaml } = await migrateSource(source, { ...REQUEST, hashSecrets: true, filters: ['expand-env'] })
    expect(secretOf(yaml)).toMatch(/^\$\$pbkdf2-sha512\$\$310000\$\$/)
  })
})
