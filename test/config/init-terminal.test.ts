import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CTRL_C, ENTER, onTerminal, withoutControls } from '../support/pty.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

const DOWN = '\u001b[B'

describe('oidc config init on a terminal', () => {
  it('asks for what no flag says, and writes what was answered', async () => {
    const cwd = await temporaryFolder()
    const terminal = onTerminal(['config', 'init'], { cwd })
    await terminal.shows('Address of the portal')
    terminal.type(`https://login.example.org${ENTER}`)
    await terminal.shows('Where secrets and keys go')
    terminal.type(DOWN + ENTER)
    expect(await terminal.ended()).toBe(0)
    const text = await readFile(join(cwd, 'configuration.yml'), 'utf8')
    expect(text).toContain("authelia_url: 'https://login.example.org'")
    expect(text).not.toContain('PRIVATE KEY')
    expect((await stat(join(cwd, 'secrets', 'issuer_rs256.pem'))).mode & 0o777).toBe(0o600)
    const { problems } = JSON.parse((await oidc(['config', 'validate', '--json'], { cwd })).stdout)
    expect(problems.map(({ code }: { code: string }) => code)).toEqual(['ERR_CLIENTS_MISSING'])
  })

  it('Enter takes what is proposed; a flag is not asked for', async () => {
    const cwd = await temporaryFolder()
    const terminal = onTerminal(['config', 'init', '--secrets', 'inline'], { cwd })
    await terminal.shows('Address of the portal')
    terminal.type(ENTER)
    expect(await terminal.ended()).toBe(0)
    expect(withoutControls(terminal.screen())).not.toContain('Where secrets and keys go')
    const text = await readFile(join(cwd, 'configuration.yml'), 'utf8')
    expect(text).toContain("authelia_url: 'https://auth.example.com'")
    expect(text).toContain('PRIVATE KEY')
  })

  it('Ctrl-C leaves nothing behind: exit status 130', async () => {
    const cwd = await temporaryFolder()
    const terminal = onTerminal(['config', 'init'], { cwd })
    await terminal.shows('Address of the portal')
    terminal.type(CTRL_C)
    expect(await terminal.ended()).toBe(130)
    await expect(stat(join(cwd, 'configuration.yml'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
