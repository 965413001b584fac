import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../../src/config/load.ts'
import { migrate } from '../../../src/config/migrate/migrate.ts'
import { migrateDocument } from '../../../src/config/migrate/migrate-document.ts'
import { validate } from '../../../src/config/validate.ts'
import { readDocument } from '../../../src/config/yaml/read-document.ts'
import { CONFIG_CASES } from '../config-cases.ts'
import { example, GENERATIONS, sectionOf } from './examples.ts'

function oidc(...lines: string[]): string {
  return `identity_providers:\n  oidc:\n${lines.map((line) => (line === '' ? '\n' : `    ${line}\n`)).join('')}`
}

function client(...lines: string[]): string[] {
  return ['clients:', ...lines.map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))]
}

function withKey(...lines: string[]): string {
  return oidc(`issuer_private_key: '${'x'.repeat(3)}'`, ...lines)
}

async function problemsOf(yaml: string) {
  const loaded = await loadConfiguration({ files: ['c.yml'], environment: {}, readFile: async () => yaml })
  return validate(loaded).problems.filter(({ severity }) => severity === 'error')
}

describe('configuration 7: a migrated document', () => {
  it.each(GENERATIONS)('g%i.yml is found to be of its generation', async (generation) => {
    expect((await migrate(example(generation))).from).toBe(generation)
  })

  it.each(GENERATIONS)('g%i.yml has no error by the rules of its generation', async (generation) => {
    expect(await problemsOf(example(generation))).toEqual([])
  })

  it.each(GENERATIONS)('g%i.yml becomes a current one without errors', async (generation) => {
    expect(await problemsOf((await migrate(example(generation))).yaml)).toEqual([])
  })

  const complete = CONFIG_CASES.filter(({ gist, generation }) => gist.startsWith('complete document') && generation < 5)
  it.each(complete)('$id g$generation, a $gist, becomes a current one without errors', async ({ yaml, generation }) => {
    const migrated = await migrate(yaml, { from: generation })
    expect(migrated.from).toBe(generation)
    expect(await problemsOf(migrated.yaml)).toEqual([])
  })

  it('the complete documents are of every earlier generation', () => {
    expect(new Set(complete.map(({ generation }) => generation))).toEqual(new Set([1, 2, 3, 4]))
  })

  it.each(GENERATIONS)('g%i.yml migrated again stays as it is', async (generation) => {
    const once = await migrate(example(generation), { keepIdTokenClaims: true })
    const twice = await migrate(once.yaml, { keepIdTokenClaims: true })
    expect(twice).toEqual({ from: 5, to: 5, changes: [], yaml: once.yaml })
  })

  it.each(GENERATIONS)('g%i.yml means the same as text and in memory', async (generation) => {
    const { yaml, changes } = await migrate(example(generation))
    const inMemory = migrateDocument(readDocument(example(generation)).value)
    expect(readDocument(yaml).value).toEqual(inMemory.value)
    expect(changes).toEqual(inMemory.changes)
  })

  it('every comment of the old text is in the new one', async () => {
    const comments = (yaml: string) => (yaml.match(/#.*/g) ?? []).toSorted()
    for (const generation of GENERATIONS) {
      expect(comments((await migrate(example(generation))).yaml)).toEqual(comments(example(generation)))
    }
  })

  it('line ends stay CRLF', async () => {
    const { yaml } = await migrate(example(3).replaceAll('\n', '\r\n'))
    expect(yaml.replaceAll('\r\n', '')).not.toContain('\n')
    expect(yaml.replaceAll('\r\n', '\n')).toBe((await migrate(example(3))).yaml)
  })
})

/** Other ways to lay out the same document. */
const LAYOUTS: Readonly<Record<string, (yaml: string) => string>> = {
  'deeper indentation': (yaml) => yaml.replace(/^ {4}/gm, '        ').replace(/^ {2}(?! )/gm, '    '),
  'dashes below their key': (yaml) => {
    const [before = '', clients = ''] = yaml.split(/(?<=\n {4}clients:\n)/)
    return before + clients.replace(/^ {2}/gm, '')
  },
  'no final line end': (yaml) => yaml.trimEnd(),
  'no final line end, CRLF': (yaml) => yaml.trimEnd().replaceAll('\n', '\r\n'),
  'a byte order mark': (yaml) => `\uFEFF${yaml}`,
  'document marks': (yaml) => `---\n${yaml}...\n`,
  'another section behind': (yaml) => `${yaml}theme: dark\n# end\n`,
}

describe('the layout of a document', () => {
  const cases = Object.entries(LAYOUTS).flatMap(([name, lay]) =>
    [1, 2, 3, 4].map((generation) => ({ name, lay, generation })),
  )

  it.each(cases)(
    '$name: the example of generation $generation becomes current, with nothing left to do by hand',
    async ({ lay, generation }) => {
      const { from, yaml, changes } = await migrate(lay(example(generation)))
      expect(from).toBe(generation)
      expect(changes.filter(({ message }) => message.includes('by hand'))).toEqual([])
      expect(await problemsOf(yaml)).toEqual([])
    },
  )
})

describe('configuration 7.1: names and places', () => {
  it('a renamed option keeps its value, quotes and comment', async () => {
    const { yaml } = await migrate(oidc(...client('"id": "app" # the app', 'enforce_pkce: true')))
    expect(yaml).toBe(oidc(...client('"client_id": "app" # the app', 'require_pkce: true')))
  })

  it('where both names are given the new one counts', async () => {
    const { yaml, changes } = await migrate(oidc(...client('client_id: new', 'id: old')))
    expect(yaml).toBe(oidc(...client('client_id: new')))
    expect(changes).toMatchObject([{ kind: 'removed', path: 'identity_providers.oidc.clients[0].id' }])
  })

  it('lifespans move with their comments', async () => {
    const source = oidc(
      '# how long',
      "access_token_lifespan: '2h' # two",
      'enforce_pkce: always',
      'refresh_token_lifespan: 1d',
      ...client('id: a'),
    )
    expect((await migrate(source)).yaml).toBe(
      oidc(
        'lifespans:',
        '  # how long',
        "  access_token: '2h' # two",
        '  refresh_token: 1d',
        'enforce_pkce: always',
        ...client('client_id: a'),
      ),
    )
  })

  it('lifespans join those that are there', async () => {
    const source = oidc('id_token_lifespan: 3h', 'lifespans:', '  access_token: 1h', 'enforce_pkce: always')
    expect((await migrate(source)).yaml).toBe(
      oidc('lifespans:', '  access_token: 1h', '  id_token: 3h', 'enforce_pkce: always'),
    )
  })

  it('a section in braces is migrated too', async () => {
    const { yaml } = await migrate(
      'identity_providers: { oidc: { access_token_lifespan: 1h, clients: [ { id: a, public: true } ] } }\n',
    )
    expect(sectionOf(yaml)).toEqual({ lifespans: { access_token: '1h' }, clients: [{ client_id: 'a', public: true }] })
  })

  it('pushed_authorizations goes, enforce stays', async () => {
    const source = oidc('pushed_authorizations:', '  enforce: true', "  context_lifespan: '10m'", ...client('id: a'))
    const { yaml, changes } = await migrate(source)
    expect(yaml).toBe(oidc('require_pushed_authorization_requests: true', ...client('client_id: a')))
    expect(changes.find(({ path }) => path.endsWith('context_lifespan'))?.message).toContain('differs')
  })

  it('a sector identifier keeps every letter', async () => {
    const { yaml, changes } = await migrate(
      oidc(...client('id: a', "sector_identifier: 'example.com:8443'", 'public: true')),
    )
    expect(sectionOf(yaml)).toMatchObject({ clients: [{ sector_identifier_uri: 'example.com:8443' }] })
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'left', message: expect.stringContaining('port') }))
  })

  it('an id that is refused now is told and left', async () => {
    const { yaml, changes } = await migrate(oidc(...client("id: 'my app'", 'public: true')))
    expect(yaml).toContain("client_id: 'my app'")
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'left', path: 'identity_providers.oidc.clients[0].client_id' }),
    )
  })
})

