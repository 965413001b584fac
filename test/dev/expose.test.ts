import { describe, expect, it } from 'vitest'
import { CLIENT_DEFAULTS } from '../../src/provider/dev/clients.ts'
import { Browser } from '../support/browser.ts'
import { devRun, ISSUER, type TestRun } from './support/dev-run.ts'

const TOOLS = ['/dev', '/dev/flows/1', '/dev/try', '/dev/claims', '/dev/learn', '/dev/nothing']

/** A browser that was given the token. */
async function unlocked(run: TestRun): Promise<Browser> {
  const browser = new Browser({ send: run.fetch })
  await browser.submit(await browser.open(`${ISSUER}/dev/learn`), { token: run.control.token })
  return browser
}

function post(run: TestRun, path: string, headers: Record<string, string> = {}, body: Record<string, string> = {}) {
  const form = new URLSearchParams(body)
  return run.fetch(new Request(ISSUER + path, { method: 'POST', headers, body: form }))
}

describe('--expose: tools of --dev are for whoever has the control token', () => {
  it.each(TOOLS)('GET %s without it is 401, and asks for it by a form, not in a URL', async (path) => {
    const browser = new Browser({ send: devRun({ expose: true }).fetch })
    const page = await browser.open(ISSUER + path)
    expect(page).toMatchObject({ status: 401, name: 'unlock' })
    const form = page.document.querySelector('form')
    expect(form?.getAttribute('method')).toBe('post')
    expect(form?.querySelector('input[name=token]')?.getAttribute('type')).toBe('password')
  })

  it.each(TOOLS)('POST %s without it is 403', async (path) => {
    expect((await post(devRun({ expose: true }), path)).status).toBe(403)
  })

  it('a wrong token is refused, and no cookie given', async () => {
    const run = devRun({ expose: true })
    const browser = new Browser({ send: run.fetch })
    const page = await browser.submit(await browser.open(`${ISSUER}/dev`), { token: `${run.control.token}x` })
    expect(page).toMatchObject({ status: 401, name: 'unlock' })
    expect(page.headers.getSetCookie()).toEqual([])
    expect(page.html).toContain('That is not the token.')
  })

  it('RFC 6265 §4.1.2: the cookie is out of reach of scripts, other sites and other ports; it is not the token', async () => {
    const run = devRun({ expose: true })
    const response = await post(run, '/dev/unlock', { Origin: ISSUER }, { token: run.control.token, return: '/dev' })
    expect(response.status).toBe(303)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^oidc_dev_[0-9a-f]{8}=\S+; .*HttpOnly/)
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).not.toContain(run.control.token)
    const other = await post(devRun({ expose: true }), '/dev/learn', { Cookie: cookie.split(';')[0] ?? '' })
    expect(other.status).toBe(403)
  })

  it('CWE-601: the form leads back to a path of ours and nowhere else', async () => {
    const run = devRun({ expose: true })
    for (const [wanted, leads] of [
      ['/dev/try?client=app', '/dev/try?client=app'],
      ['https://evil.example.com/', '/dev'],
      ['//evil.example.com/dev', '/dev'],
      ['/\\evil.example.com', '/dev'],
    ]) {
      const form = { token: run.control.token, return: wanted ?? '' }
      const response = await post(run, '/dev/unlock', { Origin: ISSUER }, form)
      expect(response.headers.get('Location')).toBe(leads)
    }
  })

  it.each([{ Origin: 'https://evil.example.com' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'the token is not taken from another site: %j',
    async (headers) => {
      const run = devRun({ expose: true })
      const response = await post(run, '/dev/unlock', headers, { token: run.control.token })
      expect(response.status).toBe(403)
      expect(response.headers.getSetCookie()).toEqual([])
    },
  )

  it.each(TOOLS)('%s for a foreign Host (DNS rebinding) is 400, with the token too', async (path) => {
    const run = devRun({ expose: true })
    const headers = { Authorization: `Bearer ${run.control.token}` }
    expect((await run.fetch(new Request(`http://evil.example.com${path}`, { headers }))).status).toBe(400)
  })
})

describe('--expose: cards, codes and learning', () => {
  it('cards are there with the token alone', async () => {
    const run = devRun({ expose: true })
    const stranger = await new Browser({ send: run.fetch }).open(`${ISSUER}/login`)
    expect(stranger.document.querySelectorAll('button[name="user"]')).toHaveLength(0)
    const developer = await (await unlocked(run)).open(`${ISSUER}/login`)
    expect(developer.document.querySelectorAll('button[name="user"]').length).toBeGreaterThan(0)
  })

  it('a card that nobody showed signs nobody in', async () => {
    const run = devRun({ expose: true })
    const browser = new Browser({ send: run.fetch })
    const login = await browser.open(`${ISSUER}/login`)
    const answer = await browser.submit(login, { user: 'alice', username: '', password: '' })
    expect(answer.name).toBe('login')
    expect(answer.html).not.toContain('Alice Adams')
  })

  it('passwords cannot be guessed from names, and no page shows them', async () => {
    const run = devRun({ expose: true })
    const users = run.main.contents().users
    expect(await users.verifyPassword('alice', 'alice')).toBeUndefined()
    expect(run.main.contents().dev?.passwords).toBeUndefined()
  })

  it('the learn button is there with the token alone, and so is what it does', async () => {
    const client = { ...CLIENT_DEFAULTS, client_id: 'web', public: true, redirect_uris: ['https://web.example.com/cb'] }
    const run = devRun({ expose: true, clients: [client] })
    const query = new URLSearchParams({
      client_id: 'web',
      response_type: 'code',
      redirect_uri: 'http://localhost:3000/cb',
      scope: 'openid',
      state: 'a-state-that-is-long',
    })
    const url = `${ISSUER}/api/oidc/authorization?${query}`
    const refused = await new Browser({ send: run.fetch }).open(url)
    expect(refused).toMatchObject({ name: 'error', status: 400 })
    expect(refused.document.querySelector('#learn-redirect')).toBeNull()
    const browser = await unlocked(run)
    const page = await browser.open(url)
    expect(page.document.querySelector('#learn-redirect')).not.toBeNull()
    const form = page.document.querySelector('form:has(#learn-redirect)')
    const fields = form
      ?.querySelectorAll('input')
      .map((input) => [input.getAttribute('name'), input.getAttribute('value')])
    const stolen = Object.fromEntries(fields ?? [])
    expect((await post(run, '/dev/learn', { Origin: ISSUER }, stolen)).status).toBe(403)
    const learned = await browser.submit(page, {}, { selector: 'form:has(#learn-redirect)' })
    expect(learned.url.origin + learned.url.pathname).toBe('http://localhost:3000/cb')
  })
})

describe('without --expose', () => {
  it.each(['https://evil.example.com', 'http://localhost:3000'])(
    'a learn form from the origin %s is refused',
    async (origin) => {
      const response = await post(devRun(), '/dev/learn', { Origin: origin }, { client_id: 'app' })
      expect(response.status).toBe(400)
    },
  )

  it('a card from another site is refused (Sec-Fetch-Site)', async () => {
    const response = await post(devRun(), '/login', { 'Sec-Fetch-Site': 'cross-site' }, { user: 'alice' })
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('Alice Adams')
  })

  it.each(TOOLS)('%s for a foreign Host (DNS rebinding) is 400', async (path) => {
    expect((await devRun().fetch(new Request(`http://evil.example.com${path}`))).status).toBe(400)
  })
})
