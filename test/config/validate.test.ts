import { describe, expect, it } from 'vitest'
import { detectGeneration, type Generation } from '../../src/config/generations/detect.ts'
import { isTree, valueAt } from '../../src/config/merge.ts'
import { validate } from '../../src/config/validate.ts'
import { CONFIG_CASES, VECTOR_KEYS } from './config-cases.ts'
import { documentOf, pem } from './documents.ts'
import { loadText, loadTexts } from './load-text.ts'

async function problemsOf(text: string) {
  return validate(await loadText(text)).problems
}

describe('problems: place, hint, order', () => {
  it('a value is found at its line and column, also in a flow list', async () => {
    const text = documentOf({ client: 'scopes: [openid, emial]' })
    const problem = (await problemsOf(text)).find(({ code }) => code === 'ERR_CLIENT_SCOPE_UNKNOWN')
    const line = text.split('\n').findIndex((one) => one.includes('emial')) + 1
    expect(problem).toMatchObject({ line, column: 26, hint: "did you mean 'email'?" })
  })

  it('an option that is missing has the place of what it belongs to', async () => {
    const text = documentOf({ clients: "- client_id: 'app'" })
    const problem = (await problemsOf(text)).find(({ code }) => code === 'ERR_CLIENT_SECRET_MISSING')
    expect(problem?.line).toBe(text.split('\n').findIndex((one) => one.includes('client_id')) + 1)
  })

  it('an option under its old name is found there', async () => {
    const text = documentOf({ clients: `- id: '${'a'.repeat(101)}'\n  public: true` })
    const problem = (await problemsOf(text)).find(({ code }) => code === 'ERR_CLIENT_ID_LENGTH')
    expect(problem).toMatchObject({ path: 'identity_providers.oidc.clients[0].client_id', column: 13 })
  })

  it('problems come in the order of the file', async () => {
    const problems = await problemsOf(documentOf({ provider: 'colour: red', client: 'shape: round\nscopes: [x]' }))
    const lines = problems.map(({ line }) => line)
    expect(lines).toEqual(lines.toSorted((a, b) => a - b))
    expect(problems.length).toBeGreaterThan(2)
  })

  it('an unknown key that was meant to be another one says so; one of an extension names oidc.yml', async () => {
    const problems = await problemsOf(
      documentOf({ client: 'redirect_urls: [x]\nbackchannel_logout_uri: https://a\nenforce_pkce: true' }),
    )
    const hints = problems.filter(({ code }) => code === 'ERR_OPTION_UNKNOWN').map(({ hint }) => hint)
    expect(hints).toEqual([
      "did you mean 'redirect_uris'?",
      expect.stringContaining('oidc.yml'),
      "it is called 'require_pkce' now; oidc config migrate --write renames it",
    ])
  })

  it('an unreadable YAML is one problem with its place, and nothing else is said', async () => {
    expect(await problemsOf('identity_providers:\n  oidc: [\n')).toMatchObject([
      { code: 'ERR_YAML_SYNTAX', severity: 'error' },
    ])
  })

  it('a key that stands twice is one problem among the others', async () => {
    const problems = await problemsOf(
      documentOf({ provider: 'colour: red\nenforce_pkce: always\nenforce_pkce: never' }),
    )
    expect(problems.map(({ code }) => code)).toEqual(['ERR_OPTION_UNKNOWN', 'ERR_YAML_DUPLICATE_KEY'])
  })

  it.each(['', 'server: {}\n', 'identity_providers: {oidc: }\n'])('%j has no section: a warning', async (text) => {
    const { problems, resolved } = validate(await loadText(text))
    expect(problems).toMatchObject([{ code: 'ERR_SECTION_MISSING', severity: 'warning' }])
    expect(resolved).toBeUndefined()
  })

  it('a section that is no mapping is refused', async () => {
    expect(await problemsOf('identity_providers: {oidc: text}\n')).toContainEqual(
      expect.objectContaining({ code: 'ERR_OPTION_TYPE', path: 'identity_providers.oidc' }),
    )
  })
})

describe('no message, hint or path holds a secret', () => {
  const SECRET = 'correct-horse-battery-staple'
  it.each([
    ['a plain client secret', { client: `client_secret: '${SECRET}'\nid_token_signed_response_alg: HS999` }],
    ['a digest that is none', { client: `client_secret: '$${SECRET}'` }],
    ['a client secret that is a list', { client: `client_secret: ['${SECRET}']` }],
    ['an hmac secret that is a list', { provider: `issuer_private_key: ['${SECRET}']` }],
    ['a key that is none', { provider: `jwks:\n  - key: '${SECRET}'` }],
    ['a secret in a wrong option', { client: `client_name: x\npublic: '$plaintext$${SECRET}'` }],
  ])('%s', async (_name, parts) => {
    const problems = await problemsOf(documentOf(parts))
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true)
    expect(JSON.stringify(problems)).not.toContain(SECRET)
  })

  it('a private key pasted into a wrong option is not shown', async () => {
    const problems = await problemsOf(documentOf({ provider: `enforce_pkce: ${pem('RSA2048', 2)}` }))
    const body = VECTOR_KEYS['RSA2048']?.split('\n')[1] ?? ''
    expect(problems.length).toBeGreaterThan(0)
    expect(JSON.stringify(problems)).not.toContain(body)
  })
})

