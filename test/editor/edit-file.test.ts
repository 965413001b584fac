import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../src/editor/diff.ts'
import { editFile } from '../../src/editor/edit-file.ts'
import { buildInsertClient, clientIds, runInsertClient, START, startFile } from './process/build.ts'
import { killAtMoments } from './process/kill.ts'

let folder: string
let program: string

beforeAll(async () => {
  ;({ folder, program } = await buildInsertClient())
})

afterAll(() => rm(folder, { recursive: true }))

async function freshFolder(name: string): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  return path
}

describe('a file is edited in its place', () => {
  it('keeps its mode, and nothing is left beside it', async () => {
    const place = await freshFolder('mode')
    const file = await startFile(place, 'configuration.yml')
    const edited = await editFile(file, (source) => source.replace('first', 'other'))
    expect(edited).toEqual({ path: file, before: START, after: START.replace('first', 'other') })
    expect(await readFile(file, 'utf8')).toBe(edited.after)
    expect((await stat(file)).mode & 0o7777).toBe(0o640)
    expect(await readdir(place)).toEqual(['configuration.yml'])
  })

  it('writes the file behind a symbolic link, and the link stays one', async () => {
    const place = await freshFolder('link')
    const file = await startFile(place, 'real.yml')
    await symlink('real.yml', join(place, 'link.yml'))
    const { path } = await editFile(join(place, 'link.yml'), () => 'a: 1\n')
    expect(path).toBe(file)
    expect(await readFile(file, 'utf8')).toBe('a: 1\n')
    expect(
      (await readdir(place, { withFileTypes: true })).find(({ name }) => name === 'link.yml')?.isSymbolicLink(),
    ).toBe(true)
  })

  it('a dry run writes nothing', async () => {
    const place = await freshFolder('dry')
    const file = await startFile(place, 'c.yml')
    const before = await stat(file)
    const { after } = await editFile(file, () => 'a: 1\n', { dryRun: true })
    expect(after).toBe('a: 1\n')
    expect(await readFile(file, 'utf8')).toBe(START)
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs)
  })

  it('an edit that throws or changes nothing leaves the file and no lock', async () => {
    const place = await freshFolder('throws')
    const file = await startFile(place, 'c.yml')
    const { ino } = await stat(file)
    await expect(editFile(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await editFile(file, (source) => source)
    expect((await stat(file)).ino).toBe(ino)
    expect(await readdir(place)).toEqual(['c.yml'])
  })

  it('an edit begins anew when an editor without lock saves the file meanwhile', async () => {
    const file = await startFile(await freshFolder('meanwhile'), 'c.yml')
    let calls = 0
    await editFile(file, async (source) => {
      calls += 1
      if (calls === 1) await writeFile(file, `${source}# saved\n`)
      return `${source}# edited\n`
    })
    expect(await readFile(file, 'utf8')).toBe(`${START}# saved\n# edited\n`)
  })

  it.each([
    ['a missing file', 'none.yml', undefined, 'ERR_FILE_NOT_FOUND'],
    ['a file that is not UTF-8', 'latin.yml', Buffer.from('a: \xE4\n', 'latin1'), 'ERR_FILE_NOT_READABLE'],
  ])('%s is refused', async (_case, name, content, code) => {
    const file = join(folder, name)
    if (content !== undefined) await writeFile(file, content)
    await expect(editFile(file, () => 'x')).rejects.toMatchObject({ code })
  })

  it('removes the temporary file that a killed edit left', async () => {
    const place = await freshFolder('left')
    const file = await startFile(place, 'c.yml')
    await writeFile(join(place, '.c.yml.edit.tmp'), 'half', { mode: 0o600 })
    await editFile(file, () => 'a: 1\n')
    expect(await readdir(place)).toEqual(['c.yml'])
  })
})

describe('writers at once', () => {
  it('20 processes add a client each, and none is lost', async () => {
    const file = await startFile(await freshFolder('many'), 'c.yml')
    const ids = Array.from({ length: 20 }, (_, index) => `client-${index}`)
    const ended = await Promise.all(ids.map((id) => runInsertClient(program, [file, id])))
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(ids.map(() => ({ code: 0, stderr: '' })))
    expect((await clientIds(file)).toSorted()).toEqual(['first', ...ids].toSorted())
  })

  it('a lock that a killed process left is taken over by one of several, and none is lost', async () => {
    const place = await freshFolder('stale')
    const file = await startFile(place, 'c.yml')
    const lock = join(place, '.c.yml.lock')
    await mkdir(lock)
    const longAgo = new Date(Date.now() - 60_000)
    await utimes(lock, longAgo, longAgo)
    const ids = Array.from({ length: 8 }, (_, index) => `client-${index}`)
    await Promise.all(ids.map((id) => runInsertClient(program, [file, id])))
    expect((await clientIds(file)).toSorted()).toEqual(['first', ...ids].toSorted())
    expect(await readdir(place)).toEqual(['c.yml'])
  })

  it('SIGTERM in the middle leaves a whole file, no lock and no temporary file', async () => {
    const place = await freshFolder('term')
    const file = await startFile(place, 'c.yml')
    const child = spawn(process.execPath, [program, file, 'x', 'forever'])
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(await clientIds(file)).toContain('x-0')
    expect(await readdir(place)).toEqual(['c.yml'])
  })

  it('a process killed at any of 20 moments leaves a whole file, and the next edit goes through', async () => {
    const place = await freshFolder('kill')
    const file = await startFile(place, 'c.yml')
    const [moments = []] = fc.sample(fc.array(fc.nat(60), { minLength: 20, maxLength: 20 }), { seed: 7, numRuns: 1 })
    await killAtMoments(program, file, moments)
    await editFile(file, (source) => source.replace('first', 'last'))
    expect(await clientIds(file)).toContain('last')
    expect(await readdir(place)).toEqual(['c.yml'])
  }, 60_000)

  it('a fresh lock whose holder was killed blocks for a few seconds only', async () => {
    const place = await freshFolder('killed')
    const file = await startFile(place, 'c.yml')
    await mkdir(join(place, '.c.yml.lock'))
    const start = performance.now()
    await editFile(file, (source) => source.replace('first', 'last'))
    expect(performance.now() - start).toBeLessThan(8000)
    expect(await readdir(place)).toEqual(['c.yml'])
  })
})

describe('a dry run shows a unified diff', () => {
  it('with three lines of context, as diff -u prints it', async () => {
    const before = 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n'
    expect(await unifiedDiff('c.yml', before, before.replace('e: 5', 'e: 6'))).toBe(
      '--- c.yml\n+++ c.yml\n@@ -2,5 +2,5 @@\n b: 2\n c: 3\n d: 4\n-e: 5\n+e: 6\n f: 6\n',
    )
  })

  it('and nothing where nothing changes', async () => {
    expect(await unifiedDiff('c.yml', 'a', 'a')).toBe('')
  })
})
