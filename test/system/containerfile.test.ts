/**
 * The steps of the Containerfile without a container engine: each stage is a folder, files are copied and commands run
 * there, and what the image starts is started.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { freePort } from '../support/free-port.ts'
import { runIn, snippetsOf } from '../support/library-folder.ts'

const ROOT = join(import.meta.dirname, '../..')

interface Instruction {
  name: string
  text: string
}

async function readContainerfile(): Promise<Instruction[]> {
  const lines = (await readFile(join(ROOT, 'Containerfile'), 'utf8')).split('\n')
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ name: line.split(' ', 1)[0] ?? '', text: line.slice(line.indexOf(' ') + 1) }))
}

/** What git knows, as `COPY . .` of a clone finds it. */
async function copyProject(target: string): Promise<void> {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  for (const file of tracked.trim().split('\n')) {
    await mkdir(dirname(join(target, file)), { recursive: true })
    await cp(join(ROOT, file), join(target, file)).catch(() => undefined)
  }
}

/** Copies files whose names match a pattern with one `*`. */
async function copyMatching(pattern: string, target: string): Promise<void> {
  const [before = '', after = ''] = basename(pattern).split('*')
  const names = await readdir(dirname(pattern))
  const found = names.filter((name) => name.startsWith(before) && name.endsWith(after))
  expect(found, pattern).toHaveLength(1)
  for (const name of found) await cp(join(dirname(pattern), name), join(target, name))
}

interface Image {
  root: string
  entrypoint: string[]
  command: string[]
}

/** Carries out the instructions below `folder`. */
async function build(folder: string): Promise<Image> {
  const stages = new Map<string, string>()
  const image: Image = { root: folder, entrypoint: [], command: [] }
  let workdir = folder
  for (const { name, text } of await readContainerfile()) {
    if (name === 'FROM') {
      const [, stage = 'last'] = / AS (\w+)$/.exec(text) ?? []
      image.root = join(folder, stage)
      stages.set(stage, image.root)
    } else if (name === 'WORKDIR') {
      workdir = join(image.root, text)
      await mkdir(workdir, { recursive: true })
    } else if (name === 'COPY') {
      const [, stage, path = ''] = /^(?:--from=(\w+) )?(\S+)/.exec(text) ?? []
      if (stage === undefined) await copyProject(workdir)
      else await copyMatching(join(stages.get(stage) ?? '', path), workdir)
    } else if (name === 'RUN') {
      const { status, output } = await runIn(workdir, 'sh', ['-c', text])
      expect(status, `RUN ${text}\n${output}`).toBe(0)
    } else if (name === 'ENTRYPOINT') image.entrypoint = JSON.parse(text)
    else if (name === 'CMD') image.command = JSON.parse(text)
    else expect(['ENV', 'USER', 'EXPOSE', 'HEALTHCHECK']).toContain(name)
  }
  return image
}

describe('the Containerfile', () => {
  let folder: string
  let image: Image
  let child: ChildProcess | undefined

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oidc-container-'))
    image = await build(folder)
  }, 600_000)

  afterAll(async () => {
    child?.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  })

  /** Starts what the image starts with `command`, on another port. */
  async function start(command: readonly string[]): Promise<{ port: number; log: () => string }> {
    const [program = '', ...before] = image.entrypoint
    const port = await freePort()
    let log = ''
    const moved = command.map((word) => word.replace('9091', String(port)))
    child?.kill('SIGTERM')
    child = spawn(join(image.root, program), [...before, ...moved, '--port', String(port)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    await new Promise<void>((resolve, reject) => {
      child?.stderr?.on('data', (chunk) => {
        log += chunk
        if (/^ready /m.test(log)) resolve()
      })
      child?.once('exit', () => reject(new Error(log)))
    })
    return { port, log: () => log }
  }

  it('starts a provider whose issuer is the published port of this machine', async () => {
    const { port, log } = await start(image.command)
    const response = await fetch(`http://localhost:${port}/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({ issuer: `http://localhost:${port}` })
    expect(log()).not.toMatch(/alice \/ alice/)
  })

  it('its health check passes, and fails without a provider', async () => {
    const check = (await readContainerfile()).find(({ name }) => name === 'HEALTHCHECK')?.text ?? ''
    const [, script = ''] = JSON.parse(check.slice(check.indexOf('['))).slice(1)
    const { port } = await start(image.command)
    const run = (at: number) => runIn(folder, process.execPath, ['-e', script.replace('9091', String(at))])
    expect((await run(port)).status).toBe(0)
    expect((await run(await freePort())).status).toBe(1)
  })

  it('docs/docker.md: the provider answers under the alias of the compose file, and under no other name', async () => {
    const file = (await snippetsOf('docs/docker.md')).find((snippet) => snippet.file === 'compose.alias.yml')
    const { command } = parse(file?.text ?? '').services.oidc
    const { port } = await start(command)
    const ask = async (host: string) => {
      const { output } = await runIn(folder, 'curl', [
        '-sS',
        '-H',
        `Host: ${host}:${port}`,
        `http://127.0.0.1:${port}/.well-known/openid-configuration`,
      ])
      return output
    }
    expect(JSON.parse(await ask('oidc.test'))).toMatchObject({ issuer: `http://oidc.test:${port}` })
    expect(await ask('oidc')).not.toContain('authorization_endpoint')
  })

  it('docs/docker.md: each compose file publishes ports on this machine alone', async () => {
    const files = (await snippetsOf('docs/docker.md')).filter(({ language }) => language === 'yaml')
    expect(files.map(({ file }) => file)).toEqual(['compose.yml', 'compose.alias.yml'])
    for (const { text } of files) {
      const services = Object.values<{ ports?: string[] }>(parse(text).services)
      for (const port of services.flatMap(({ ports = [] }) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
  })
})
