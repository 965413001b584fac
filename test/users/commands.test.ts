import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeBase32 } from '../../src/secrets/base32.ts'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { ENTER, onTerminal } from '../support/pty.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

const DIGEST = '$argon2id$v=19$m=1024,t=1,p=1$ugYTeQ+qozz3SqqqI/PJWQ$/PFGoF+QuK39n6laJp98pv8cK0pKhfXlnLhN/nRd4NU'
const FILE = `# Our people
users:
  ann:
    displayname: 'Ann Example'   # stays
    email: 'ann@example.com'
    groups: ['staff', 'ops']
    password: '${DIGEST}'
  bob: {displayname: Bob, disabled: true, password: '${DIGEST}'}
`

/** A folder with a user file of ann and bob. */
async function workplace() {
  const cwd = await temporaryFolder()
  const path = join(cwd, 'users_database.yml')
  await writeFile(path, FILE)
  return {
    cwd,
    run: (args: string[], input?: string) => oidc(['users', ...args], { cwd, ...(input !== undefined && { input }) }),
    users: () => readFile(path, 'utf8'),
    totp: () => readFile(join(cwd, 'users_totp.yml'), 'utf8'),
  }
}

function digestOf(file: string, username: string): string {
  return new RegExp(`${username}:[^$]*'(\\$[^']*)'`).exec(file)?.[1] ?? ''
}

describe('oidc users add', () => {
  it('adds a user with the digest of the password', async () => {
    const { run, users } = await workplace()
    const args = ['add', 'carl', '--display-name', 'Carl C', '--email', 'c@example.com', '--group', 'a', '--group', 'b']
    const { stdout, stderr, status } = await run([...args, '--stdin'], 'insecure_secret\n')
    expect({ stdout, stderr, status }).toEqual({ stdout: 'added carl to users_database.yml\n', stderr: '', status: 0 })
    const file = await users()
    expect(file.startsWith(FILE)).toBe(true)
    expect(file.slice(FILE.length)).toMatch(
      /^ {2}carl:\n {4}displayname: 'Carl C'\n {4}email: 'c@example.com'\n {4}password: '\$argon2id\$v=19\$m=65536,t=3,p=4\$[^']*'\n {4}groups: \['a', 'b'\]\n$/,
    )
    expect(await verifySecret(parseDigest(digestOf(file, 'carl')), 'insecure_secret')).toBe(true)
    expect(file).not.toContain('insecure_secret')
  })

  it('--random prints the password alone', async () => {
    const { run, users } = await workplace()
    const { stdout, stderr } = await run(['add', 'carl', '--random'])
    expect(stdout).toMatch(/^[A-Za-z0-9]{24}\n$/)
    expect(stderr).toBe('added carl to users_database.yml\n')
    expect(await verifySecret(parseDigest(digestOf(await users(), 'carl')), stdout.trim())).toBe(true)
  })

  it('--json', async () => {
    const { run } = await workplace()
    const { stdout } = await run(['add', 'carl', '--random', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      username: 'carl',
      display_name: 'carl',
      groups: [],
      users: 'users_database.yml',
      password: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
    })
  })

  it('makes the file where there is none, for its owner only', async () => {
    const cwd = await temporaryFolder()
    const { status } = await oidc(['users', 'add', 'carl', '--users', 'people.yml', '--random'], { cwd })
    expect(status).toBe(0)
    expect((await stat(join(cwd, 'people.yml'))).mode & 0o777).toBe(0o600)
  })

  it('finds the file beside the configuration, and obeys its search options', async () => {
    const cwd = await temporaryFolder()
    await mkdir(join(cwd, 'config'))
    await writeFile(join(cwd, 'config/users_database.yml'), FILE)
    await writeFile(
      join(cwd, 'config/configuration.yml'),
      'authentication_backend: {file: {path: /config/users_database.yml, search: {case_insensitive: true}}}\n',
    )
    expect((await oidc(['users', 'add', 'carl', '--random'], { cwd })).status).toBe(0)
    expect(await readFile(join(cwd, 'config/users_database.yml'), 'utf8')).toContain('carl:')
    expect((await oidc(['users', 'add', 'Dora', '--random'], { cwd })).status).toBe(2)
  })

  it('authentication_backend.file.password: hashes as the provider does, and --algorithm wins', async () => {
    const { cwd, run, users } = await workplace()
    const password = '{algorithm: pbkdf2, pbkdf2: {iterations: 100000}, sha2crypt: {iterations: 1000}}'
    const path = join(cwd, 'configuration.yml')
    await writeFile(path, `authentication_backend: {file: {password: ${password}}}\n`)
    expect((await run(['add', 'carl', '--random'])).status).toBe(0)
    expect((await run(['add', 'dora', '--random', '--algorithm', 'sha2crypt'])).status).toBe(0)
    expect((await run(['passwd', 'ann', '--random'])).status).toBe(0)
    const file = await users()
    expect(['ann', 'carl'].map((name) => digestOf(file, name))).toEqual([
      expect.stringMatching(/^\$pbkdf2-sha512\$100000\$/),
      expect.stringMatching(/^\$pbkdf2-sha512\$100000\$/),
    ])
    expect(digestOf(file, 'dora')).toMatch(/^\$6\$rounds=1000\$/)
    await writeFile(path, 'authentication_backend: {file: {password: {argon2: {memory: 1}}}}\n')
    const { status, stderr } = await run(['add', 'eve', '--random'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('authentication_backend.file.password.argon2')])
    expect(await users()).toBe(file)
  })

  it('--dry-run prints a diff and writes nothing', async () => {
    const { run, users } = await workplace()
    const { stdout, status } = await run(['add', 'carl', '--random', '--dry-run'])
    expect(stdout).toMatch(/^--- users_database.yml\n\+\+\+ users_database.yml\n@@[^\n]*\n[\s\S]*^\+ {2}carl:$/m)
    expect(status).toBe(0)
    expect(await users()).toBe(FILE)
  })

  it.each([
    ['a name that is there', ['add', 'ann', '--random'], 1],
    ['no name', ['add', '--random'], 2],
    ['a name with a line break', ['add', 'a\nb', '--random'], 2],
    ['no password and no terminal', ['add', 'carl'], 2],
    ['an empty password', ['add', 'carl', '--stdin'], 2],
  ])('refuses %s and writes nothing', async (_what, args, status) => {
    const { run, users } = await workplace()
    expect((await run(args, '\n')).status).toBe(status)
    expect(await users()).toBe(FILE)
  })

  it('asks on a terminal for what is left out; the password is not shown', async () => {
    const { cwd, users } = await workplace()
    const terminal = onTerminal(['users', 'add', 'carl'], { cwd })
    await terminal.shows('Name that is shown')
    terminal.type(`Carl C${ENTER}`)
    await terminal.shows('Email')
    terminal.type(ENTER)
    await terminal.shows('Password:')
    terminal.type(`insecure_secret${ENTER}`)
    await terminal.shows('once more:')
    terminal.type(`insecure_secret${ENTER}`)
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain('insecure_secret')
    expect(await users()).toContain(`  carl:\n    displayname: 'Carl C'\n    password: '$argon2id`)
  })
})

