import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

/** The example of the provider's documentation. */
const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'
const PARAMETERS = { iterations: 310_000, salt_bytes: 16, key_bytes: 64 }
const CHEAP = ['--algorithm', 'argon2', '--memory', '64', '--iterations', '1', '--parallelism', '1']

async function secretFile(content: string): Promise<string> {
  const path = join(await temporaryFolder(), 'secret.txt')
  await writeFile(path, content)
  return path
}

describe('oidc secret generate', () => {
  it('prints 72 characters of the unreserved set, and nothing else', async () => {
    const { stdout, stderr, status } = await oidc(['secret', 'generate'])
    expect(stdout).toMatch(/^[A-Za-z0-9\-._~]{72}\n$/)
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  })

  it('--json tells the entropy', async () => {
    const { stdout } = await oidc(['secret', 'generate', '--json'])
    expect(JSON.parse(stdout)).toEqual({ secret: expect.stringMatching(/^[A-Za-z0-9\-._~]{72}$/), entropy_bits: 435.2 })
  })

  it.each([
    [['--for', 'hmac'], /^[A-Za-z0-9]{64}$/],
    [['--for', 'client'], /^[A-Za-z0-9\-._~]{72}$/],
    [['--for', 'id'], /^[A-Za-z0-9\-._~]{72}$/],
    [['--length', '20', '--charset', 'hex'], /^[0-9a-f]{20}$/],
    [['--length', '1', '--charset', 'numeric'], /^[0-9]$/],
    [['--characters', 'äö', '--length', '9'], /^[äö]{9}$/],
    [['--for', 'hmac', '--length', '80'], /^[A-Za-z0-9]{80}$/],
  ])('%j', async (flags, form) => {
    expect((await oidc(['secret', 'generate', ...flags])).stdout.trimEnd()).toMatch(form)
  })

  it('--count prints as many, all different; --json puts them into a list', async () => {
    const { stdout } = await oidc(['secret', 'generate', '--count', '3'])
    expect(new Set(stdout.trimEnd().split('\n')).size).toBe(3)
    const json = JSON.parse((await oidc(['secret', 'generate', '--count', '2', '--json'])).stdout)
    expect(json).toEqual({ secrets: [expect.objectContaining({ entropy_bits: 435.2 }), expect.anything()] })
  })

  it('--hash prints a digest of the secret beside it', async () => {
    const { stdout } = await oidc(['secret', 'generate', '--hash', 'pbkdf2'])
    const [secret = '', digest = ''] = stdout.trimEnd().split('\t')
    expect(await verifySecret(parseDigest(digest), secret)).toBe(true)
    const json = JSON.parse((await oidc(['secret', 'generate', '--hash', 'sha2crypt', '--json'])).stdout)
    expect(await verifySecret(parseDigest(json.digest), json.secret)).toBe(true)
  })

  it.each([
    [['--length', '0']],
    [['--charset', 'emoji']],
    [['--charset', 'hex', '--characters', 'ab']],
    [['--characters', 'a']],
    [['--hash', 'md5']],
  ])('%j is used wrongly', async (flags) => {
    const { stdout, status } = await oidc(['secret', 'generate', ...flags])
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 })
  })
})

