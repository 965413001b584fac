import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

describe('the program', () => {
  it('--version prints name, version and platform', async () => {
    const { stdout, status } = await oidc(['--version'])
    expect(stdout).toMatch(/^oidc-toolkit\/\d+\.\d+\.\d+\S* \w+-\w+ node-v\d+/)
    expect(status).toBe(0)
  })

  it('alone it prints what it can do and the next step for this folder', async () => {
    const folder = await temporaryFolder()
    expect((await oidc([], { cwd: folder })).stdout).toContain('try a provider without one: oidc serve --dev')
    await mkdir(join(folder, 'config'))
    await writeFile(join(folder, 'config/configuration.yml'), '')
    expect((await oidc([], { cwd: folder })).stdout).toContain('The configuration here is config/configuration.yml')
  })

  it.each([[['help']], [['--help']]])('%j lists the commands and ends with 0', async (args) => {
    const { stdout, stderr, status } = await oidc(args)
    expect(stdout).toContain('COMMANDS')
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('a topic alone shows its commands', async () => {
    const { stdout, status } = await oidc(['keys'])
    expect(stdout).toContain('keys generate')
    expect(status).toBe(0)
  })
})

describe('a mistyped command is a usage error that says what was meant', () => {
  it('in text', async () => {
    const { stdout, stderr, status } = await oidc(['keys', 'genrate', '--alg', 'RS256'])
    expect(stdout).toBe('')
    expect(stderr).toBe("Error: there is no command 'keys genrate'\n  Hint: did you mean: oidc keys generate\n")
    expect(status).toBe(2)
  })

  it('under --json', async () => {
    const { stdout, stderr, status } = await oidc(['keys', 'genrate', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'ERR_USAGE',
        message: "there is no command 'keys genrate'",
        hint: 'did you mean: oidc keys generate',
      },
    })
    expect(stderr).toBe('')
    expect(status).toBe(2)
  })
})

describe('a wrong flag has exit status 2 in text and under --json', () => {
  it.each(['production', 'test', 'development'])('with NODE_ENV=%s', async (NODE_ENV) => {
    const text = await oidc(['completion', 'bash', '--wrong'], { env: { NODE_ENV } })
    expect(text).toEqual({
      stdout: '',
      stderr: 'Error: nonexistent flag: --wrong\n  Hint: see the command with --help\n',
      status: 2,
    })
    const json = await oidc(['completion', 'bash', '--wrong', '--json'], { env: { NODE_ENV } })
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'ERR_USAGE', message: 'nonexistent flag: --wrong' },
    })
    expect(json).toMatchObject({ stderr: '', status: 2 })
  })
})

describe('colour', () => {
  it('is not written to pipes, and is where FORCE_COLOR asks for it', async () => {
    expect((await oidc(['nothing'], { env: { NO_COLOR: '' } })).stderr).not.toContain('\u001b')
    expect((await oidc(['nothing'], { env: { FORCE_COLOR: '1' } })).stderr).toContain('\u001b[31m')
    expect((await oidc(['nothing', '--no-color'], { env: { FORCE_COLOR: '1' } })).stderr).not.toContain('\u001b')
  })
})

describe('completion', () => {
  it('bash reads the script, and completes commands, flags and values', async () => {
    const { stdout: script } = await oidc(['completion', 'bash'])
    const complete = (...words: string[]) => {
      const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _oidc; echo "\${COMPREPLY[@]}"`
      return spawnSync('bash', ['--norc', '-c', `${script}\n${line}`], { encoding: 'utf8' })
        .stdout.trim()
        .split(' ')
    }
    expect(complete('oidc', 'ke')).toEqual(['keys'])
    expect(complete('oidc', 'keys', 'gen')).toEqual(['generate'])
    expect(complete('oidc', 'keys', 'generate', '--al')).toEqual(['--alg'])
    expect(complete('oidc', 'keys', 'generate', '--alg', 'ES5')).toEqual(['ES512'])
  })
})