describe('configuration 3.1, 3.2: the single key', () => {
  const pem = /-----BEGIN RSA[\s\S]*?END RSA PRIVATE KEY-----\n/.exec(example(1).replaceAll('      ', ''))?.[0] ?? ''

  it('becomes the first entry with the 6-digit id that released servers publish', async () => {
    const { e, kty, n } = createPublicKey(pem).export({ format: 'jwk' })
    const digits = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('hex').slice(0, 6)
    const [first] = sectionOf((await migrate(example(1))).yaml)['jwks'] as unknown[]
    expect(first).toEqual({ key_id: `${digits}-rs256`, algorithm: 'RS256', use: 'sig', key: pem })
  })

  it('beside jwks it is left', async () => {
    const source = oidc('issuer_private_key: x', 'jwks:', '  - key: y')
    const { yaml, changes } = await migrate(source)
    expect(yaml).toBe(source)
    expect(changes).toMatchObject([{ kind: 'left' }])
  })

  it('a template expression moves with it, indented for its new place', async () => {
    const source = oidc(
      'issuer_private_key: {{ secret "/run/rsa.key" | mindent 6 "|" | msquote }} # mounted',
      ...client('id: a', 'public: true'),
    )
    const { yaml } = await migrate(source)
    expect(yaml).toContain('        key: {{ secret "/run/rsa.key" | mindent 10 "|" | msquote }} # mounted\n')
  })

  it('its id comes from what the expression gives', async () => {
    const source = oidc('issuer_private_key: {{ secret "/run/rsa.key" | mindent 6 "|" | msquote }}', ...client('id: a'))
    const values = { identity_providers: { oidc: { issuer_private_key: pem, clients: [{ id: 'a' }] } } }
    expect((await migrate(source, { values })).yaml).toMatch(/- key_id: '[0-9a-f]{6}-rs256'/)
  })

  it('without a readable key the id is left to the user', async () => {
    const { yaml, changes } = await migrate(withKey(...client('id: a', 'public: true')))
    expect(yaml).not.toContain('key_id')
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'left', path: 'identity_providers.oidc.jwks[0].key_id' }),
    )
  })
})

