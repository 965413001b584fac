import { describe, expect, it } from 'vitest'
import { loadConfiguration } from '../../src/config/load.ts'
import { valueAt } from '../../src/config/merge.ts'
import { validate } from '../../src/config/validate.ts'
import { documentOf } from './documents.ts'
import { loadText, loadTexts } from './load-text.ts'
import { example } from './migrate/examples.ts'

const OIDC = ['identity_providers', 'oidc']

describe('merging: mappings deeply, lists and single values of the later file replace', () => {
  const files = {
    'a.yml':
      'identity_providers:\n  oidc:\n    hmac_secret: a\n    cors:\n      endpoints: [token]\n      allowed_origins: [https://a.example.com]\n',
    'b.yml': 'identity_providers:\n  oidc:\n    hmac_secret: b\n    cors:\n      endpoints: [userinfo]\n',
  }

  it('takes later values and keeps what the later file does not name', async () => {
    const { tree } = await loadTexts({ files })
    expect(valueAt(tree, OIDC)).toEqual({
      hmac_secret: 'b',
      cors: { endpoints: ['userinfo'], allowed_origins: ['https://a.example.com'] },
    })
  })

  it('knows which file each value stands in', async () => {
    const { positionOf } = await loadTexts({ files })
    expect(positionOf([...OIDC, 'hmac_secret'])).toEqual({ file: 'b.yml', line: 3, column: 18 })
    expect(positionOf([...OIDC, 'cors', 'allowed_origins', 0])).toEqual({ file: 'a.yml', line: 6, column: 25 })
    expect(positionOf([...OIDC, 'cors', 'endpoints', 0])).toEqual({ file: 'b.yml', line: 5, column: 19 })
  })

  it('does not look for the entries of a replaced list in the earlier file', async () => {
    const { exactPositionOf } = await loadTexts({
      files: { 'a.yml': 'list: [1, 2, 3]\n', 'b.yml': 'list: [4]\n' },
    })
    expect(exactPositionOf(['list', 2])).toBeUndefined()
  })
})

describe('files', () => {
  it('takes the *.yml and *.yaml of a folder in the order of their names', async () => {
    const read: string[] = []
    await loadConfiguration({
      files: ['conf'],
      environment: {},
      listFolder: async () => ['b.yaml', 'a.yml', 'notes.txt', 'sub'],
      readFile: async (path) => {
        read.push(path)
        return ''
      },
    })
    expect(read).toEqual(['conf/a.yml', 'conf/b.yaml'])
  })

  it('refuses a file over 16 MB without parsing it', async () => {
    const { problems } = await loadText(`a: ${'x'.repeat(16 * 1024 * 1024)}`)
    expect(problems.map(({ code }) => code)).toEqual(['ERR_FILE_LIMIT'])
  })
})

describe('environment', () => {
  const files = { 'a.yml': 'identity_providers:\n  oidc:\n    enforce_pkce: never\n' }

  it('wins over the file', async () => {
    const environment = { AUTHELIA_IDENTITY_PROVIDERS_OIDC_ENFORCE_PKCE: 'always' }
    const { tree, positionOf } = await loadTexts({ files, environment })
    expect(valueAt(tree, [...OIDC, 'enforce_pkce'])).toBe('always')
    expect(positionOf([...OIDC, 'enforce_pkce'])?.file).toBe('$AUTHELIA_IDENTITY_PROVIDERS_OIDC_ENFORCE_PKCE')
  })

  it('reads secret files and removes every final line feed, nothing else', async () => {
    const environment = { AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: '/run/hmac' }
    const { tree } = await loadTexts({ files, environment, named: { '/run/hmac': ' secret\r\n\n' } })
    expect(valueAt(tree, [...OIDC, 'hmac_secret'])).toBe(' secret\r')
  })

  it.each([
    [false, 'warning'],
    [true, 'error'],
  ])('a secret file that is not here: strict %s gives %s', async (strictFiles, severity) => {
    const environment = { AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: '/run/hmac' }
    const { problems } = await loadTexts({ files, environment, strictFiles })
    expect(problems).toMatchObject([{ code: 'ERR_FILE_UNREADABLE', severity }])
  })

  it('refuses a value that a secret file and the configuration both give', async () => {
    const { problems } = await loadTexts({
      files: { 'a.yml': 'identity_providers:\n  oidc:\n    hmac_secret: x\n' },
      environment: { AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: '/run/hmac' },
      named: { '/run/hmac': 'y' },
    })
    expect(problems).toMatchObject([
      {
        code: 'ERR_ENVIRONMENT_DEFINED_TWICE',
        severity: 'error',
        path: 'identity_providers.oidc.hmac_secret',
        line: 3,
      },
    ])
  })

  it.each([
    'AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECERT',
    'AUTHELIA_IDENTITY_PROVIDERS_OIDC_CLIENTS_0_CLIENT_ID',
    'AUTHELIA_IDENTITY_PROVIDERS_OIDC_LIFESPANS_ACCESS_TOKEN_FILE',
    'AUTHELIA_NOTHING',
  ])('warns of %s', async (name) => {
    const { problems } = await loadTexts({ files, environment: { [name]: 'x' } })
    expect(problems).toMatchObject([{ code: 'ERR_ENVIRONMENT_UNKNOWN', severity: 'warning' }])
  })

  it('leaves variables of other sections alone', async () => {
    const environment = { AUTHELIA_NOTIFIER_SMTP_PASSWORD_FILE: '/x', AUTHELIA_LOG_LEVEL: 'debug', PATH: '/bin' }
    expect((await loadTexts({ files, environment })).problems).toEqual([])
  })
})

