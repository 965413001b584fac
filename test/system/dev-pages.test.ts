/**
 * The pages that `serve --dev` adds, walked with a real browser: inspector, built-in application, cards, learning. The
 * pictures of the docs are made on the way: into the folder `$OIDC_PICTURES`, such as docs/images.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { temporaryFolder } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'

const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [320, 1280]

let chromium: Browser
let provider: RunningProvider

beforeAll(async () => {
  chromium = await launchChromium()
  provider = await serve(['--dev'], { cleanUp: false })
})

afterAll(async () => {
  await chromium.close()
  await provider.stop()
})

/** A context whose complaints, of a blocked script or style for instance, fail the test. */
async function openContext(options: BrowserContextOptions = {}) {
  const context = await chromium.newContext({ locale: 'en', reducedMotion: 'reduce', ...options })
  const complaints: string[] = []
  context.on('console', (message) => complaints.push(message.text()))
  context.on('weberror', (error) => complaints.push(error.error().message))
  return { context, complaints }
}

const pageName = (page: Page) => page.locator('body').getAttribute('data-page')

async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

async function findingsOf(page: Page): Promise<string[]> {
  const { violations, incomplete } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const unmeasured = incomplete.filter(({ id }) => id === 'color-contrast')
  return [...grave, ...unmeasured].flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** Long pages are cut: a picture shows how they look, not all that they say. */
const MOST_HEIGHT = 1500

async function heightOf(page: Page): Promise<number> {
  return Math.min(MOST_HEIGHT, await page.evaluate(() => document.documentElement.scrollHeight))
}

async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['OIDC_PICTURES'] ?? (await temporaryFolder())
  mkdirSync(folder, { recursive: true })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    const file = join(folder, colorScheme === 'light' ? `${name}.png` : `${name}-dark.png`)
    await page.screenshot({
      path: file,
      fullPage: true,
      clip: { x: 0, y: 0, width: 1280, height: await heightOf(page) },
    })
  }
}

/** Signs in and consents by the provider's own pages. */
async function answerPages(page: Page, user: string): Promise<void> {
  if ((await pageName(page)) === 'login') await page.click(`button[name="user"][value="${user}"]`)
  if ((await pageName(page)) === 'consent') await page.click('#consent-accept')
}

/** Walks through the built-in application with `client_id` and stays on the page where the run has ended. */
async function runThrough(page: Page, client_id: string, user: string): Promise<void> {
  await page.goto(`${provider.ready.issuer}/dev/try`)
  await page.selectOption('#try-client', client_id)
  await page.click('#try-next')
  for (let step = 0; step < 12 && (await page.locator('#try-ended').count()) === 0; step += 1) {
    await page.click('#try-next')
    await answerPages(page, user)
  }
}

describe('the built-in application', () => {
  it.each([
    { client_id: 'app', javaScriptEnabled: true },
    { client_id: 'spa', javaScriptEnabled: false },
  ])('runs a whole flow with $client_id, script switched on: $javaScriptEnabled', async ({ client_id, ...options }) => {
    const { context, complaints } = await openContext(options)
    const page = await context.newPage()
    await page.goto(`${provider.ready.issuer}/`)
    await page.click('#try')
    expect(await pageName(page)).toBe('try')
    await runThrough(page, client_id, 'alice')
    expect(await page.locator('#try-ended').getAttribute('data-outcome')).toBe('done')
    const steps = await page
      .locator('[data-step]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-step')))
    expect(steps).toEqual(['callback', 'token', 'userinfo', 'introspection', 'refresh'])
    const checks = page.locator('[data-check] .state')
    expect(await checks.evaluateAll((all) => all.every((one) => one.classList.contains('state-passed')))).toBe(true)
    expect(await page.locator('[data-step="token"] [data-check]').count()).toBe(6)
    await page.click('#try-inspect')
    expect(await pageName(page)).toBe('inspector')
    expect(await page.locator('.timeline > li').count()).toBeGreaterThan(7)
    expect(complaints).toEqual([])
    await context.close()
  })
})

