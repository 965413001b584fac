import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Browser, signIn } from '../support/browser.ts'
import { serve } from '../support/serve.ts'

const CLIENT = join(import.meta.dirname, 'clients/authlib_client.py')
/** That of Debian, which has the package. */
const PYTHON = '/usr/bin/python3'
const REDIRECT_URI = 'http://localhost:7000/callback'
const ALICE = { username: 'alice', password: 'alice' }

describe('Authlib (Debian package python3-authlib)', () => {
  it('logs in with PKCE, checks the ID token, and uses userinfo, refresh, introspection and revocation', async () => {
    const { ready } = await serve(['--dev', '--confidential-client', `authlib=${REDIRECT_URI}`])
    const { client_secret = '' } = ready.clients.find(({ client_id }) => client_id === 'authlib') ?? {}
    const child = spawn(PYTHON, [CLIENT, ready.issuer, 'authlib', REDIRECT_URI], {
      env: { PATH: process.env['PATH'] ?? '', AUTHLIB_INSECURE_TRANSPORT: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill())
    const exited = once(child, 'exit')
    let complaints = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async () => {
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`the client ended:\n${complaints}`)
      return value
    }

    child.stdin.write(`${client_secret}\n`)
    const callback = await signIn(new Browser(), await next(), ALICE)
    child.stdin.write(`${callback.href}\n`)
    const found = JSON.parse(await next())
    expect((await exited)[0]).toBe(0)
    expect(found.claims).toMatchObject({ iss: ready.issuer, sub: found.userinfo.sub })
    expect(found.userinfo).toMatchObject({ preferred_username: 'alice', email: 'alice@example.com' })
    expect(found.rotated).toBe(true)
    expect(found.introspected).toMatchObject({ active: true, username: 'alice', client_id: 'authlib' })
    expect(found.revoked).toBe(200)
    expect(found.after).toEqual({ active: false })
  })
})