describe('oidc users passwd', () => {
  it('replaces the digest and nothing else', async () => {
    const { run, users } = await workplace()
    expect((await run(['passwd', 'ann', '--stdin'], 'another secret')).status).toBe(0)
    const digest = digestOf(await users(), 'ann')
    expect(await users()).toBe(FILE.replace(DIGEST, digest))
    expect(await verifySecret(parseDigest(digest), 'another secret')).toBe(true)
  })

  it('--algorithm picks another digest', async () => {
    const { run, users } = await workplace()
    await run(['passwd', 'ann', '--random', '--algorithm', 'sha2crypt'])
    expect(digestOf(await users(), 'ann')).toMatch(/^\$6\$rounds=50000\$/)
  })

  it('refuses a name that is not there before it asks for a password', async () => {
    const { cwd, run } = await workplace()
    expect(await run(['passwd', 'nobody', '--random'])).toMatchObject({ status: 1, stdout: '' })
    const terminal = onTerminal(['users', 'passwd', 'nobody'], { cwd })
    expect(await terminal.ended()).toBe(1)
    expect(terminal.screen()).not.toContain('Password:')
  })
})

describe('oidc users list', () => {
  it('one line for each', async () => {
    const { run } = await workplace()
    await run(['totp', 'ann'])
    const { stdout } = await run(['list'])
    expect(stdout.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'USERNAME NAME EMAIL GROUPS NOTES',
      'ann Ann Example ann@example.com staff,ops second factor',
      'bob Bob disabled',
      '',
    ])
  })

  it('--json', async () => {
    const { run } = await workplace()
    const { users } = JSON.parse((await run(['list', '--json'])).stdout)
    expect(users).toEqual([
      {
        username: 'ann',
        display_name: 'Ann Example',
        email: 'ann@example.com',
        groups: ['staff', 'ops'],
        disabled: false,
        password: 'argon2id',
        second_factor: false,
      },
      { username: 'bob', display_name: 'Bob', groups: [], disabled: true, password: 'argon2id', second_factor: false },
    ])
  })

  it('a file that the provider would refuse is exit 1, with the place', async () => {
    const { cwd, run } = await workplace()
    await writeFile(join(cwd, 'users_database.yml'), 'users:\n  ann:\n    displayname: Ann\n    password: plain\n')
    const { stdout, status } = await run(['list', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ERR_USERS_INVALID', path: 'users.ann.password' } })
    expect(status).toBe(1)
    expect(stdout).not.toContain('plain"')
  })

  it('no file is exit 1', async () => {
    expect((await oidc(['users', 'list'], { cwd: await temporaryFolder() })).status).toBe(1)
  })
})

describe('oidc users remove', () => {
  it('removes the user and the second factor', async () => {
    const { run, users, totp } = await workplace()
    await run(['totp', 'bob'])
    const { stdout } = await run(['remove', 'bob', '--json'])
    expect(JSON.parse(stdout)).toEqual({ username: 'bob', users: 'users_database.yml', second_factor_removed: true })
    expect(await users()).toBe(
      FILE.split('\n')
        .filter((line) => !line.includes('bob:'))
        .join('\n'),
    )
    expect(await totp()).not.toContain('bob')
  })

  it('keeps the last user', async () => {
    const { run, users } = await workplace()
    await run(['remove', 'bob'])
    expect((await run(['remove', 'ann'])).status).toBe(1)
    expect(await users()).toContain('ann:')
  })
})

describe('oidc users totp', () => {
  it('makes a secret of 32 bytes and prints the URI', async () => {
    const { run, totp } = await workplace()
    const { stdout } = await run(['totp', 'ann'])
    const secret =
      /^otpauth:\/\/totp\/Authelia:ann\?algorithm=SHA1&digits=6&issuer=Authelia&period=30&secret=([A-Z2-7]+)\n$/.exec(
        stdout,
      )?.[1] ?? ''
    expect(decodeBase32(secret)).toHaveLength(32)
    expect(await totp()).toContain(`secret: '${secret}'`)
  })

  it('obeys the totp options, and encrypts with storage.encryption_key', async () => {
    const { cwd, run, totp } = await workplace()
    await writeFile(
      join(cwd, 'configuration.yml'),
      'totp: {issuer: example.com, algorithm: sha256, digits: 8, period: 60, secret_size: 20}\nstorage: {encryption_key: an-encryption-key-of-many-characters}\n',
    )
    const made = JSON.parse((await run(['totp', 'ann', '--json'])).stdout)
    expect(made).toMatchObject({ username: 'ann', algorithm: 'SHA256', digits: 8, period: 60, totp: 'users_totp.yml' })
    expect(made.otpauth_uri).toContain('issuer=example.com')
    expect(decodeBase32(made.secret)).toHaveLength(20)
    expect(await totp()).toContain(`secret: 'aes-256-gcm:`)
    expect(await totp()).not.toContain(made.secret)
  })

  it('replaces a generator with --force only', async () => {
    const { run, totp } = await workplace()
    await run(['totp', 'ann'])
    const first = await totp()
    expect(await run(['totp', 'ann'])).toMatchObject({ status: 1, stdout: '' })
    expect(await totp()).toBe(first)
    expect((await run(['totp', 'ann', '--force'])).status).toBe(0)
    expect(await totp()).not.toBe(first)
  })

  it('takes a secret from elsewhere, which is not shown in errors', async () => {
    const { run, totp } = await workplace()
    const given = 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq'
    expect((await run(['totp', 'ann', '--stdin'], `${given}\n`)).status).toBe(0)
    expect(await totp()).toContain(`secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'`)
    const { stderr, status } = await run(['totp', 'bob', '--stdin'], 'GEZD1111')
    expect(status).toBe(2)
    expect(stderr).not.toContain('GEZD')
  })

  it('--enrolment-code prints a code that counts once, and keeps its digest', async () => {
    const { run, totp } = await workplace()
    const { stdout, stderr } = await run(['totp', 'ann', '--enrolment-code'])
    expect(stdout).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}\n$/)
    expect(stderr).toContain('counts once')
    expect(await totp()).not.toContain(stdout.trim())
    const json = JSON.parse((await run(['totp', 'ann', '--enrolment-code', '--json'])).stdout)
    expect(json).toEqual({
      username: 'ann',
      enrolment_code: expect.any(String),
      expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      totp: 'users_totp.yml',
    })
  })

  it('--remove takes it away', async () => {
    const { run, totp } = await workplace()
    await run(['totp', 'ann'])
    expect((await run(['totp', 'ann', '--remove'])).stdout).toBe('removed the second factor of ann\n')
    expect(await totp()).not.toContain('ann')
  })

  it('refuses a user that is not in the file', async () => {
    const { run } = await workplace()
    expect((await run(['totp', 'nobody'])).status).toBe(1)
  })

  it('shows a QR code on a terminal', async () => {
    const { cwd } = await workplace()
    const terminal = onTerminal(['users', 'totp', 'ann'], { cwd })
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).toMatch(/[█▀▄]{20}/)
    expect(terminal.screen()).toContain('otpauth://totp/')
  })
})
