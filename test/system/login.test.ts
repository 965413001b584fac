import * as client from 'openid-client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { type RunningProvider, serve } from '../support/serve.ts'

const REDIRECT_URI = 'http://localhost:3000/callback'

/** An authorization request of `app`, and what its answer is checked with. */
async function request(provider: RunningProvider) {
  const { client_secret = '' } = provider.ready.clients.find(({ client_id }) => client_id === 'app') ?? {}
  const config = await client.discovery(
    new URL(provider.ready.issuer),
    'app',
    undefined,
    client.ClientSecretBasic(client_secret),
    { execute: [client.allowInsecureRequests] },
  )
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  })
  return { config, url, checks: { pkceCodeVerifier, expectedState, idTokenExpected: true } }
}

describe('a person logs in with headless Chromium', () => {
  let chromium: Browser
  let provider: RunningProvider
  let learner: RunningProvider

  beforeAll(async () => {
    chromium = await launchChromium()
    provider = await serve(['--dev'], { cleanUp: false })
    learner = await serve(['--dev', '--client', `web=${REDIRECT_URI}`], { cleanUp: false })
  })

  afterAll(async () => {
    await chromium.close()
    await provider.stop()
    await learner.stop()
  })

  it.each([
    { by: 'user name and password', javaScriptEnabled: true },
    { by: 'user name and password', javaScriptEnabled: false },
    { by: 'card', javaScriptEnabled: false },
  ])('by $by, script switched on: $javaScriptEnabled', async ({ by, javaScriptEnabled }) => {
    const { config, url, checks } = await request(provider)
    const context = await chromium.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.route(`${REDIRECT_URI}**`, (route) => route.fulfill({ contentType: 'text/plain', body: 'back' }))

    await page.goto(url.href)
    expect(await page.locator('body').getAttribute('data-page')).toBe('login')
    if (by === 'card') await page.click('button[name="user"][value="alice"]')
    else {
      await page.fill('[name="username"]', 'alice')
      await page.fill('[name="password"]', 'alice')
      await page.click('#login-submit')
    }
    expect(await page.locator('body').getAttribute('data-page')).toBe('consent')
    await page.click('#consent-accept')
    await page.waitForURL(`${REDIRECT_URI}**`)

    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks)
    const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(info).toMatchObject({ preferred_username: 'alice', email: 'alice@example.com' })
    expect(complaints).toEqual([])
    await context.close()
  })

  it('a person who refuses sends access_denied to the application', async () => {
    const { url } = await request(provider)
    const context = await chromium.newContext()
    const page = await context.newPage()
    await page.route(`${REDIRECT_URI}**`, (route) => route.fulfill({ contentType: 'text/plain', body: 'back' }))
    await page.goto(url.href)
    await page.click('button[name="user"][value="bob"]')
    await page.click('#consent-reject')
    await page.waitForURL(`${REDIRECT_URI}**`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
    await context.close()
  })

  it('a developer edits the claims of one login, without script', async () => {
    const { config, url, checks } = await request(provider)
    const context = await chromium.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.route(`${REDIRECT_URI}**`, (route) => route.fulfill({ contentType: 'text/plain', body: 'back' }))
    await page.goto(url.href)
    await page.click('#edit-claims')
    await page.click('nav a:has-text("Carol")')
    await page.fill('[name=display_name]', 'Carol "Edited" <i>Çelik</i>')
    await page.fill('[name=emails]', 'first@example.com\nsecond@example.com')
    await page.uncheck('[name=email_verified]')
    await page.click('#edit-claims-submit')
    await page.click('#consent-accept')
    await page.waitForURL(`${REDIRECT_URI}**`)

    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks)
    expect(await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
      preferred_username: 'carol',
      name: 'Carol "Edited" <i>Çelik</i>',
      email: 'first@example.com',
      email_verified: false,
      alt_emails: ['second@example.com'],
    })
    await context.close()
  })

  it('a redirect URI of this machine is learned by a button, without script', async () => {
    const { url } = await request(learner)
    url.searchParams.set('client_id', 'web')
    url.searchParams.set('redirect_uri', 'http://localhost:5173/callback')
    const context = await chromium.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(url.href)
    expect(await page.locator('#rule').textContent()).toContain('the redirect URI is registered')
    await page.click('#learn-redirect')
    expect(await page.locator('body').getAttribute('data-page')).toBe('login')
    await page.goto(url.href)
    expect(await page.locator('body').getAttribute('data-page')).toBe('login')
    await context.close()
  })
})
