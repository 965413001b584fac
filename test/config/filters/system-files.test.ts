import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listFolderNow, readFileNow } from '../../../src/config/filters/system-files.ts'
import { temporaryFolder } from '../../support/run-oidc.ts'

describe('files behind the template functions', () => {
  it('a file is read as text', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'a'), 'ä\n')
    expect(readFileNow(join(folder, 'a'))).toBe('ä\n')
  })

  it('the message says why a file cannot be read', async () => {
    const folder = await temporaryFolder()
    expect(() => readFileNow(join(folder, 'none'))).toThrow('there is no such file')
    expect(() => readFileNow(folder)).toThrow('it is a folder')
    expect(() => readFileNow('/dev/zero')).toThrow('it is no regular file')
  })

  it('a folder lists its entries, broken links included', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'sub'))
    await symlink('nowhere', join(folder, 'link'))
    await writeFile(join(folder, 'a'), 'abc')
    const entries = listFolderNow(folder).map(({ name, directory, size }) => [name, directory, directory ? 0 : size])
    expect(entries.toSorted()).toEqual([
      ['a', false, 3],
      ['link', false, 7],
      ['sub', true, 0],
    ])
  })
})
