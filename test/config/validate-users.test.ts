import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_CODES } from '../../src/config/explain.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { documentOf } from './documents.ts'

const BACKEND = "authentication_backend:\n  file:\n    path: 'users.yml'\n    search: {email: true}"
const USERS = (email: string) => `users:
  ann:
    displayname: 'Ann'
    password: '$argon2id$v=19$m=65536,t=3,p=4$BpLnfgDsc2WD8F2q$o/vzA4myCqZZ36bUGsDY//8mKUYNZZaR0t4MFFSs+iM'
    email: 'ann@example.com'
  bob:
    displayname: 'Bob'
    password: 'insecure_secret'
    email: '${email}'
`

async function validate(files: Readonly<Record<string, string>>, ...flags: string[]) {
  const cwd = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
  const { status, stdout } = await oidc(['config', 'validate', '--json', ...flags], { cwd })
  return { status, ...JSON.parse(stdout) }
}

describe('users-and-policies 1: config validate covers the user file that the configuration names', () => {
  const configuration = documentOf({ other: BACKEND })

  it('tells its problems with their places in it', async () => {
    const { status, valid, problems } = await validate({
      'configuration.yml': configuration,
      'users.yml': USERS('ann@example.com'),
    })
    expect([status, valid]).toEqual([3, false])
    expect(problems).toMatchObject([
      {
        severity: 'error',
        code: 'ERR_USERS_PASSWORD',
        path: 'users.bob.password',
        file: 'users.yml',
        line: 8,
        column: 15,
      },
    ])
    expect(JSON.stringify(problems)).not.toContain('insecure_secret')
  })

  it('stands beside the first file of the configuration', async () => {
    const files = { 'conf/configuration.yml': configuration, 'conf/users.yml': 'users: {}\n' }
    const { problems } = await validate(files, '--config', 'conf/configuration.yml')
    expect(problems).toMatchObject([{ code: 'ERR_USERS_EMPTY', file: 'conf/users.yml' }])
  })

  it('one that is not here is an advice at the option, with --strict-files an error', async () => {
    const files = { 'configuration.yml': configuration }
    const missing = {
      code: 'ERR_USERS_FILE_MISSING',
      path: 'authentication_backend.file.path',
      file: 'configuration.yml',
    }
    expect(await validate(files)).toMatchObject({ status: 0, problems: [{ severity: 'advice', ...missing }] })
    expect(await validate(files, '--no-advice')).toMatchObject({ status: 0, problems: [] })
    expect(await validate(files, '--strict-files')).toMatchObject({
      status: 3,
      problems: [{ severity: 'error', ...missing }],
    })
  })

  it('every code about it can be explained', () => {
    const folder = new URL('../../src/users/', import.meta.url)
    const codes = readdirSync(folder).flatMap(
      (name) => readFileSync(new URL(name, folder), 'utf8').match(/(?<=code: ')ERR_USERS_\w+/g) ?? [],
    )
    expect(codes).not.toEqual([])
    expect(codes.filter((code) => !Object.hasOwn(ALL_CODES, code))).toEqual([])
  })
})