describe('oidc secret hash', () => {
  it('prints the digest alone: PBKDF2 with SHA-512 and 310000 iterations', async () => {
    const { stdout, stderr, status } = await oidc(['secret', 'hash', '--stdin'], { input: 'insecure_secret\n' })
    expect(stdout).toMatch(/^\$pbkdf2-sha512\$310000\$[A-Za-z0-9./]{22}\$[A-Za-z0-9./]{86}\n$/)
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    expect(await verifySecret(parseDigest(stdout.trim()), 'insecure_secret')).toBe(true)
  })

  it('--json describes it', async () => {
    const { stdout } = await oidc(['secret', 'hash', '--stdin', '--json', ...CHEAP], { input: 'insecure_secret' })
    expect(JSON.parse(stdout)).toEqual({
      digest: expect.stringMatching(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/),
      algorithm: 'argon2',
      variant: 'argon2id',
      parameters: { memory: 64, iterations: 1, parallelism: 1, salt_bytes: 16, key_bytes: 32, version: 19 },
    })
  })

  it.each([
    ['LF', 'insecure_secret\n', 'insecure_secret'],
    ['CR LF', 'insecure_secret\r\n', 'insecure_secret'],
    ['no line end', 'insecure_secret', 'insecure_secret'],
    ['the second of two line ends stays', 'insecure_secret\n\n', 'insecure_secret\n'],
    ['blanks stay', ' insecure secret \n', ' insecure secret '],
  ])('--file drops one line end at most: %s', async (_what, content, secret) => {
    const { stdout } = await oidc(['secret', 'hash', '--file', await secretFile(content), ...CHEAP])
    expect(await verifySecret(parseDigest(stdout.trim()), secret)).toBe(true)
  })

  it('--random: the digest alone on stdout, the secret labelled on stderr', async () => {
    const { stdout, stderr } = await oidc(['secret', 'hash', '--random', ...CHEAP])
    const secret = /^for the application: ([A-Za-z0-9\-._~]{72})$/m.exec(stderr)?.[1] ?? ''
    expect(await verifySecret(parseDigest(stdout.trim()), secret)).toBe(true)
    const json = JSON.parse((await oidc(['secret', 'hash', '--random', '--json', ...CHEAP])).stdout)
    expect(await verifySecret(parseDigest(json.digest), json.secret)).toBe(true)
  })

  it('--target measures this machine and says what it picked', async () => {
    const { stdout, stderr, status } = await oidc(['secret', 'hash', '--random', '--target', '50ms'])
    expect(status).toBe(0)
    expect(stderr).toMatch(/^iterations \d+: \d+ ms on this machine$/m)
    expect(parseDigest(stdout.trim()).variant).toBe('pbkdf2-sha512')
  })

  it('cautions about the digest of a digest', async () => {
    const { stderr, status } = await oidc(['secret', 'hash', '--stdin', ...CHEAP], { input: DIGEST })
    expect(stderr).toContain('itself a digest')
    expect(status).toBe(0)
  })

  it.each([
    ['an empty secret', ['--stdin'], '\n'],
    ['no terminal and no source', [], ''],
    ['two sources', ['--stdin', '--file', 'x'], 'x'],
    ['a secret beside --random', ['--random', '--stdin'], 'x'],
    ['a flag of another algorithm', ['--stdin', '--cost', '12'], 'x'],
    ['an unknown variant', ['--stdin', '--variant', 'md5'], 'x'],
    ['iterations below the least', ['--stdin', '--iterations', '1000'], 'x'],
    ['more than 72 bytes for bcrypt', ['--stdin', '--algorithm', 'bcrypt'], 'x'.repeat(73)],
    ['a target beside a cost', ['--stdin', '--target', '1s', '--iterations', '100000'], 'x'],
    ['the secret as an argument', ['insecure_secret'], ''],
  ])('%s is used wrongly: exit 2 and an error document', async (_what, flags, input) => {
    const { stdout, status } = await oidc(['secret', 'hash', ...flags, '--json'], { input })
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: expect.stringMatching(/^ERR_/) } })
    expect(status).toBe(2)
  })

  it('an error without --json leaves stdout empty', async () => {
    const { stdout, stderr, status } = await oidc(['secret', 'hash', '--stdin'], { input: '\n' })
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 })
    expect(stderr).toMatch(/^Error: the secret is empty\n/)
  })

  it('a file that is not there is exit 1', async () => {
    expect((await oidc(['secret', 'hash', '--file', '/nowhere/secret'])).status).toBe(1)
  })
})

