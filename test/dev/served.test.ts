import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as openid from 'openid-client'
import { describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'
import { type Fetch, failureOf, logIn, relyingParty } from './support/dev-run.ts'

const overHttp: Fetch = (request) => fetch(request)

function ask({ ready }: RunningProvider, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { Authorization: `Bearer ${ready.control?.token}`, 'Content-Type': 'application/json' }
  return fetch(ready.control?.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

function secretOf({ ready }: RunningProvider): string | undefined {
  return ready.clients.find(({ client_id }) => client_id === 'app')?.client_secret
}

describe('oidc serve --dev, over the network', () => {
  it('the ready document names the control API and its token; the log does not', async () => {
    const running = await serve(['--dev'])
    const { control, issuer } = running.ready
    expect(control).toEqual({ url: `${issuer}/dev/api`, token: expect.stringMatching(/^[\w-]{43}$/) })
    expect((await ask(running, 'POST', '/namespaces', {})).status).toBe(201)
    expect(running.log()).not.toContain(control?.token)
  })

  it('a namespace is a provider: login, a fault and the time', async () => {
    const running = await serve(['--dev'])
    const { id, issuer } = await (await ask(running, 'POST', '/namespaces', {})).json()
    const party = await relyingParty(overHttp, issuer, { client_secret: secretOf(running) })
    await ask(running, 'POST', `/namespaces/${id}/faults`, { endpoint: 'token', fault: { kind: 'wrong_nonce' } })
    await expect(logIn(party, overHttp)).rejects.toThrow()
    const tokens = await logIn(party, overHttp)
    await ask(running, 'PUT', `/namespaces/${id}/clock`, { advance: 3601 })
    expect(await openid.tokenIntrospection(party, tokens.access_token)).toEqual({ active: false })
    expect((await ask(running, 'DELETE', `/namespaces/${id}`)).status).toBe(204)
    expect((await fetch(`${issuer}/jwks.json`)).status).toBe(404)
  })

  it('RFC 9112 §8: a connection that is cut is an incomplete answer', async () => {
    const running = await serve(['--dev'])
    const party = await relyingParty(overHttp, running.ready.issuer, { client_secret: secretOf(running) })
    await ask(running, 'POST', '/namespaces/main/faults', { endpoint: 'token', fault: { kind: 'cut' } })
    expect((await failureOf(logIn(party, overHttp))).reason).toMatch(/terminated/)
    expect((await logIn(party, overHttp)).access_token).toBeDefined()
  })

  it('SIGTERM does not wait for the end of a delay', async () => {
    const running = await serve(['--dev'])
    await ask(running, 'POST', '/namespaces/main/faults', {
      endpoint: 'jwks',
      fault: { kind: 'delay', milliseconds: 60_000 },
    })
    const answer = fetch(`${running.ready.issuer}/jwks.json`).catch(() => undefined)
    while (!(await (await ask(running, 'GET', '/namespaces/main/faults')).text()).includes('"applied":1'));
    const start = performance.now()
    expect(await running.stop()).toBe(0)
    expect(performance.now() - start).toBeLessThan(5_500)
    await answer
  })

  it('clients of a namespace may refer to what the file defines', async () => {
    const folder = await temporaryFolder()
    await oidc(['config', 'init', '--yes', '--config', 'configuration.yml'], { cwd: folder })
    await oidc(['client', 'add', '--id', 'own', '--redirect-uri', 'https://own.example.com/cb', '--yes'], {
      cwd: folder,
    })
    const path = join(folder, 'configuration.yml')
    const text = await readFile(path, 'utf8')
    await writeFile(
      path,
      text.replace(/^( *)clients:/m, "$1lifespans: {custom: {short: {access_token: '10s'}}}\n$1clients:"),
    )
    const running = await serve(['--dev', '--config', 'configuration.yml'], { cwd: folder })
    const client = { redirect_uris: ['http://localhost:3000/callback'], lifespan: 'short', client_secret: 'chosen' }
    const { id, issuer } = await (await ask(running, 'POST', '/namespaces', {})).json()
    expect((await ask(running, 'PUT', `/namespaces/${id}/clients/web`, client)).status).toBe(200)
    const party = await relyingParty(overHttp, issuer, { client_id: 'web', client_secret: 'chosen' })
    expect((await logIn(party, overHttp)).expires_in).toBe(10)
  })

  it('--expose: /dev asks for the token, then shows its pages', async () => {
    const running = await serve(['--dev', '--expose'])
    const browser = new Browser()
    const gate = await browser.open(`${running.ready.issuer}/dev`)
    expect(gate).toMatchObject({ status: 401, name: 'unlock' })
    const page = await browser.submit(gate, { token: running.ready.control?.token ?? '' })
    expect(page.name).not.toBe('unlock')
  })
})
