// Makes the pictures of docs/images from the samples of the page tests. Needs the Debian packages chromium and fonts-inter.
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

/** Picture and sample. Each is made in light and in dark, 1280 × 800 CSS pixels or as high as the page is. */
const PICTURES = [
  ['login', 'login-dev-cards'],
  ['consent', 'consent'],
  ['error', 'error-dev'],
  ['second-factor', 'second-factor-dev'],
  ['second-factor-enrol', 'second-factor-enrol-setup'],
  ['home', 'home-dev-lists'],
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

async function takePicture(browser, url, { colorScheme, path }) {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en',
  })
  await page.goto(url)
  await page.evaluate(() => document.activeElement?.blur())
  await page.screenshot({ path, fullPage: true })
  await page.close()
}

try {
  const { startGallery, launchChromium } = await loadGallery()
  const [gallery, browser] = await Promise.all([startGallery(), launchChromium()])
  mkdirSync(images, { recursive: true })
  for (const [name, sample] of PICTURES) {
    for (const colorScheme of ['light', 'dark']) {
      const path = join(images, colorScheme === 'light' ? `${name}.png` : `${name}-dark.png`)
      await takePicture(browser, `${gallery.origin}/${sample}`, { colorScheme, path })
      console.log(path)
    }
  }
  await browser.close()
  await gallery.close()
} finally {
  rmSync(bundle, { recursive: true, force: true })
}
