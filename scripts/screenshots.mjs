// Makes the pictures of docs/images from the samples of the page tests. Needs the Debian packages chromium, fonts-inter and
// imagemagick, which reduces them to a palette.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const images = join(root, 'docs', 'images')
// Below the project, so that the bundle finds playwright-core.
const scratch = join(root, 'node_modules', '.cache')
mkdirSync(scratch, { recursive: true })
const bundle = mkdtempSync(join(scratch, 'screenshots-'))

/** CSS pixels; pictures are as high as their page. */
const CARD = 600
const PHONE = 360
const ROOMY = 960
const WIDE = 1120

/** Picture, sample and width. Each is made in light and in dark. */
const PICTURES = [
  ['login', 'login-dev', ROOMY],
  ['login-plain', 'login', CARD],
  ['login-failed', 'login-failed', CARD],
  ['edit-claims', 'edit-claims', ROOMY],
  ['second-factor', 'second-factor-dev', CARD],
  ['second-factor-plain', 'second-factor', CARD],
  ['second-factor-failed', 'second-factor-failed', CARD],
  ['second-factor-enrol', 'second-factor-enrol-setup', CARD],
  ['second-factor-enrol-code', 'second-factor-enrol', CARD],
  ['consent', 'consent', CARD],
  ['consent-phone', 'consent', PHONE],
  ['device', 'device-with-code', CARD],
  ['device-empty', 'device', CARD],
  ['device-done', 'device-done', CARD],
  ['error', 'error-dev', WIDE],
  ['error-plain', 'error', CARD],
  ['home', 'home-dev', WIDE],
  ['home-plain', 'home', CARD],
]

async function loadGallery() {
  await build({
    stdin: {
      contents: "export * from './test/provider/pages/gallery.ts'\nexport * from './test/support/chromium.ts'",
      resolveDir: root,
    },
    outfile: join(bundle, 'gallery.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    external: ['playwright-core'],
  })
  return import(pathToFileURL(join(bundle, 'gallery.mjs')).href)
}

/** Enough for pale tints and shadows; what is saved is what nobody sees. */
const COLOURS = '224'

async function takePicture(browser, url, { colorScheme, width, path }) {
  const page = await browser.newPage({
    viewport: { width, height: 320 },
    deviceScaleFactor: 1.5,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en',
  })
  await page.goto(url)
  await page.evaluate(() => document.activeElement?.blur())
  await page.screenshot({ path, fullPage: true })
  await page.close()
  execFileSync('convert', [path, '+dither', '-colors', COLOURS, '-strip', `png8:${path}`])
}

try {
  const { startGallery, launchChromium } = await loadGallery()
  const [gallery, browser] = await Promise.all([startGallery(), launchChromium()])
  mkdirSync(images, { recursive: true })
  for (const [name, sample, width] of PICTURES) {
    for (const colorScheme of ['light', 'dark']) {
      const path = join(images, colorScheme === 'light' ? `${name}.png` : `${name}-dark.png`)
      await takePicture(browser, `${gallery.origin}/${sample}`, { colorScheme, width, path })
      console.log(path)
    }
  }
  await browser.close()
  await gallery.close()
} finally {
  rmSync(bundle, { recursive: true, force: true })
}
