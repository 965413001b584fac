/** The browser of the system, for tests and pictures that need a real one. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** `$CHROMIUM_PATH`, else the first of the usual names in PATH. */
export function chromiumPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  const found = [process.env['CHROMIUM_PATH'] ?? '', ...candidates].find((path) => path !== '' && isExecutable(path))
  if (found === undefined) throw new Error('no Chromium: install the Debian package chromium, or set CHROMIUM_PATH')
  return found
}

/** Starts it headless; root, as in a container, has no sandbox to use. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  })
}
