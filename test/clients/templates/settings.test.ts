import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { formatsOf, type SETTINGS_FORMATS, usualFormat } from '../../../src/clients/settings/formats.ts'
import { quoteForEnvironmentFile } from '../../../src/clients/settings/quote.ts'
import { renderSettings } from '../../../src/clients/settings/render.ts'
import { type SettingsRequest, settingValues } from '../../../src/clients/settings/values.ts'
import type { Template } from '../../../src/clients/templates/schema.ts'
import { quoteForShell } from '../../../src/primitives/shell.ts'
import { exampleRequest, TEMPLATES, templateOf } from './all-templates.ts'

const HOSTILE = `a"b'c$d\${e}\`f\`\\g#h;i: j - {k} %l\nm`
/** Without what only shells and compose can undo between double quotes. */
const HOSTILE_BUT_ONE_LINE = `a"b$d\${e}\`f\`\\g #h ;i: j - {k} %l`

function valuesFor(template: Template, more: Partial<SettingsRequest> = {}) {
  return settingValues(template, {
    ...exampleRequest(template),
    issuer: 'https://auth.example.com',
    clientId: 'the-client',
    clientSecret: 'the-secret',
    random: (length) => new Uint8Array(length),
    ...more,
  })
}

function render(id: string, format: (typeof SETTINGS_FORMATS)[number], more: Partial<SettingsRequest> = {}) {
  const template = templateOf(id)
  return renderSettings(template, valuesFor(template, more), format)
}

describe.each(TEMPLATES)('the settings of $id', (template) => {
  it.each(formatsOf(template))('leave no placeholder as %s', (format) => {
    const { text, omitted } = renderSettings(template, valuesFor(template), format)
    expect(text).not.toMatch(/\{\{[^ }]+\}\}/)
    expect(omitted).toEqual([])
  })

  it.each(formatsOf(template))('leave no placeholder as %s where nothing but the issuer is known', (format) => {
    const bare = { clientSecret: undefined, url: undefined, set: {} }
    const { text, omitted } = renderSettings(template, valuesFor(template, bare), format)
    expect(text).not.toMatch(/\{\{[^ }]+\}\}/)
    expect(text).not.toContain('the-secret')
    if (format !== 'text') for (const { setting } of omitted) expect(text).not.toContain(`${setting}=`)
  })

  it('have a usual format that fits', () => {
    expect(formatsOf(template)).toContain(usualFormat(template))
  })

  it.each(formatsOf(template))('with a hostile secret are still %s that its parser reads', (format) => {
    if (format === 'ini') return
    const { text } = renderSettings(template, valuesFor(template, { clientSecret: HOSTILE }), format)
    if (format === 'json') expect(typeof JSON.parse(text)).toBe('object')
    if (format === 'yaml')
      for (const document of parseAllDocuments(text)) expect('errors' in document && document.errors).toEqual([])
  })
})

describe('values of settings', () => {
  it('endpoints follow from the issuer, a path included', () => {
    const values = valuesFor(templateOf('gitea'), { issuer: 'https://example.com:8443/auth/' })
    expect(Object.fromEntries(values)).toMatchObject({
      issuer: 'https://example.com:8443/auth',
      issuer_origin: 'https://example.com:8443',
      issuer_authority: 'example.com:8443',
      issuer_host: 'example.com',
      issuer_path: '/auth',
      discovery: 'https://example.com:8443/auth/.well-known/openid-configuration',
      jwks_uri: 'https://example.com:8443/auth/jwks.json',
      token_endpoint: 'https://example.com:8443/auth/api/oidc/token',
    })
  })

  it('a wrong issuer is refused, naming --issuer', () => {
    expect(() => valuesFor(templateOf('gitea'), { issuer: 'auth.example.com' })).toThrow(/--issuer/)
  })

  it('the name on the login button can be changed', () => {
    expect(render('bookstack', 'env', { set: { label: 'Company login' } }).text).toContain("OIDC_NAME='Company login'")
  })

  it('a random value is long and differs with the random source', () => {
    const { text } = render('freshrss', 'env', { random: (length) => new Uint8Array(length).fill(7) })
    expect(parseEnv(text)['OIDC_CLIENT_CRYPTO_KEY']).toMatch(/^[\w-]{43}$/)
  })
})

