import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { libraryFolder } from '../support/library-folder.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

/** Starts an example beside its own provider; the result is where browsers find it. */
async function start(name: string, ...packages: string[]): Promise<string> {
  const folder = await libraryFolder(...packages)
  await cp(join(EXAMPLES, name), folder, { recursive: true, filter: (path) => !path.includes('node_modules') })
  const [port, providerPort] = [await freePort(), await freePort()]
  const child: ChildProcess = spawn(process.execPath, ['start.js'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), PROVIDER_PORT: String(providerPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const [line] = await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])
  expect(String(line)).toBe(`open http://localhost:${port}\n`)
  return `http://localhost:${port}`
}

describe('examples in Chromium', () => {
  let chromium: Browser

  beforeAll(async () => {
    chromium = await launchChromium()
  })

  afterAll(() => chromium.close())

  it('single-page-app: logs in with a card, calls its API, renews its token, logs out', async () => {
    const origin = await start('single-page-app', 'jose', 'oidc-client-ts')
    const page = await chromium.newPage({ baseURL: origin })
    await page.goto(origin)
    await page.click('#login')
    await page.click('button[name=user][value=alice]')
    // Whoever wants access while the user is away has to be allowed it (OpenID Connect Core 1.0 §11).
    await page.click('#consent-accept')
    await page.getByText('Hello Alice Adams').waitFor()
    await page.click('#call')
    await page.getByText('"asked_by":"single-page-app"').waitFor()
    await page.click('#renew')
    await page.getByText('the token is new').waitFor()
    await page.click('#call')
    await page.getByText('"asked_by":"single-page-app"').waitFor()
    await page.click('#logout')
    await page.getByText('Nobody is logged in.').waitFor()
    await page.close()
  })

  it('express-app: logs in with a card and out again', async () => {
    const origin = await start('express-app', 'express', 'openid-client')
    const page = await chromium.newPage({ baseURL: origin })
    await page.goto(origin)
    await page.click('#login')
    await page.click('button[name=user][value=bob]')
    await page.waitForURL(`${origin}/`)
    expect(await page.textContent('#name')).toBe('Bob Brown')
    await page.click('#logout')
    await page.waitForSelector('#login')
    await page.close()
  })
})
