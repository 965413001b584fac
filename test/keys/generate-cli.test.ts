import { createPrivateKey } from 'node:crypto'
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkIssuerKey } from '../../src/keys/issuer-key.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

async function mode(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

describe('keys generate: standard output', () => {
  it('one private JWK, RS256 with 2048 bits unless asked otherwise; nothing on stderr without a terminal', async () => {
    const { stdout, stderr, status } = await oidc(['keys', 'generate'])
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      kty: 'RSA',
      alg: 'RS256',
      use: 'sig',
      kid: expect.stringMatching(/^[0-9a-f]{7}-rs256$/),
    })
  })

  it('--json: the fields of the contract', async () => {
    const { stdout } = await oidc(['keys', 'generate', '--alg', 'ES256', '--json'])
    const document = JSON.parse(stdout)
    expect(Object.keys(document)).toEqual([
      'key_id',
      'alg',
      'use',
      'kty',
      'crv',
      'thumbprint',
      'jwk',
      'public_jwk',
      'private_pem',
      'public_pem',
    ])
    expect(checkIssuerKey({ key: document.private_pem }, { now: 0 })).toMatchObject({
      problems: [],
      issuerKey: { key_id: document.key_id, thumbprint: document.thumbprint, publicJwk: document.public_jwk },
    })
  })

  it('several algorithms and a count give a set, and {"keys"} under --json', async () => {
    const args = ['keys', 'generate', '--alg', 'ES256', '--alg', 'ES384', '--count', '2']
    const algs = (keys: { alg: string }[]) => keys.map(({ alg }) => alg)
    expect(algs(JSON.parse((await oidc(args)).stdout).keys)).toEqual(['ES256', 'ES256', 'ES384', 'ES384'])
    expect(algs(JSON.parse((await oidc([...args, '--json'])).stdout).keys)).toEqual([
      'ES256',
      'ES256',
      'ES384',
      'ES384',
    ])
  })

  it('--format yaml is an entry that the rules of the configuration accept', async () => {
    const { stdout } = await oidc([
      'keys',
      'generate',
      '--alg',
      'ES512',
      '--format',
      'yaml',
      '--cert',
      '--san',
      'a.example.com',
    ])
    const [entry] = parse(stdout)
    expect(checkIssuerKey(entry, { now: Date.now() })).toMatchObject({
      problems: [],
      issuerKey: { key_id: entry.key_id, publicJwk: { x5c: [expect.any(String)] } },
    })
  })

  it('--format pem with the encoding that was asked for', async () => {
    const { stdout } = await oidc(['keys', 'generate', '--alg', 'ES256', '--format', 'pem', '--encoding', 'sec1'])
    expect(stdout).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n[\s\S]+\n-----END EC PRIVATE KEY-----\n$/)
  })

  it('EdDSA is marked as not accepted by the configuration', async () => {
    const { stdout, stderr, status } = await oidc(['keys', 'generate', '--alg', 'EdDSA'])
    expect([status, JSON.parse(stdout).crv]).toEqual([0, 'Ed25519'])
    expect(stderr).toContain('does not accept EdDSA')
  })
})