describe('env', () => {
  it('dotenv reads what was meant', () => {
    expect(parseEnv(render('bookstack', 'env').text)).toMatchObject({
      OIDC_ISSUER: 'https://auth.example.com',
      OIDC_CLIENT_ID: 'the-client',
      OIDC_CLIENT_SECRET: 'the-secret',
    })
  })

  it('a secret that is not known is named in a comment, and reported', () => {
    const { text, omitted } = render('bookstack', 'env', { clientSecret: undefined })
    expect(parseEnv(text)).not.toHaveProperty('OIDC_CLIENT_SECRET')
    expect(text).toContain('# OIDC_CLIENT_SECRET')
    expect(omitted).toEqual([{ setting: 'OIDC_CLIENT_SECRET', missing: ['client_secret'] }])
  })

  it('the name of a variable can hold a value', () => {
    const { text } = render('wud', 'env', { set: { provider_name: 'corp' } })
    expect(Object.keys(parseEnv(text))).toContain('WUD_AUTH_OIDC_CORP_CLIENTID')
  })

  it('JSON inside a variable survives dotenv and JSON.parse', () => {
    const more = { clientSecret: HOSTILE, set: { label: `Bob's "login"` } }
    const { SOCIALACCOUNT_PROVIDERS = '' } = parseEnv(render('tandoor', 'env', more).text)
    const [app] = JSON.parse(SOCIALACCOUNT_PROVIDERS).openid_connect.APPS
    expect(app).toMatchObject({ name: `Bob's "login"`, secret: HOSTILE })
  })

  it('dotenv: any text without a single quote or a carriage return comes back', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/['\r\0]/.test(value))
    fc.assert(
      fc.property(text, (value) => {
        expect(parseEnv(`A=${quoteForEnvironmentFile(value)}\nB=b\n`)).toEqual({ A: value, B: 'b' })
      }),
      { seed: 20261123, numRuns: 300 },
    )
  })

  it.each([
    HOSTILE,
    HOSTILE_BUT_ONE_LINE,
    "it's",
    '$(touch x)',
    '`id`',
    '\\',
    '"',
    "'",
    '',
    ' ',
    '#',
    'a\nb',
    '!x',
    '~',
    'a:~',
    'a&b',
    'a?b',
    'a;b',
    'a b',
  ])('a POSIX shell that reads the file gets %j', (value) => {
    const script = `VALUE=${quoteForEnvironmentFile(value)}\nprintf %s "$VALUE"`
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(value)
  })

  it.each([HOSTILE, "it's", '$(touch x)', '', '-n', '*', 'a=b'])('a POSIX shell takes the word %j', (value) => {
    expect(execFileSync('sh', ['-c', `printf %s x${quoteForShell(value)}`], { encoding: 'utf8' })).toBe(`x${value}`)
  })
})

