import { spawnSync } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { environment, oidc, PROGRAM, temporaryFolder } from '../support/run-oidc.ts'
import { configuration, WITH_WIKI, workplace } from './workplace.ts'

const CALLBACK = ['--redirect-uri', 'https://app.example.com/callback']
const YES = ['--yes']

interface Refusal {
  what: string
  args: readonly string[]
  text?: string
  status: number
  code: string
  /** What message and hint must hold. */
  says: readonly RegExp[]
}

const MADE_BY_TEMPLATE = configuration(`    clients:
{{ range list "a" "b" }}
      - client_id: '{{ . }}'
        public: true
        redirect_uris: ['https://{{ . }}.example.com/']
{{ end }}
`)

const REFUSALS: readonly Refusal[] = [
  {
    what: 'an unknown option',
    args: ['set', 'wiki', 'client_naem=x'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/client_naem/, /client_name/],
  },
  {
    what: 'a value of the wrong type',
    args: ['set', 'wiki', 'public=maybe'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/public/, /maybe/],
  },
  {
    what: 'a value that the option does not have',
    args: ['set', 'wiki', 'consent_mode=sometimes'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/sometimes/, /explicit/],
  },
  {
    what: 'a secret as an argument',
    args: ['set', 'wiki', 'client_secret=hunter2'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/rotate-secret/],
  },
  {
    what: 'taking away what is not there',
    args: ['set', 'wiki', 'scopes-=email'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/email/, /openid, profile/],
  },
  {
    what: 'a list that would fall back to its default',
    args: ['set', 'wiki', 'scopes-=openid,profile'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/empty/],
  },
  {
    what: 'a duplicate id',
    args: ['add', '--id', 'wiki', ...CALLBACK, ...YES],
    status: 1,
    code: 'ERR_CLIENT_EXISTS',
    says: [/wiki/],
  },
  {
    what: 'an id with a blank',
    args: ['add', '--id', 'my app', ...CALLBACK, ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--id/, /letters/],
  },
  {
    what: 'an id of 101 characters',
    args: ['add', '--id', 'a'.repeat(101), ...CALLBACK, ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/101/, /100/],
  },
  {
    what: 'a redirect URI without scheme',
    args: ['add', '--id', 'app', '--redirect-uri', 'app.example.com/callback', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--redirect-uri/, /scheme/, /https:/],
  },
  {
    what: 'a redirect URI with a fragment',
    args: ['add', '--id', 'app', '--redirect-uri', 'https://app.example.com/#callback', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/fragment/],
  },
  {
    what: 'plain http to another machine',
    args: ['add', '--id', 'app', '--redirect-uri', 'http://app.example.com/', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/plain http/, /localhost/],
  },
  {
    what: 'a misspelt scope',
    args: ['add', '--id', 'app', ...CALLBACK, '--scope', 'opneid', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/opneid/, /'openid'/],
  },
  {
    what: 'a policy that is not there',
    args: ['add', '--id', 'app', ...CALLBACK, '--authorization-policy', 'stuff', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/stuff/, /staff/],
  },
  {
    what: 'a lifespan that is not there',
    args: ['add', '--id', 'app', ...CALLBACK, '--lifespan', 'long', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/long/, /short/],
  },
  {
    what: 'a sector identifier that is no https address',
    args: ['add', '--id', 'app', ...CALLBACK, '--sector-identifier-uri', 'app.example.com', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/sector-identifier-uri/, /https/],
  },
  {
    what: 'a missing id without a terminal',
    args: ['add', ...CALLBACK],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--id/],
  },
  {
    what: 'a missing redirect URI without a terminal, --yes or not',
    args: ['add', '--id', 'app', ...YES],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--redirect-uri/],
  },
  {
    what: 'a missing policy without a terminal',
    args: ['add', '--id', 'app', ...CALLBACK, '--scope', 'openid'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--authorization-policy/, /--yes/],
  },
  {
    what: 'an addition that the provider would refuse',
    args: ['add', '--id', 'app', ...CALLBACK, '--scope', 'authelia.bearer.authz', ...YES],
    status: 3,
    code: 'ERR_EDIT_ADDS_ERROR',
    says: [/would refuse/],
  },
  {
    what: 'a change that the provider would refuse',
    args: ['set', 'wiki', 'public=true'],
    status: 3,
    code: 'ERR_EDIT_ADDS_ERROR',
    says: [/secret/],
  },
  {
    what: 'a removal without anybody to ask',
    args: ['remove', 'wiki'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--yes/],
  },
  {
    what: 'a client that is not there',
    args: ['remove', 'wikki', '--yes'],
    status: 1,
    code: 'ERR_CLIENT_NOT_FOUND',
    says: [/wikki/, /'wiki'/],
  },
  {
    what: 'a new secret for a public client',
    args: ['rotate-secret', 'spa'],
    text: configuration('    clients: [{client_id: spa, public: true, redirect_uris: ["https://spa.example.com/"]}]\n'),
    status: 1,
    code: 'ERR_CLIENT_WITHOUT_SECRET',
    says: [/spa/],
  },
  {
    what: 'a broken YAML',
    args: ['add', '--id', 'app', ...CALLBACK, ...YES],
    text: 'a: [1, 2\nb: }\n',
    status: 1,
    code: 'ERR_YAML_SYNTAX',
    says: [/configuration\.yml:2:\d+/],
  },
  {
    what: 'a change of a client that a template makes',
    args: ['set', 'b', 'client_name=x'],
    text: MADE_BY_TEMPLATE,
    status: 1,
    code: 'ERR_EDIT_MEANING',
    says: [/by hand/],
  },
  {
    what: 'a change of the template behind two clients',
    args: ['set', 'a', 'client_name=x'],
    text: MADE_BY_TEMPLATE,
    status: 1,
    code: 'ERR_EDIT_MEANING',
    says: [/by hand/],
  },
  {
    what: 'an earlier generation',
    args: ['add', '--id', 'app', ...CALLBACK, ...YES],
    text: `identity_providers:\n  oidc:\n    hmac_secret: x\n    issuer_private_key: y\n    clients:\n      - id: old\n        secret: z\n`,
    status: 1,
    code: 'ERR_EDIT_OLDER_GENERATION',
    says: [/migrate/],
  },
]

