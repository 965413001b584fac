// The programs to compare with, installed beside the benchmarks when they are first needed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(dirname(fileURLToPath(import.meta.url)))

/** The script in bench/peers that serves with a package of bench/package.json. */
export function peerScript(name) {
  if (!existsSync(join(folder, 'node_modules', name))) {
    console.log('installing what is compared with …')
    const npm = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel', 'error']
    const { status } = spawnSync('npm', npm, { cwd: folder, stdio: 'inherit' })
    if (status !== 0) throw new Error('npm install in bench/ failed')
  }
  return join(folder, 'peers', `${name}.mjs`)
}