describe('yaml and json', () => {
  it('any secret comes back, nested and inside YAML inside YAML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (clientSecret) => {
        const [document] = parseAllDocuments(render('argocd', 'yaml', { clientSecret }).text)
        const inner = parseAllDocuments(document?.toJS().data['oidc.config'])[0]?.toJS()
        expect(inner).toMatchObject({ clientSecret, requestedScopes: ['openid', 'email', 'groups'] })
        expect(JSON.parse(render('mattermost', 'json', { clientSecret }).text).GitLabSettings.Secret).toBe(clientSecret)
      }),
      { seed: 20261123, numRuns: 100 },
    )
  })

  it.each([
    'yes',
    'no',
    'on',
    'null',
    '~',
    'a:~',
    'a&b',
    'a?b',
    'a;b',
    'a b',
    '0x10',
    '1e3',
    '12:30',
    '2026-11-23',
    '- a',
    '{a}',
    '*a',
    '&a',
    '!a',
    '|',
    HOSTILE,
  ])('YAML keeps the text %j a text, for 1.1 and 1.2 readers', (clientSecret) => {
    const { text } = render('headscale', 'yaml', { clientSecret })
    for (const version of ['1.1', '1.2'] as const) {
      expect(parseAllDocuments(text, { version })[0]?.toJS().oidc.client_secret).toBe(clientSecret)
    }
  })

  it('switches and lists keep their types', () => {
    expect(parseAllDocuments(render('gatus', 'yaml').text)[0]?.toJS().security.oidc.scopes).toEqual([
      'openid',
      'profile',
      'email',
    ])
    expect(JSON.parse(render('meshcentral', 'json').text).domains[''].authStrategies.oidc.newAccounts).toBe(true)
  })

  it('variables are shown as a mapping where the application has no such file', () => {
    expect(JSON.parse(render('bookstack', 'json').text)).toMatchObject({ OIDC_CLIENT_ID: 'the-client' })
  })

  it('two files become two documents', () => {
    const documents = parseAllDocuments(render('envoy-gateway', 'yaml').text).map((document) => document.toJS())
    expect(documents).toHaveLength(2)
    expect(documents[1]).toMatchObject({ kind: 'Secret', stringData: { 'client-secret': 'the-secret' } })
  })
})

describe('ini', () => {
  it('sections and keys', () => {
    const { text } = render('grafana', 'ini')
    expect(text).toContain('[server]\nroot_url = https://app.example.com\n')
    expect(text).toContain('[auth.generic_oauth]\nenabled = true\n')
  })

  it.each([
    ['a;b', '"a;b"'],
    [' a', '" a"'],
    ['"a"', '`"a"`'],
    ['a#"b', '`a#"b`'],
    ['a$b', 'a$b'],
  ])('the secret %j is written as %s', (clientSecret, written) => {
    expect(render('grafana', 'ini', { clientSecret }).text).toContain(`client_secret = ${written}\n`)
  })

  it('a line break cannot be written', () => {
    expect(() => render('grafana', 'ini', { clientSecret: 'a\nb' })).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS_FORMAT' }),
    )
  })
})

describe('text', () => {
  it('names places and labels, alternatives and notes', () => {
    expect(render('trillium', 'text').text).toMatchInlineSnapshot(`
      "Environment variables
        TRILIUM_OAUTH_BASE_URL=https://app.example.com
        TRILIUM_OAUTH_CLIENT_ID=the-client
        TRILIUM_OAUTH_CLIENT_SECRET=the-secret
        TRILIUM_OAUTH_ISSUER_BASE_URL=https://auth.example.com
        TRILIUM_OAUTH_ISSUER_NAME=Authelia

      Or:

      File config.ini
        [MultiFactorAuthentication]
        oauthBaseUrl = https://app.example.com
        oauthClientId = the-client
        oauthClientSecret = the-secret
        oauthIssuerBaseUrl = https://auth.example.com
        oauthIssuerName = Authelia
      "
    `)
  })

  it('what is not known is said in words', () => {
    const { text } = render('tailscale', 'text', { clientSecret: undefined, set: {} })
    expect(text).toContain('Client secret: (the client secret)')
    expect(text).toContain('acct:(the address that the tailnet is signed up with)')
  })

  it('credentials inside a URL are percent-encoded (RFC 3986 §3.2.1)', () => {
    const { text } = render('roundcube', 'text', { clientSecret: 'p@ss/w:rd', issuer: 'https://example.com/auth' })
    expect(text).toContain('https://the-client:p%40ss%2Fw%3Ard@example.com/auth/api/oidc/introspection')
  })

  it('braces of the application stay', () => {
    expect(render('synapse', 'text').text).toContain('{{ user.sub }}')
  })

  it('a domain inside a regular expression is escaped', () => {
    expect(render('flower', 'text').text).toContain('.*@example\\.com')
  })
})

describe('a format that does not fit', () => {
  it('is refused with exit status 2 and those that do', () => {
    expect(() => render('immich', 'env')).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS_FORMAT', exitCode: 2, hint: 'use --format text' }),
    )
  })
})