describe('a change of the clients that cannot be made is refused; the file stays as it is', () => {
  it.each(REFUSALS)('$what', async ({ args, text = configuration(WITH_WIKI), status, code, says }) => {
    const { run, read } = await workplace(text)
    const shown = await run([...args])
    expect(shown.stdout).toBe('')
    expect(shown.stderr).toMatch(/^Error: /m)
    for (const words of says) expect(shown.stderr).toMatch(words)
    expect(shown.status).toBe(status)
    const { stdout } = await run([...args, '--json'])
    expect(JSON.parse(stdout).error.code).toBe(code)
    expect(await read()).toBe(text)
  })

  it('under --json, the reasons against an edit are problems as validate tells them', async () => {
    const { run } = await workplace(configuration(WITH_WIKI))
    const { error } = JSON.parse((await run(['set', 'wiki', 'public=true', '--json'])).stdout)
    const path = 'identity_providers.oidc.clients[0].client_secret'
    expect(error).toMatchObject({ code: 'ERR_EDIT_ADDS_ERROR', path })
    expect(error.problems).toEqual([
      {
        severity: 'error',
        code: 'ERR_CLIENT_SECRET_UNWANTED',
        path,
        message: expect.stringContaining('secret'),
        hint: expect.any(String),
        file: 'configuration.yml',
        line: expect.any(Number),
        column: expect.any(Number),
      },
    ])
  })

  it('no configuration: how to make one', async () => {
    const cwd = await temporaryFolder()
    const { status, stderr } = await oidc(['client', 'add', '--id', 'app', ...CALLBACK, '--yes'], { cwd })
    expect(status).toBe(1)
    expect(stderr).toContain('oidc config init')
  })

  it('standard input cannot be edited', async () => {
    const cwd = await temporaryFolder()
    const { status, stderr } = await oidc(['client', 'add', '--id', 'app', ...CALLBACK, '--yes', '--config', '-'], {
      cwd,
      input: configuration(''),
    })
    expect(status).toBe(2)
    expect(stderr).toContain('--config')
  })

  it('a file and folder that cannot be written', async () => {
    const cwd = await temporaryFolder()
    const text = configuration('')
    const file = join(cwd, 'configuration.yml')
    await writeFile(file, text, { mode: 0o444 })
    await chmod(cwd, 0o555)
    const { status, stderr } = runUnprivileged(['client', 'add', '--id', 'app', ...CALLBACK, '--yes'], cwd)
    expect(stderr).toMatch(/^Error: no permission to write in /)
    expect(status).toBe(1)
    expect(await readFile(file, 'utf8')).toBe(text)
    await chmod(cwd, 0o700)
  })
})

/** The superuser may write everywhere, so its tests run the program as nobody. */
function runUnprivileged(args: readonly string[], cwd: string) {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  return spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
    env: environment({ HOME: cwd }),
    ...nobody,
  })
}
