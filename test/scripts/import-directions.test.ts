import { spawnSync } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/run-oidc.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The rules and the script, over a source tree of a few files. */
async function check(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder()
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    await cp(join(ROOT, name), join(folder, name))
  await mkdir(join(folder, 'scripts'))
  await cp(join(ROOT, 'scripts/import-directions.mjs'), join(folder, 'scripts/import-directions.mjs'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  await mkdir(join(folder, 'src'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, 'src', path, '..'), { recursive: true })
    await writeFile(join(folder, 'src', path), text)
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/import-directions.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const GROUND = { 'errors.ts': 'export const error = 1\n', 'primitives/clock.ts': 'export const clock = 1\n' }

describe('import directions', () => {
  it('the ground may be imported by everyone', async () => {
    const { status, output } = await check({
      ...GROUND,
      'keys/key.ts': "import { error } from '../errors.ts'\nexport const key = error\n",
    })
    expect(output).toContain('3 modules, 0 violations')
    expect(status).toBe(0)
  })

  it.each([
    ['the ground does not import a wing', 'primitives/bad.ts', "import '../keys/key.ts'\n", 'primitives-imports'],
    ['keys do not import the provider', 'keys/bad.ts', "import '../provider/app.ts'\n", 'keys-imports'],
    ['the provider does not import users', 'provider/bad.ts', "import '../users/user.ts'\n", 'provider-imports'],
    ['nobody imports commands', 'serve/bad.ts', "import '../commands/serve.ts'\n", 'nobody-imports-commands'],
    [
      'types count',
      'keys/bad.ts',
      "import type { app } from '../provider/app.ts'\nexport type Bad = typeof app\n",
      'keys-imports',
    ],
    ['a development package is not imported', 'keys/bad.ts', "import 'vitest'\n", 'declared-packages-only'],
  ])('%s', async (_rule, path, text, name) => {
    const wings = {
      'keys/key.ts': 'export const key = 1\n',
      'provider/app.ts': 'export const app = 1\n',
      'users/user.ts': 'export const user = 1\n',
      'commands/serve.ts': 'export const serve = 1\n',
    }
    const { status, output } = await check({ ...GROUND, ...wings, [path]: text })
    expect(output).toContain(name)
    expect(status).toBe(1)
  })

  it('a cycle is refused', async () => {
    const { status, output } = await check({
      'keys/a.ts': "import './b.ts'\nexport const a = 1\n",
      'keys/b.ts': "import './a.ts'\nexport const b = 1\n",
    })
    expect(output).toContain('no-cycles')
    expect(status).toBe(1)
  })

  it('a run that saw no module fails', async () => {
    const { status, output } = await check({ '../test/some.test.ts': 'export const test = 1\n' })
    expect(output).toContain('0 modules')
    expect(status).toBe(1)
  })
})
