import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CTRL_C, ENTER, onTerminal } from '../support/pty.ts'
import { temporaryFolder } from '../support/run-oidc.ts'

describe('keys generate on a terminal', () => {
  it('says that nothing was saved and which flag saves', async () => {
    const terminal = onTerminal(['keys', 'generate', '--alg', 'ES256'])
    await terminal.shows('Nothing was saved: --out DIR')
    expect(await terminal.ended()).toBe(0)
  })

  it('--encrypt asks for the passphrase twice and never shows it', async () => {
    const cwd = await temporaryFolder()
    const terminal = onTerminal(['keys', 'generate', '--alg', 'ES256', '--encrypt', '--kid', 'k', '--out', '.'], {
      cwd,
    })
    await terminal.shows('New passphrase:')
    terminal.type(`quiet words${ENTER}`)
    await terminal.shows('once more')
    terminal.type(`quiet words${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain('quiet words')
    expect(await readFile(join(cwd, 'k.private.pem'), 'utf8')).toContain('ENCRYPTED PRIVATE KEY')
  })

  it('Ctrl-C at the prompt is exit 130 and leaves nothing', async () => {
    const cwd = await temporaryFolder()
    const terminal = onTerminal(['keys', 'generate', '--alg', 'ES256', '--encrypt', '--out', 'keys'], { cwd })
    await terminal.shows('New passphrase:')
    terminal.type(CTRL_C)
    expect(await terminal.ended()).toBe(130)
    await expect(readFile(join(cwd, 'keys'))).rejects.toThrow('ENOENT')
  })
})