describe('configuration 7.2: defaults that changed', () => {
  const added = async (source: string) => (await migrate(source)).changes.filter(({ kind }) => kind === 'added')

  it('openid is written where earlier releases added it', async () => {
    const { yaml } = await migrate(oidc(...client('id: a', 'public: true', 'scopes:', '  - groups # teams')))
    expect(sectionOf(yaml)).toMatchObject({ clients: [{ scopes: ['openid', 'groups'] }] })
    expect(yaml).toContain('- groups # teams')
  })

  it('the refresh grant is written only with offline_access', async () => {
    const scopes = (scope: string) => oidc(...client('id: a', 'public: true', `scopes: [openid, ${scope}]`))
    expect(sectionOf((await migrate(scopes('offline_access'))).yaml)).toMatchObject({
      clients: [{ grant_types: ['refresh_token', 'authorization_code'] }],
    })
    expect(await added(scopes('email'))).toEqual([])
  })

  it('the response modes are written only for other response types than code', async () => {
    const types = (type: string) => oidc(...client('id: a', 'public: true', `response_types: ['${type}']`))
    expect(sectionOf((await migrate(types('id_token'))).yaml)).toMatchObject({
      clients: [{ response_modes: ['form_post', 'query', 'fragment'] }],
    })
    expect(await added(types('code'))).toEqual([])
  })

  it('a confidential client without a method is told', async () => {
    const { changes } = await migrate(oidc(...client('id: a', 'secret: $5$x', 'consent_mode: auto')))
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'left', message: expect.stringContaining('client_secret_post') }),
    )
  })

  it('in memory such a client keeps every method, and PAR its lifetime', () => {
    const { kept } = migrateDocument(readDocument(example(3)).value)
    expect(kept).toEqual({ pushedAuthorizationLifespan: '5m', anySecretMethod: [0] })
    expect(migrateDocument(readDocument(example(5)).value).kept.anySecretMethod).toEqual([])
  })
})