describe('files that are not here', () => {
  const text = documentOf({ provider: 'jwks:\n  - key: {{ secret "/run/rsa.pem" | mindent 10 "|" | msquote }}' })

  it('a key in such a file is not judged, and nothing that follows from it', async () => {
    const { problems, resolved } = validate(await loadText(text))
    expect(problems).toMatchObject([{ code: 'ERR_FILE_UNREADABLE', severity: 'warning' }])
    expect(resolved).toBeDefined()
  })

  it('with strict files it is an error', async () => {
    const { problems } = validate(await loadTexts({ files: { a: text }, strictFiles: true }))
    expect(problems).toMatchObject([{ code: 'ERR_FILE_UNREADABLE', severity: 'error' }])
  })
})

describe('other sections', () => {
  it.each([
    ['totp: {digits: 7}', 'ERR_OPTION_VALUE', 'totp.digits'],
    ['totp: {period: 10}', 'ERR_OPTION_VALUE', 'totp.period'],
    ['totp: {algorithm: md5}', 'ERR_OPTION_VALUE', 'totp.algorithm'],
    ['totp: {secret_size: 10}', 'ERR_OPTION_VALUE', 'totp.secret_size'],
    ['session: {expiration: forever}', 'ERR_OPTION_TYPE', 'session.expiration'],
  ])('%s is refused', async (other, code, path) => {
    expect(await problemsOf(documentOf({ other }))).toMatchObject([{ code, path }])
  })

  it.each(['totp: {disable: true, digits: 7}', 'theme: dark', 'session: {name: x, cookies: [{domain: a, name: b}]}'])(
    '%s is left alone',
    async (other) => {
      expect(await problemsOf(documentOf({ other }))).toEqual([])
    },
  )

  it('a network name in two places is refused', async () => {
    const other =
      'definitions:\n  network:\n    lan: [10.0.0.0/8]\naccess_control:\n  networks:\n    - {name: lan, networks: [10.0.0.0/8]}'
    expect(await problemsOf(documentOf({ other }))).toMatchObject([{ code: 'ERR_NETWORK_DEFINED_TWICE' }])
  })
})

describe('which generation a file is of', () => {
  async function detected(text: string): Promise<Generation> {
    const section = valueAt((await loadText(text)).tree, ['identity_providers', 'oidc'])
    return detectGeneration(isTree(section) ? section : {})
  }

  /** full-g4-a uses nothing that generation 4 added, so by its marks it is of generation 3. */
  const complete = CONFIG_CASES.filter(
    ({ id, generation }) => (id.startsWith('full-') && id !== 'full-g4-a') || generation === 5,
  )
  it.each(complete)('$id is of generation $generation', async ({ yaml, generation }) => {
    expect(await detected(yaml)).toBe(generation)
  })

  it.each([
    ['clients: [{id: a, secret: b}]', 1],
    ['clients: [{id: a, public: true}]', 2],
    ['clients: [{id: a, enforce_par: true}]', 3],
    ['clients: [{id: a, token_endpoint_auth_method: none}]', 4],
    ['clients: [{client_id: a}]', 5],
    ['clients: [{id: a}]\n    jwks: []', 5],
  ] as const)('%s', async (lines, generation) => {
    expect(await detected(`identity_providers:\n  oidc:\n    ${lines}\n`)).toBe(generation)
  })

  it('advice: generations 2 to 4 document http and https alone, and accept more', async () => {
    const text = `identity_providers:\n  oidc:\n    issuer_private_key: ${pem('RSA2048', 6)}\n    clients:\n      - {id: a, public: true, redirect_uris: ['app:/cb']}\n`
    expect(await problemsOf(text)).toMatchObject([{ code: 'ERR_GENERATION_ADVICE', severity: 'advice' }])
  })
})

describe('a file with very many problems', () => {
  it('tells the first 1000 of each severity and that there are more', async () => {
    const clients = Array.from({ length: 3000 }, (_, n) => `- client_id: 'app-${n}'\n  colour${n}: red`).join('\n')
    const { problems, resolved } = validate(await loadText(documentOf({ clients })))
    const errors = problems.filter(({ severity }) => severity === 'error')
    expect([errors.length, resolved]).toEqual([1001, undefined])
    expect(errors.map(({ code }) => code)).toContain('ERR_PROBLEM_LIMIT')
  })
})
