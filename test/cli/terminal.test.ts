import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CTRL_C, ENTER, onTerminal, withoutControls } from '../support/pty.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

describe('on a terminal', () => {
  it('keys generate says that nothing was saved and which flag saves', async () => {
    const terminal = onTerminal(['keys', 'generate', '--alg', 'ES256'])
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).toContain('"P-256"')
    expect(terminal.screen()).toContain('--out')
  })

  it('secret hash asks twice, shows nothing that is typed, and prints a digest that verifies', async () => {
    const terminal = onTerminal(['secret', 'hash'])
    await terminal.shows(/secret/i)
    terminal.type(`hunter2-hunter2${ENTER}`)
    await terminal.shows(/once more/i)
    terminal.type(`hunter2-hunter2${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain('hunter2')
    const digest = /\$pbkdf2-sha512\$310000\$\S+/.exec(withoutControls(terminal.screen()))?.[0] ?? ''
    expect((await oidc(['secret', 'verify', digest, '--stdin'], { input: 'hunter2-hunter2' })).status).toBe(0)
  })

  it('serve --dev shows what it made up and the line ready, logs in colour, and ends with 0 on Ctrl-C', async () => {
    const terminal = onTerminal(['serve', '--dev', '--port', '0'])
    await terminal.shows('alice')
    await terminal.shows(/ready.* http:\/\/localhost:\d+/)
    const [issuer = ''] = /http:\/\/localhost:\d+(?=\s*$)/m.exec(withoutControls(terminal.screen()).trimEnd()) ?? []
    const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'nobody', code: 'x' })
    const refused = await fetch(`${issuer}/api/oidc/token`, { method: 'POST', body })
    expect(refused.status).toBe(401)
    await terminal.shows('invalid_client')
    terminal.type(CTRL_C)
    expect(await terminal.ended()).toBe(0)
  })

  it('config validate shows a frame around each problem', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'configuration.yml'), 'identity_providers:\n  oidc:\n    enforce_pcke: always\n')
    const terminal = onTerminal(['config', 'validate'], { cwd })
    expect(await terminal.ended()).toBe(3)
    expect(withoutControls(terminal.screen())).toMatch(/3 \| {5}enforce_pcke: .*\s+\| {5}\^/)
  })
})
