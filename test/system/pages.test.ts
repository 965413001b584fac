import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gallery, startGallery } from '../provider/pages/gallery.ts'
import { SAMPLES } from '../provider/pages/samples.ts'
import { launchChromium } from '../support/chromium.ts'

const WIDTHS = [320, 360, 1280]
const SCHEMES = ['light', 'dark'] as const

let gallery: Gallery
let browser: Browser

beforeAll(async () => {
  gallery = await startGallery()
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  await gallery.close()
})

/** Runs on a fresh page and returns what the console complained of: a blocked style or script is an error there. */
async function complaintsDuring(context: BrowserContext, act: (page: Page) => Promise<void>): Promise<string[]> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await act(page)
  await page.close()
  return complaints
}

async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Findings that shut somebody out, and contrasts that could not be measured; legacy mode is enough for pages without frames. */
async function findingsOf(page: Page): Promise<string[]> {
  const { violations, incomplete } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const unmeasured = incomplete.filter(({ id }) => id === 'color-contrast')
  return [...grave, ...unmeasured].flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

describe.each(SAMPLES)('page $name', ({ name }) => {
  it.each(SCHEMES)('in %s: nothing scrolls sideways, nobody is shut out, nothing is blocked', async (colorScheme) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
    const complaints = await complaintsDuring(context, async (page) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`${gallery.origin}/${name}`)
        expect(await overflowOf(page), `${width} px`).toBe(0)
        if (width !== 360) expect(await findingsOf(page), `${width} px`).toEqual([])
      }
    })
    expect(complaints).toEqual([])
    await context.close()
  })

  it('in German at 320 px: nothing scrolls sideways', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
    await page.goto(`${gallery.origin}/${name}?lang=de`)
    expect(await overflowOf(page)).toBe(0)
    await page.close()
  })
})

/** The body of the form that `act` sends. */
async function postedBy(name: string, act: (page: Page) => Promise<void>): Promise<URLSearchParams> {
  const page = await browser.newPage()
  await page.goto(`${gallery.origin}/${name}`)
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST'), act(page)])
  await page.close()
  return new URLSearchParams(request.postData() ?? '')
}

describe('keyboard and forms', () => {
  it('Enter in the password field sends the password and presses no card', async () => {
    const posted = await postedBy('login-dev', async (page) => {
      await page.fill('[name=username]', 'bob')
      await page.fill('[name=password]', 'secret')
      await page.press('[name=password]', 'Enter')
    })
    expect([...posted.keys()]).toEqual(['form_token', 'username', 'password'])
  })

  it('a card sends its user alone', async () => {
    const posted = await postedBy('login-dev', (page) => page.click('button[value=carol]'))
    expect([...posted]).toEqual([
      ['form_token', 'kV3oQ1yqJ8mTzR5c'],
      ['user', 'carol'],
    ])
  })

  it('cancel needs no input', async () => {
    const posted = await postedBy('login', (page) => page.click('[name=cancel]'))
    expect(posted.get('cancel')).toBe('true')
  })

  it('consent sends the optional claims that are left ticked', async () => {
    const posted = await postedBy('consent', async (page) => {
      await page.uncheck('[name=claims][value=department]')
      await page.check('[name=remember]')
      await page.click('#consent-accept')
    })
    expect(posted.getAll('claims')).toEqual(['phone_number'])
    expect(posted.get('remember')).toBe('true')
    expect(posted.get('decision')).toBe('accept')
  })

  it.each([
    ['login', 'username'],
    ['login-failed', 'password'],
    ['second-factor', 'totp'],
    ['second-factor-enrol', 'enrolment_code'],
    ['device', 'user_code'],
  ])('%s begins in %s', async (name, field) => {
    const page = await browser.newPage()
    await page.goto(`${gallery.origin}/${name}`)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(field)
    await page.close()
  })

  it('every control can be reached with the tab key and shows a ring', async () => {
    const page = await browser.newPage()
    await page.goto(`${gallery.origin}/login-dev`)
    const reached: string[] = []
    for (let step = 0; step < 20; step += 1) {
      await page.keyboard.press('Tab')
      const { label, ring } = await page.evaluate(() => {
        const element = document.activeElement ?? document.body
        const label = element.getAttribute('value') ?? element.id
        return { label, ring: getComputedStyle(element).outlineWidth }
      })
      if (reached.includes(label) || (await page.evaluate(() => document.activeElement === document.body))) break
      expect(ring, label).toBe('3px')
      reached.push(label)
    }
    expect(reached.slice(0, 8)).toEqual([
      'edit-claims',
      'alice',
      'bob',
      'carol',
      'dave',
      'username',
      'password',
      'login-submit',
    ])
    await page.close()
  })
})

describe('without the stylesheet', () => {
  it.each(['login-dev', 'consent', 'error-dev'])('%s shows every control', async (name) => {
    const page = await browser.newPage()
    await page.route('**/*.css', (route) => route.abort())
    await page.goto(`${gallery.origin}/${name}`)
    for (const control of await page.locator('button, input:not([type=hidden])').all())
      expect(await control.isVisible()).toBe(true)
    await page.close()
  })
})