describe('filters', () => {
  it('runs the template filter by itself where the text holds {{', async () => {
    const { tree, filters } = await loadTexts({
      files: { 'a.yml': 'identity_providers:\n  oidc:\n    hmac_secret: {{ secret "/run/hmac" | msquote }}\n' },
      named: { '/run/hmac': 'abc\n' },
    })
    expect(valueAt(tree, [...OIDC, 'hmac_secret'])).toBe('abc')
    expect(filters).toEqual(['template'])
  })

  it('gives positions in the file as it is written', async () => {
    const text = '{{- $x := 1 }}\n{{- /* gone */}}\nidentity_providers:\n  oidc:\n    hmac_secret: a\n    nonsense: b\n'
    const { positionOf } = await loadText(text)
    expect(positionOf([...OIDC, 'nonsense'], 'key')).toEqual({ file: 'configuration.yml', line: 6, column: 5 })
  })

  it('tells where a template fails', async () => {
    const { problems } = await loadText('a: 1\nb: {{ nothing }}\n')
    expect(problems).toMatchObject([{ code: 'ERR_TEMPLATE_INVALID', severity: 'error', line: 2 }])
  })

  it('warns of a file that a template names and that is not here', async () => {
    const { problems } = await loadText('a: {{ secret "/run/x" }}\n')
    expect(problems).toMatchObject([{ code: 'ERR_FILE_UNREADABLE', severity: 'warning', line: 1, column: 7 }])
  })
})

describe('configuration 1.4: the names of earlier releases', () => {
  const environment = { AUTHELIA_IDENTITY_PROVIDERS_OIDC_ACCESS_TOKEN_LIFESPAN: '30m' }

  it('are mapped with a warning that names both variables', async () => {
    const loaded = await loadTexts({ files: { 'a.yml': documentOf() }, environment })
    const { problems, resolved } = validate(loaded)
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        code: 'ERR_ENVIRONMENT_RENAMED',
        message:
          'the environment variable AUTHELIA_IDENTITY_PROVIDERS_OIDC_ACCESS_TOKEN_LIFESPAN is called AUTHELIA_IDENTITY_PROVIDERS_OIDC_LIFESPANS_ACCESS_TOKEN now',
        file: '$AUTHELIA_IDENTITY_PROVIDERS_OIDC_ACCESS_TOKEN_LIFESPAN',
      },
    ])
    expect(resolved?.provider.lifespans.access_token).toBe(1800)
  })

  it('are the names of their own generation', async () => {
    const loaded = await loadTexts({
      files: { 'g2.yml': example(2).replace(/^ *access_token_lifespan.*\n/m, '') },
      environment,
    })
    const { generation, problems } = validate(loaded)
    expect(generation).toBe(2)
    expect(problems.map(({ code }) => code)).not.toContain('ERR_ENVIRONMENT_RENAMED')
  })
})