describe('keys generate --out', () => {
  it('three files with their modes in a folder of mode 0700; standard output names them', async () => {
    const cwd = await temporaryFolder()
    const { stdout, status } = await oidc(['keys', 'generate', '--alg', 'ES256', '--kid', 'mine', '--out', 'keys'], {
      cwd,
    })
    expect(status).toBe(0)
    expect(stdout.trim().split('\n')).toEqual(['keys/mine.private.pem', 'keys/mine.public.pem', 'keys/mine.jwk.json'])
    expect(await mode(join(cwd, 'keys'))).toBe(0o700)
    expect(await mode(join(cwd, 'keys/mine.private.pem'))).toBe(0o600)
    expect(await mode(join(cwd, 'keys/mine.jwk.json'))).toBe(0o600)
    expect(await mode(join(cwd, 'keys/mine.public.pem'))).toBe(0o644)
    expect(await readdir(join(cwd, 'keys'))).toHaveLength(3)
  })

  it('nothing is replaced without --force, and nothing is written when one of the files exists', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'mine.public.pem'), 'precious')
    const args = ['keys', 'generate', '--alg', 'ES256', '--kid', 'mine', '--out', '.']
    const refused = await oidc([...args, '--json'], { cwd })
    expect([refused.status, JSON.parse(refused.stdout).error.code]).toEqual([1, 'ERR_FILE_EXISTS'])
    expect(await readdir(cwd)).toEqual(['mine.public.pem'])
    const forced = await oidc([...args, '--force'], { cwd })
    expect([forced.status, forced.stderr]).toEqual([0, 'Replaced mine.public.pem\n'])
    expect(await readFile(join(cwd, 'mine.public.pem'), 'utf8')).toContain('BEGIN PUBLIC KEY')
  })

  it('a link at the target is not followed', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'victim'), 'precious')
    await symlink(join(cwd, 'victim'), join(cwd, 'mine.private.pem'))
    const args = ['keys', 'generate', '--alg', 'ES256', '--kid', 'mine', '--out', '.']
    expect((await oidc(args, { cwd })).status).toBe(1)
    expect((await oidc([...args, '--force'], { cwd })).status).toBe(0)
    expect(await readFile(join(cwd, 'victim'), 'utf8')).toBe('precious')
  })

  it('a dangling link is something that exists', async () => {
    const cwd = await temporaryFolder()
    await symlink(join(cwd, 'nowhere'), join(cwd, 'mine.jwk.json'))
    expect((await oidc(['keys', 'generate', '--alg', 'ES256', '--kid', 'mine', '--out', '.'], { cwd })).status).toBe(1)
    expect(await readdir(cwd)).toEqual(['mine.jwk.json'])
  })

  it('--encrypt writes no plain private key anywhere', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'passphrase'), 'correct horse\r\n')
    const args = [
      'keys',
      'generate',
      '--alg',
      'ES256',
      '--encrypt',
      '--passphrase-file',
      'passphrase',
      '--kid',
      'k',
      '--out',
      'keys',
    ]
    const { stdout } = await oidc([...args, '--json'], { cwd })
    expect(JSON.parse(stdout)).not.toHaveProperty('jwk')
    expect((await readdir(join(cwd, 'keys'))).sort()).toEqual(['k.private.pem', 'k.public.pem'])
    const pem = await readFile(join(cwd, 'keys/k.private.pem'), 'utf8')
    expect(createPrivateKey({ key: pem, passphrase: 'correct horse' }).asymmetricKeyType).toBe('ec')
  })

  it('--chain writes the chain and the authorities with their keys, 0600', async () => {
    const cwd = await temporaryFolder()
    await oidc(
      [
        'keys',
        'generate',
        '--alg',
        'ES256',
        '--kid',
        'k',
        '--chain',
        'root,intermediate,leaf',
        '--san',
        'a.example.com',
        '--out',
        '.',
      ],
      { cwd },
    )
    expect((await readdir(cwd)).sort()).toEqual([
      'k.chain.pem',
      'k.intermediate.crt.pem',
      'k.intermediate.private.pem',
      'k.jwk.json',
      'k.private.pem',
      'k.public.pem',
      'k.root.crt.pem',
      'k.root.private.pem',
    ])
    for (const name of await readdir(cwd))
      expect(await mode(join(cwd, name))).toBe(/private|jwk/.test(name) ? 0o600 : 0o644)
    const verified = await oidc(
      ['certs', 'verify', 'k.chain.pem', '--key', 'k.private.pem', '--trust', 'k.root.crt.pem', '--strict'],
      { cwd },
    )
    expect(verified.status).toBe(0)
  })
})

describe('keys generate: used wrongly is exit 2', () => {
  it.each([
    [['--alg', 'HS256']],
    [['--alg', 'ES256', '--bits', '2048']],
    [['--alg', 'RS256', '--bits', '1024']],
    [['--kid', '../escape', '--alg', 'ES256']],
    [['--encrypt', '--alg', 'ES256']],
    [['--encrypt', '--format', 'pem', '--alg', 'ES256']],
    [['--passphrase-file', 'x', '--alg', 'ES256']],
    [['--alg', 'EdDSA', '--format', 'yaml']],
    [['--alg', 'ES256', '--cert']],
    [['--alg', 'ES256', '--format', 'p12', '--json']],
  ])('%j', async (args) => {
    const { stdout, status } = await oidc(['keys', 'generate', ...args, '--json'])
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'ERR_USAGE'])
  })

  it('--out on a file', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'file'), '')
    expect((await oidc(['keys', 'generate', '--alg', 'ES256', '--out', 'file'], { cwd })).status).toBe(2)
  })

  it('a folder that cannot be made is exit 1', async () => {
    const cwd = await temporaryFolder()
    expect((await oidc(['keys', 'generate', '--alg', 'ES256', '--out', '/dev/null/keys'], { cwd })).status).toBe(1)
  })
})