describe('oidc secret verify', () => {
  it('exit 0 for the secret of the digest', async () => {
    const { stdout, status } = await oidc(['secret', 'verify', DIGEST, '--stdin'], { input: 'insecure_secret\n' })
    expect(stdout).toMatch(/^match \(pbkdf2-sha512, iterations 310000/)
    expect(status).toBe(0)
  })

  it('exit 3 for another one', async () => {
    const { stdout, status } = await oidc(['secret', 'verify', DIGEST, '--stdin'], { input: 'insecure_Secret\n' })
    expect(stdout).toMatch(/^no match/)
    expect(status).toBe(3)
  })

  it.each([
    ['insecure_secret', true, 0],
    ['another', false, 3],
  ])('--json for %s', async (input, match, exit) => {
    const { stdout, status } = await oidc(['secret', 'verify', DIGEST, '--stdin', '--json'], { input })
    expect(JSON.parse(stdout)).toEqual({
      match,
      algorithm: 'pbkdf2',
      variant: 'pbkdf2-sha512',
      parameters: PARAMETERS,
      advice: [],
    })
    expect(status).toBe(exit)
  })

  it('both halves can come from files', async () => {
    const [digest, secret] = [await secretFile(`${DIGEST}\n`), await secretFile('insecure_secret\n')]
    expect((await oidc(['secret', 'verify', '--digest-file', digest, '--file', secret])).status).toBe(0)
  })

  it('standard input is the secret, never the digest that is missing', async () => {
    const digest = await secretFile(`${DIGEST}\n`)
    const { status } = await oidc(['secret', 'verify', '--digest-file', digest, '--stdin'], {
      input: 'insecure_secret\n',
    })
    expect(status).toBe(0)
    expect(await oidc(['secret', 'verify', '--stdin'], { input: DIGEST })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('the digest is missing'),
    })
  })

  it('--client takes the secret of a client of the configuration', async () => {
    const cwd = await temporaryFolder()
    const clients = `[{client_id: app, client_secret: '${DIGEST}'}, {client_id: spa, public: true}]`
    await writeFile(join(cwd, 'configuration.yml'), `identity_providers: {oidc: {clients: ${clients}}}\n`)
    const verify = (id: string, input: string) => oidc(['secret', 'verify', '--client', id, '--stdin'], { cwd, input })
    expect((await verify('app', 'insecure_secret')).status).toBe(0)
    expect((await verify('app', 'another')).status).toBe(3)
    expect((await verify('spa', 'another')).status).toBe(1)
    expect((await verify('nobody', 'another')).status).toBe(1)
  })

  it.each([
    ['eaten by a shell', '-sha51210000/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'],
    ['eaten by a shell, argon2', '=19=65536,t=3,p=4/eEp2vl0XYZHeNSfqYQ'],
    ['a plain secret', 'another_secret'],
    ['padded', `${DIGEST}==`],
    ['an unknown form', '$foo$bar$baz'],
    ['empty', ''],
  ])('exit 2 for what is no digest: %s', async (_what, digest) => {
    const args = ['secret', 'verify', digest, '--stdin', '--json']
    const { stdout, status } = await oidc(args, { input: 'insecure_secret' })
    expect(status).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ERR_DIGEST_INVALID', hint: expect.any(String) } })
  })

  it('yescrypt: tells what it is, and exit 1 since it cannot be computed', async () => {
    const digest = '$y$j9T$LdJMENpBABJJ3hIHjB1Bi.$oMqgcoiOzXlRJ9kfRv.C0ZlnNYyySjvGGK.z2zcrcT.'
    const { stdout, status } = await oidc(['secret', 'verify', digest, '--stdin', '--json'], {
      input: 'insecure_secret',
    })
    expect(JSON.parse(stdout)).toMatchObject({
      match: null,
      variant: 'yescrypt',
      parameters: { ln: 12, block_size: 32 },
    })
    expect(status).toBe(1)
  })

  it.each([[[]], [[DIGEST, '--digest-file', 'x']]])('%j is used wrongly', async (args) => {
    expect((await oidc(['secret', 'verify', ...args, '--stdin'], { input: 'x' })).status).toBe(2)
  })
})
