import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { oidc, type Run, temporaryFolder } from '../support/run-oidc.ts'

const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'

interface Refusal {
  what: string
  args: string[]
  prepare?: (folder: string) => Promise<void>
  input?: string
  status: number
  code: string
  /** What the message and the hint must hold. */
  says: RegExp[]
}

const CONFIGURATION = 'configuration.yml'

async function takePort(folder: string): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await writeFile(join(folder, 'port'), String(typeof address === 'object' ? address?.port : ''))
}

const REFUSALS: Refusal[] = [
  {
    what: 'a wrong flag',
    args: ['keys', 'generate', '--algo', 'RS256'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--algo/],
  },
  {
    what: 'a wrong value',
    args: ['keys', 'generate', '--alg', 'RS257'],
    status: 2,
    code: 'ERR_USAGE',
    says: [/RS257/, /RS256/],
  },
  {
    what: 'a missing file',
    args: ['client', 'list', '--config', 'nowhere.yml'],
    status: 1,
    code: 'ERR_FILE_NOT_FOUND',
    says: [/nowhere\.yml/],
  },
  {
    what: 'a broken YAML, told by a command that edits',
    args: [
      'client',
      'add',
      '--id',
      'x',
      '--redirect-uri',
      'https://a.example.com/cb',
      '--yes',
      '--config',
      CONFIGURATION,
    ],
    prepare: (folder) => writeFile(join(folder, CONFIGURATION), 'a: [1, 2\nb: }'),
    status: 1,
    code: 'ERR_YAML_SYNTAX',
    says: [/configuration\.yml:\d+:\d+/],
  },
  {
    what: 'an existing output file',
    args: ['config', 'init', '--config', CONFIGURATION, '--yes'],
    prepare: (folder) => writeFile(join(folder, CONFIGURATION), 'kept: true\n'),
    status: 1,
    code: 'ERR_FILE_EXISTS',
    says: [/configuration\.yml/, /--force/],
  },
  {
    what: 'a missing secret without a terminal',
    args: ['secret', 'verify', DIGEST],
    status: 2,
    code: 'ERR_USAGE',
    says: [/--stdin/, /--file/],
  },
]

function shown({ stdout, stderr }: Run): string {
  return stdout + stderr
}

describe('what goes wrong is told with message, hint and exit status', () => {
  it.each(REFUSALS)('$what, in text', async ({ args, prepare, input = '', status, says }) => {
    const cwd = await temporaryFolder()
    await prepare?.(cwd)
    const run = await oidc(args, { cwd, input })
    expect(run.stdout).toBe('')
    expect(run.stderr).toMatch(/^Error: /)
    expect(run.stderr).not.toMatch(/\n {4}at /)
    for (const text of says) expect(run.stderr).toMatch(text)
    expect(run.status).toBe(status)
  })

  it.each(REFUSALS)('$what, under --json', async ({ args, prepare, input = '', status, code, says }) => {
    const cwd = await temporaryFolder()
    await prepare?.(cwd)
    const run = await oidc([...args, '--json'], { cwd, input })
    const { error } = JSON.parse(run.stdout)
    expect(error.code).toBe(code)
    for (const text of says)
      expect(`${error.message} ${error.hint} ${error.file}:${error.line}:${error.column}`).toMatch(text)
    expect(run.status).toBe(status)
  })

  it.each(['text', 'json'])('a taken port, in %s: who has it and which flag helps', async (form) => {
    const cwd = await temporaryFolder()
    await takePort(cwd)
    const port = await readFile(join(cwd, 'port'), 'utf8')
    const run = await oidc(['serve', '--dev', '--port', port, ...(form === 'json' ? ['--json'] : [])], { cwd })
    expect(shown(run)).toContain(`port ${port} is taken`)
    if (process.platform === 'linux') expect(shown(run)).toContain(`(process ${process.pid})`)
    expect(shown(run)).toContain('--port 0')
    expect(run.status).toBe(1)
  })

  it.each(['text', 'json'])('a wrong secret, in %s: exit status 3', async (form) => {
    const run = await oidc(['secret', 'verify', DIGEST, '--stdin', ...(form === 'json' ? ['--json'] : [])], {
      input: 'wrong',
    })
    if (form === 'json') expect(JSON.parse(run.stdout)).toMatchObject({ match: false, algorithm: 'pbkdf2' })
    expect(shown(run)).not.toContain('wrong')
    expect(run.status).toBe(3)
  })

  it('the right secret of the documented digest: exit status 0', async () => {
    expect((await oidc(['secret', 'verify', DIGEST, '--stdin'], { input: 'insecure_secret\n' })).status).toBe(0)
  })
})

describe('config validate tells problems with file, line, column and exit status 3', () => {
  it('a file that is no YAML', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, CONFIGURATION), 'a: [1, 2\nb: }')
    const run = await oidc(['config', 'validate', '--json'], { cwd })
    const { valid, problems } = JSON.parse(run.stdout)
    expect(valid).toBe(false)
    expect(problems[0]).toMatchObject({ severity: 'error', code: 'ERR_YAML_SYNTAX', file: CONFIGURATION, line: 2 })
    expect(run.status).toBe(3)
  })

  it('an unknown key, with what was meant', async () => {
    const cwd = await temporaryFolder()
    await mkdir(join(cwd, 'config'))
    await writeFile(join(cwd, 'config/configuration.yml'), "identity_providers:\n  oidc:\n    hmac_secrets: 'x'\n")
    const run = await oidc(['config', 'validate', '--json'], { cwd })
    const { problems } = JSON.parse(run.stdout)
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        path: 'identity_providers.oidc.hmac_secrets',
        hint: expect.stringContaining('hmac_secret'),
        file: 'config/configuration.yml',
        line: 3,
        column: 5,
      }),
    )
    expect(run.status).toBe(3)
  })
})
