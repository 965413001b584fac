import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startGallery } from '../provider/pages/gallery.ts'
import { OTPAUTH_URI } from '../provider/pages/samples.ts'
import { launchChromium } from '../support/chromium.ts'

/** What a scanner reads; `zbarimg` is in the Debian package zbar-tools. */
async function scan(image: string): Promise<string> {
  const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', image])
  return stdout.trim()
}

it.each(['light', 'dark'] as const)('in %s, a scanner reads the QR code of the enrolment page', async (colorScheme) => {
  const folder = await mkdtemp(join(tmpdir(), 'oidc-qr-'))
  const [gallery, browser] = await Promise.all([startGallery(), launchChromium()])
  try {
    const page = await browser.newPage({ colorScheme, deviceScaleFactor: 2 })
    await page.goto(`${gallery.origin}/second-factor-enrol-setup`)
    await page.screenshot({ path: join(folder, 'page.png'), fullPage: true })
    expect(await scan(join(folder, 'page.png'))).toBe(OTPAUTH_URI)
  } finally {
    await browser.close()
    await gallery.close()
    await rm(folder, { recursive: true, force: true })
  }
})