/** An authorization request of `spa` from a page of this machine. */
function authorizationUrl(redirect_uri: string, client_id = 'spa'): string {
  const query = new URLSearchParams({
    client_id,
    redirect_uri,
    response_type: 'code',
    scope: 'openid profile',
    state: 'state-0123456789',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  return `${provider.ready.issuer}/api/oidc/authorization?${query}`
}

const APPLICATION = 'http://localhost:3000/callback'

async function application(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.route(`${APPLICATION}**`, (route) => route.fulfill({ contentType: 'text/plain', body: 'back' }))
  return page
}

describe('the inspector', () => {
  it('shows a flow while it happens, without a reload', async () => {
    const { context, complaints } = await openContext()
    const inspector = await context.newPage()
    await inspector.goto(`${provider.ready.issuer}/dev`)
    expect(await pageName(inspector)).toBe('inspector')
    await inspector.waitForSelector('body.connected')
    const before = await inspector.locator('[data-flow]').count()
    const app = await application(context)
    await app.goto(authorizationUrl(APPLICATION))
    await inspector.waitForFunction((count) => document.querySelectorAll('[data-flow]').length > count, before)
    const newest = inspector.locator('[data-flow]').first()
    expect(await newest.locator('.state').textContent()).toBe('in progress')
    await app.click('button[name="user"][value="bob"]')
    await app.click('#consent-accept')
    await app.waitForURL(`${APPLICATION}**`)
    await inspector.waitForFunction(() => document.querySelector('[data-flow] .state')?.textContent === 'granted')
    expect(await newest.textContent()).toContain('bob')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('filters by client and user with a plain form', async () => {
    const { context } = await openContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${provider.ready.issuer}/dev`)
    await page.selectOption('#user', 'bob')
    await page.click('#inspector-filter')
    const rows = await page.locator('[data-flow]').allTextContents()
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row.includes('bob'))).toBe(true)
    await context.close()
  })

  it('exports a flow as Markdown and as JSON', async () => {
    const { context } = await openContext()
    const page = await context.newPage()
    await page.goto(`${provider.ready.issuer}/dev?user=alice&client=app`)
    await page.locator('[data-flow] a').first().click()
    const [markdown, json] = await Promise.all(
      ['#export-markdown', '#export-json'].map(async (link) => {
        const href = await page.locator(link).getAttribute('href')
        return (await context.request.get(provider.ready.issuer + href)).text()
      }),
    )
    expect(markdown).toMatch(/^# Flow \d+: authorization\n/)
    expect(JSON.parse(json ?? '')).toMatchObject({ kind: 'authorization', client_id: 'app', user: 'alice' })
    await context.close()
  })
})

describe('a redirect URI that is not registered', () => {
  it('is learned by a button, and the request goes on', async () => {
    const strict = await serve(['--dev', '--client', `web=${APPLICATION}`], { cleanUp: false })
    const { context, complaints } = await openContext()
    const page = await context.newPage()
    await page.route('http://localhost:3000/other**', (route) =>
      route.fulfill({ contentType: 'text/plain', body: 'back' }),
    )
    const url = authorizationUrl('http://localhost:3000/other', 'web').replace(
      provider.ready.issuer,
      strict.ready.issuer,
    )
    await page.goto(url)
    expect(await pageName(page)).toBe('error')
    await page.click('#learn-redirect')
    expect(await pageName(page)).toBe('login')
    await answerPages(page, 'alice')
    await page.waitForURL('http://localhost:3000/other**')
    await page.goto(`${strict.ready.issuer}/dev`)
    expect(await page.locator('[data-flow]').count()).toBe(1)
    await page.locator('[data-flow] a').click()
    expect(await page.textContent('.refused-box')).toContain('redirect_uris')
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
    await context.close()
    await strict.stop()
  })
})

describe('everybody can use the pages', () => {
  /** The pages, after the flows of the tests above. */
  const PLACES = [
    { name: 'inspector', open: async (page: Page) => void (await page.goto(`${provider.ready.issuer}/dev`)) },
    {
      name: 'inspector-flow',
      open: async (page: Page) => {
        await page.goto(`${provider.ready.issuer}/dev?client=app`)
        await page.locator('[data-flow] a').first().click()
        await page.waitForSelector('.timeline')
      },
    },
    { name: 'try', open: async (page: Page) => void (await page.goto(`${provider.ready.issuer}/dev/try`)) },
    { name: 'try-run', open: (page: Page) => runThrough(page, 'app', 'alice') },
  ] as const

  it.each(PLACES)('$name: in light and dark, narrow and wide', async ({ name, open }) => {
    const { context, complaints } = await openContext()
    const page = await context.newPage()
    await open(page)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 })
        expect(await overflowOf(page), `${width} px`).toBe(0)
        expect(await findingsOf(page), `${colorScheme} ${width} px`).toEqual([])
      }
    }
    await takePicture(page, name)
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each(PLACES)('$name in German at 320 px: nothing scrolls sideways', async ({ open }) => {
    const { context } = await openContext({ locale: 'de', viewport: { width: 320, height: 640 } })
    const page = await context.newPage()
    await open(page)
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    expect(await overflowOf(page)).toBe(0)
    await context.close()
  })

  it('the built-in application can be used with the keyboard alone', async () => {
    const { context } = await openContext()
    const page = await context.newPage()
    await page.goto(`${provider.ready.issuer}/dev/try`)
    const reached: string[] = []
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press('Tab')
      const { id, ring } = await page.evaluate(() => {
        const element = document.activeElement ?? document.body
        return { id: element.id || (element.textContent ?? ''), ring: getComputedStyle(element).outlineWidth }
      })
      expect(ring, id).toBe('3px')
      reached.push(id)
      if (id === 'try-next') break
    }
    expect(reached).toEqual([
      'Provider',
      'Inspector',
      'Run a test flow',
      'try-client',
      'scope',
      'parameters',
      'try-next',
    ])
    await page.keyboard.press('Enter')
    await page.waitForURL('**/dev/try?run=*')
    await context.close()
  })
})
