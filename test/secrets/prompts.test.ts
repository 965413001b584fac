import { describe, expect, it } from 'vitest'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { CTRL_C, ENTER, HIDE_CURSOR, onTerminal, SHOW_CURSOR, withoutControls } from '../support/pty.ts'

const CHEAP = ['--algorithm', 'argon2', '--memory', '64', '--iterations', '1', '--parallelism', '1']
const SECRET = 'correct horse battery staple'

function shownDigest(screen: string): string {
  return /\$argon2id\$\S+/.exec(withoutControls(screen))?.[0] ?? ''
}

describe('a secret typed at a prompt', () => {
  it('is asked for twice and never shown', async () => {
    const terminal = onTerminal(['secret', 'hash', ...CHEAP])
    await terminal.shows('Secret:')
    terminal.type(`${SECRET}${ENTER}`)
    await terminal.shows('once more:')
    terminal.type(`${SECRET}${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain(SECRET)
    for (const word of SECRET.split(' ')) expect(terminal.screen()).not.toContain(word)
    expect(await verifySecret(parseDigest(shownDigest(terminal.screen())), SECRET)).toBe(true)
  })

  it('is asked for again where the two differ', async () => {
    const terminal = onTerminal(['secret', 'hash', ...CHEAP])
    await terminal.shows('Secret:')
    terminal.type(`one${ENTER}`)
    await terminal.shows('once more:')
    terminal.type(`other${ENTER}`)
    await terminal.shows('not the same')
    await terminal.shows('Secret:')
    terminal.type(`${SECRET}${ENTER}`)
    await terminal.shows('once more:')
    terminal.type(`${SECRET}${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(await verifySecret(parseDigest(shownDigest(terminal.screen())), SECRET)).toBe(true)
  })

  it('cannot be empty', async () => {
    const terminal = onTerminal(['secret', 'hash', ...CHEAP])
    await terminal.shows('Secret:')
    terminal.type(ENTER)
    await terminal.shows('cannot be empty')
    terminal.type(CTRL_C)
    expect(await terminal.ended()).toBe(130)
  })

  it('--no-confirm asks once', async () => {
    const terminal = onTerminal(['secret', 'hash', '--no-confirm', ...CHEAP])
    await terminal.shows('Secret:')
    terminal.type(`${SECRET}${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(await verifySecret(parseDigest(shownDigest(terminal.screen())), SECRET)).toBe(true)
  })

  it('secret verify asks once', async () => {
    const digest = '$pbkdf2$4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE'
    const terminal = onTerminal(['secret', 'verify', digest])
    await terminal.shows('Secret:')
    terminal.type(`password${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(withoutControls(terminal.screen())).toContain('match (pbkdf2')
    expect(terminal.screen()).not.toContain('password')
  })

  it('secret verify says what is no digest before it asks', async () => {
    const terminal = onTerminal(['secret', 'verify', '$1$saltsalt$ml4UxvGeB5ssI3H3RoFs2/'])
    expect(await terminal.ended()).toBe(2)
    expect(terminal.screen()).not.toContain('Secret:')
  })

  it('Ctrl-C ends with 130, nothing on stdout, and the cursor is back', async () => {
    const terminal = onTerminal(['secret', 'hash', ...CHEAP])
    await terminal.shows('Secret:')
    terminal.type(`half${CTRL_C}`)
    expect(await terminal.ended()).toBe(130)
    const screen = terminal.screen()
    expect(screen).not.toContain('half')
    expect(screen).not.toContain('$argon2id')
    expect(screen.lastIndexOf(SHOW_CURSOR)).toBeGreaterThanOrEqual(screen.lastIndexOf(HIDE_CURSOR))
  })

  it('Ctrl-C leaves a terminal that echoes and breaks lines', async () => {
    const shell = onTerminal(['-c', '"$NODE" "$OIDC" secret hash; echo "status $?"; stty -a'], {
      command: '/bin/sh',
      env: { NODE: process.execPath, OIDC: new URL('../../bin/oidc.cjs', import.meta.url).pathname },
    })
    await shell.shows('Secret:')
    shell.type(CTRL_C)
    await shell.shows('status 130')
    await shell.shows(/(?<!-)icanon/)
    await shell.ended()
    expect(shell.screen()).toMatch(/(?<!-)\becho\b/)
    expect(shell.screen()).toMatch(/(?<!-)\bisig\b/)
  })
})

describe('both halves on a terminal', () => {
  it('secret hash --random labels them', async () => {
    const terminal = onTerminal(['secret', 'hash', '--random', ...CHEAP])
    expect(await terminal.ended()).toBe(0)
    const screen = withoutControls(terminal.screen())
    const secret = /for the application: (\S+)/.exec(screen)?.[1] ?? ''
    const digest = /for the provider: +(\S+)/.exec(screen)?.[1] ?? ''
    expect(await verifySecret(parseDigest(digest), secret)).toBe(true)
  })

  it('secret generate --hash labels them, with the form-encoded secret where that differs', async () => {
    const terminal = onTerminal(['secret', 'generate', '--characters', '!*', '--length', '8', '--hash', 'sha2crypt'])
    expect(await terminal.ended()).toBe(0)
    const screen = withoutControls(terminal.screen())
    const secret = /for the application: (\S+)/.exec(screen)?.[1] ?? ''
    expect(screen).toContain(`form-encoded:      ${secret.replaceAll('!', '%21').replaceAll('*', '%2A')}`)
    expect(screen).toContain('8 bits of entropy')
  })
})