describe('what the user may ask for', () => {
  const hashSecret = async (secret: string) => `$digest$${secret.length}`

  it('plain secrets become digests', async () => {
    const { yaml, changes } = await migrate(oidc(...client('id: a', "secret: 'plain' # ours")), { hashSecret })
    expect(yaml).toBe(oidc(...client('client_id: a', "client_secret: '$digest$5' # ours")))
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'hashed' }))
  })

  it.each(['token_endpoint_auth_method: client_secret_jwt', 'id_token_signed_response_alg: HS256'])(
    'not where %s needs them',
    async (line) => {
      const { yaml } = await migrate(oidc(...client('client_id: a', 'client_secret: plain', line)), { hashSecret })
      expect(yaml).toContain('client_secret: plain')
    },
  )

  it('not where a template gives them', async () => {
    const source = oidc(...client('client_id: a', 'client_secret: \'{{ env "SECRET" }}\''))
    const values = { identity_providers: { oidc: { clients: [{ client_id: 'a', client_secret: 'plain' }] } } }
    const { yaml, changes } = await migrate(source, { hashSecret, values })
    expect({ yaml, changes }).toEqual({ yaml: source, changes: [] })
  })

  it('clients that a template repeats are changed once, in the template', async () => {
    const loop = [
      'clients:',
      '  {{- range list "a" "b" }}',
      '  - id: {{ . }}',
      '  {{- end }}',
      '  - id: c',
      '    secret: plain',
    ]
    const values = {
      identity_providers: { oidc: { clients: [{ id: 'a' }, { id: 'b' }, { id: 'c', secret: 'plain' }] } },
    }
    const { yaml } = await migrate(oidc(...loop), { values, hashSecret })
    expect(yaml).toBe(
      oidc(...loop)
        .replaceAll('id:', 'client_id:')
        .replace('secret: plain', "client_secret: '$digest$5'"),
    )
  })

  it('a claims policy keeps the old claims in ID tokens', async () => {
    const { yaml } = await migrate(example(2), { keepIdTokenClaims: true })
    expect(sectionOf(yaml)).toMatchObject({
      claims_policies: {
        id_token_claims: {
          id_token: ['rat', 'groups', 'email', 'email_verified', 'alt_emails', 'preferred_username', 'name'],
        },
      },
      clients: [{ claims_policy: 'id_token_claims' }, { claims_policy: 'id_token_claims' }],
    })
  })

  it('no change tells a secret', async () => {
    const secret = 'this_is_a_secret_for_tests'
    expect(JSON.stringify((await migrate(example(1), { hashSecret })).changes)).not.toContain(secret)
  })
})

describe('texts that cannot be changed by a program', () => {
  it('what an alias brings is left to the user', async () => {
    const source = oidc('clients:', '  - &base', '    id: a', '    public: true', '  - *base')
    const { yaml, changes } = await migrate(source)
    expect(yaml).toBe(source)
    expect(changes.filter(({ path }) => path.endsWith('.id')).map(({ kind }) => kind)).toEqual(['left', 'left'])
  })

  it('a text that is no YAML is refused', async () => {
    await expect(migrate(oidc("id: 'a"))).rejects.toMatchObject({ code: 'ERR_YAML_SYNTAX', position: { line: 4 } })
  })

  it('a file without the section has nothing to migrate', async () => {
    expect(await migrate('theme: dark\n')).toEqual({ from: 5, to: 5, changes: [], yaml: 'theme: dark\n' })
  })
})
