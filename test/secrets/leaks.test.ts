import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ENTER, onTerminal } from '../support/pty.ts'
import { environment, PROGRAM, temporaryFolder } from '../support/run-oidc.ts'

/** A second or so of work, so that the process can be looked at while it holds the secret. */
const SLOW = ['--algorithm', 'argon2', '--memory', '131072', '--iterations', '6']
const SECRET = 'Xq7-tell-nobody-9vK'

/** The forms that a secret could hide in. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(secret)]
}

function expectNoSecret(text: string, where: string): void {
  for (const form of forms(SECRET)) expect(text.includes(form), `the secret is in ${where}`).toBe(false)
}

interface Workplace {
  folder: string
  env: Record<string, string>
}

/** A home, a folder for temporary files and a working folder of the process's own. */
async function workplace(): Promise<Workplace> {
  const folder = await temporaryFolder()
  for (const name of ['home', 'tmp', 'cwd']) await mkdir(join(folder, name))
  return { folder, env: { HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp'), DEBUG: '*', NODE_DEBUG: '*' } }
}

async function everythingWritten(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n')
}

async function whatTheSystemTells(pid: number): Promise<string> {
  const parts = ['cmdline', 'environ', 'comm'].map((name) => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => ''))
  return (await Promise.all(parts)).join('\n')
}

/** Runs the program with the secret on stdin and looks at it from outside all the while. */
async function observe(args: string[], input: string): Promise<{ folder: string; output: string; seen: string }> {
  const { folder, env } = await workplace()
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: join(folder, 'cwd'), env: environment(env) })
  let output = ''
  let seen = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => resolve())
  })
  const look = setInterval(async () => {
    seen += await whatTheSystemTells(child.pid ?? 0)
    seen += await everythingWritten(folder)
  }, 50)
  child.stdin.end(input)
  await closed
  clearInterval(look)
  return { folder, output, seen }
}

describe('a secret that is given stays inside', () => {
  const mismatched =
    '$argon2id$v=19$m=131072,t=6,p=4$TmFDbE5hQ2xOYUNsTmFDbA$rv8KwPG1Hgav5W5F7OpX7LxD/eEp2vl0XYZHeNSfqYQ'
  it.each([
    ['secret hash', ['secret', 'hash', '--stdin', ...SLOW], `${SECRET}\n`],
    ['secret hash --json', ['secret', 'hash', '--stdin', '--json', ...SLOW], `${SECRET}\n`],
    ['secret verify', ['secret', 'verify', mismatched, '--stdin', '--json'], SECRET],
    ['an error of bcrypt', ['secret', 'hash', '--stdin', '--algorithm', 'bcrypt'], SECRET.repeat(4)],
    ['an error of bcrypt, --json', ['secret', 'hash', '--stdin', '--json', '--algorithm', 'bcrypt'], SECRET.repeat(4)],
    ['a value that is no digest', ['secret', 'verify', '$1$x$y', '--stdin', '--json'], SECRET],
    ['a plain secret that does not match', ['secret', 'verify', 'another', '--stdin', '--json'], SECRET],
    ['the thread pool', ['secret', 'hash', '--stdin', '--algorithm', 'bcrypt'], SECRET],
  ])('%s: it is in no output, argument, environment, log or file', async (_what, args, input) => {
    const { folder, output, seen } = await observe(args, input)
    expect(output.length).toBeGreaterThan(0)
    expect(seen).toContain('secret')
    expectNoSecret(output, 'the output')
    expectNoSecret(seen, 'what the system tells')
    expectNoSecret(await everythingWritten(folder), 'a file')
  })

  it('typed at a prompt: it is not on the screen, nor in what the system tells', async () => {
    const { folder, env } = await workplace()
    const terminal = onTerminal(['secret', 'hash', ...SLOW], { cwd: join(folder, 'cwd'), env })
    await terminal.shows('Secret:')
    terminal.type(`${SECRET}${ENTER}`)
    await terminal.shows('once more:')
    terminal.type(`${SECRET}${ENTER}`)
    const seen = await whatTheSystemTells(terminal.pid)
    expect(seen).toContain('secret')
    expect(await terminal.ended()).toBe(0)
    expectNoSecret(terminal.screen(), 'the screen')
    expectNoSecret(seen, 'what the system tells')
    expectNoSecret(await everythingWritten(folder), 'a file')
  })
})
