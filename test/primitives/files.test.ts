import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  dropFinalLineEnd,
  makePrivateFolder,
  PRIVATE_FILE,
  readText,
  writeFileAtomically,
} from '../../src/primitives/files.ts'
import { temporaryFolder } from '../support/run-oidc.ts'

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('files are written whole or not at all', () => {
  it('a private file has mode 0600 whatever the umask is', async () => {
    const path = join(await temporaryFolder(), 'key.pem')
    const before = process.umask(0o077)
    try {
      await writeFileAtomically(path, 'secret', { mode: PRIVATE_FILE })
      await writeFileAtomically(`${path}.public`, 'public', { mode: 0o644 })
    } finally {
      process.umask(before)
    }
    expect(await modeOf(path)).toBe(0o600)
    expect(await modeOf(`${path}.public`)).toBe(0o644)
  })

  it('an existing file is refused without force and keeps its content', async () => {
    const path = join(await temporaryFolder(), 'key.pem')
    await writeFile(path, 'old')
    await expect(writeFileAtomically(path, 'new', { mode: PRIVATE_FILE })).rejects.toMatchObject({
      code: 'ERR_FILE_EXISTS',
      exitCode: 1,
    })
    expect(await readFile(path, 'utf8')).toBe('old')
  })

  it('force replaces the file and its wider mode', async () => {
    const path = join(await temporaryFolder(), 'key.pem')
    await writeFile(path, 'old', { mode: 0o644 })
    await writeFileAtomically(path, 'new', { mode: PRIVATE_FILE, force: true })
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await modeOf(path)).toBe(0o600)
  })

  it('a symbolic link at the target is not followed', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'elsewhere'), 'untouched')
    await symlink(join(folder, 'elsewhere'), join(folder, 'key.pem'))
    await expect(writeFileAtomically(join(folder, 'key.pem'), 'new', { mode: PRIVATE_FILE })).rejects.toMatchObject({
      code: 'ERR_FILE_EXISTS',
    })
    await writeFileAtomically(join(folder, 'key.pem'), 'new', { mode: PRIVATE_FILE, force: true })
    expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('untouched')
  })

  it('nothing but the target is left behind, also after a refusal', async () => {
    const folder = await temporaryFolder()
    await writeFileAtomically(join(folder, 'a'), 'one', { mode: PRIVATE_FILE })
    await writeFileAtomically(join(folder, 'a'), 'two', { mode: PRIVATE_FILE }).catch(() => undefined)
    await writeFileAtomically(join(folder, 'a'), 'three', { mode: PRIVATE_FILE, force: true })
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('a missing folder is named', async () => {
    const folder = await temporaryFolder()
    await expect(writeFileAtomically(join(folder, 'no/key.pem'), '', { mode: PRIVATE_FILE })).rejects.toMatchObject({
      code: 'ERR_FILE_NOT_WRITABLE',
      message: `there is no folder ${join(folder, 'no')}`,
    })
  })

  it('a folder for private files has mode 0700; an existing one keeps its own', async () => {
    const folder = await temporaryFolder()
    await makePrivateFolder(join(folder, 'new'))
    await mkdir(join(folder, 'old'), { mode: 0o755 })
    await makePrivateFolder(join(folder, 'old'))
    expect(await modeOf(join(folder, 'new'))).toBe(0o700)
    expect(await modeOf(join(folder, 'old'))).toBe(0o755)
  })
})

describe('files are read within limits', () => {
  it('a missing file, a folder and a file over the limit have each their code', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'large'), 'x'.repeat(100))
    await expect(readText(join(folder, 'none'))).rejects.toMatchObject({ code: 'ERR_FILE_NOT_FOUND' })
    await expect(readText(folder)).rejects.toMatchObject({ code: 'ERR_FILE_NOT_READABLE' })
    await expect(readText(join(folder, 'large'), { limit: 99 })).rejects.toMatchObject({ code: 'ERR_FILE_TOO_LARGE' })
  })

  it.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['secret\n\n', 'secret\n'],
    ['secret\r', 'secret\r'],
    [' secret ', ' secret '],
    ['\n', ''],
  ])('one trailing line end is dropped and nothing else: %j', (text, expected) => {
    expect(dropFinalLineEnd(text)).toBe(expected)
  })
})
