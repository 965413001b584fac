import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { keys, vectorPath, vectorText } from './vectors.ts'

const rsa = vectorPath('rsa-2048.pkcs8.pem')
const [vector] = keys

async function withPassphrase(): Promise<string> {
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'passphrase'), 'test-password\n')
  return cwd
}

describe('keys inspect', () => {
  it('--json: the fields of the contract; exit 0 also for a key that the provider refuses', async () => {
    const { stdout, status } = await oidc(['keys', 'inspect', rsa, vectorPath('rsa-1024.pkcs8.pem'), '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      keys: [
        {
          kty: 'RSA',
          bits: 2048,
          private: true,
          thumbprint: vector?.thumbprint_sha256,
          spki_sha256: vector?.spki_sha256_hex,
          key_ids: vector?.key_ids,
          key_ids_released: vector?.key_ids_released,
          accepted: true,
          problems: [],
        },
        { bits: 1024, accepted: false, problems: [{ severity: 'error', code: 'ERR_KEY_TOO_SMALL' }] },
      ],
    })
  })

  it('an encrypted file needs --passphrase-file without a terminal', async () => {
    const cwd = await withPassphrase()
    const file = vectorPath('rsa-2048.pkcs8-encrypted.pem')
    const refused = await oidc(['keys', 'inspect', file])
    expect([refused.status, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toContain('--passphrase-file')
    const read = await oidc(['keys', 'inspect', file, '--passphrase-file', 'passphrase', '--json'], { cwd })
    expect(JSON.parse(read.stdout).keys[0]).toMatchObject({
      encrypted: true,
      problems: [{ code: 'ERR_KEY_ENCRYPTED' }],
    })
  })

  it('standard input, and the text form', async () => {
    const { stdout } = await oidc(['keys', 'inspect', '-'], { input: vectorText('ec-p256.sec1.pem') })
    expect(stdout).toContain('EC P-256, private')
    expect(stdout).toContain('93e96f0-es256')
  })

  it('a missing file is exit 1, a file without keys too', async () => {
    const cwd = await withPassphrase()
    expect((await oidc(['keys', 'inspect', 'nowhere.pem'], { cwd })).status).toBe(1)
    const { stdout, status } = await oidc(['keys', 'inspect', 'passphrase', '--json'], { cwd })
    expect([status, JSON.parse(stdout).error.code]).toEqual([1, 'ERR_MATERIAL_UNKNOWN'])
  })
})

describe('keys convert', () => {
  it('--out writes a private file 0600 and replaces nothing', async () => {
    const cwd = await temporaryFolder()
    const args = ['keys', 'convert', rsa, '--format', 'jwk', '--out', 'key.json']
    expect((await oidc(args, { cwd })).stdout).toBe('key.json\n')
    expect((await stat(join(cwd, 'key.json'))).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(join(cwd, 'key.json'), 'utf8'))).toMatchObject({
      kid: '1e81d3b-rs256',
      alg: 'RS256',
    })
    expect((await oidc(args, { cwd })).status).toBe(1)
    expect((await oidc([...args, '--force'], { cwd })).status).toBe(0)
  })

  it('labels: --alg gives a new id, --kid stays, an algorithm that does not fit is exit 2', async () => {
    const jwk = async (...flags: string[]) =>
      JSON.parse((await oidc(['keys', 'convert', rsa, '--format', 'jwk', ...flags])).stdout)
    expect(await jwk('--alg', 'PS512')).toMatchObject({ kid: '1e81d3b-ps512', alg: 'PS512', use: 'sig' })
    expect(await jwk('--alg', 'RSA-OAEP-256')).toMatchObject({ kid: '1e81d3b-rsa-oaep-256', use: 'enc' })
    expect(await jwk('--kid', 'mine', '--public')).toMatchObject({ kid: 'mine' })
    expect((await oidc(['keys', 'convert', rsa, '--format', 'jwk', '--alg', 'ES256'])).status).toBe(2)
  })

  it('PKCS#12 to YAML takes the chain along', async () => {
    const cwd = await withPassphrase()
    const args = [
      'keys',
      'convert',
      vectorPath('rsa-2048-chain-legacy.p12'),
      '--passphrase-file',
      'passphrase',
      '--format',
      'yaml',
    ]
    const { stdout } = await oidc(args, { cwd })
    expect(stdout).toContain("- key_id: '1e81d3b-rs256'")
    expect(stdout.match(/BEGIN CERTIFICATE/g)).toHaveLength(3)
  })

  it('change of a passphrase: read with one, write with another', async () => {
    const cwd = await withPassphrase()
    await writeFile(join(cwd, 'new'), 'another')
    const flags = ['--passphrase-file', 'passphrase', '--new-passphrase-file', 'new', '--encrypt', '--out', 'k.pem']
    await oidc(['keys', 'convert', vectorPath('rsa-2048.pkcs8-encrypted.pem'), ...flags], { cwd })
    expect((await oidc(['keys', 'thumbprint', 'k.pem', '--passphrase-file', 'passphrase'], { cwd })).status).toBe(1)
    const { stdout } = await oidc(['keys', 'thumbprint', 'k.pem', '--passphrase-file', 'new'], { cwd })
    expect(stdout).toBe(`${vector?.thumbprint_sha256}\n`)
  })
})

describe('keys thumbprint', () => {
  it.each(
    keys
      .filter(
        ({ thumbprint_sha256, pem_labels, password }) => thumbprint_sha256 && pem_labels.length === 1 && !password,
      )
      .slice(0, 6),
  )('$file', async ({ file, thumbprint_sha256 }) => {
    expect((await oidc(['keys', 'thumbprint', vectorPath(file)])).stdout).toBe(`${thumbprint_sha256}\n`)
  })

  it('--uri (RFC 9278) and --spki', async () => {
    const uri = await oidc(['keys', 'thumbprint', rsa, '--uri'])
    expect(uri.stdout).toBe(`urn:ietf:params:oauth:jwk-thumbprint:sha-256:${vector?.thumbprint_sha256}\n`)
    expect((await oidc(['keys', 'thumbprint', rsa, '--spki'])).stdout).toBe(`${vector?.spki_sha256_hex}\n`)
  })
})

describe('keys match', () => {
  it.each([
    ['rsa-2048.pkcs8.pem', 'chain-rsa-2048-good.pem', 0],
    ['ec-p384.sec1.pem', 'chain-ec-p384-self-signed.pem', 0],
    ['rsa-2048.pkcs8.pem', 'rsa-2048.public-pkcs1.pem', 0],
    ['rsa-2048.pkcs8.pem', 'chain-rsa-2048-not-matching.pem', 3],
    ['ec-p256.pkcs8.pem', 'chain-rsa-2048-good.pem', 3],
  ])('%s and %s: exit %i', async (key, certificate, expected) => {
    const { status, stdout } = await oidc(['keys', 'match', vectorPath(key), vectorPath(certificate), '--json'])
    expect(status).toBe(expected)
    expect(JSON.parse(stdout)).toMatchObject({ match: expected === 0 })
  })
})

describe('keys jwks', () => {
  it('public halves in the published order', async () => {
    const files = ['ec-p256.pkcs8.pem', 'rsa-3072.pkcs8.pem', 'rsa-2048.public-spki.pem'].map(vectorPath)
    const { stdout } = await oidc(['keys', 'jwks', ...files])
    expect(JSON.parse(stdout).keys.map(({ kid, d }: { kid: string; d?: string }) => [kid, d])).toEqual([
      ['1e81d3b-rs256', undefined],
      ['e668a98-rs256', undefined],
      ['93e96f0-es256', undefined],
    ])
  })
})
