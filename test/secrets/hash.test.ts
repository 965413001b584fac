import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { parseDigest } from '../../src/secrets/digest.ts'
import { type HashRequest, hashSecret } from '../../src/secrets/hash.ts'
import { type HashFlags, hashRequest } from '../../src/secrets/hash-request.ts'
import { verifySecret } from '../../src/secrets/verify.ts'

const random = systemRandom
const CHEAP: Readonly<Record<string, HashRequest>> = {
  pbkdf2: { algorithm: 'pbkdf2', iterations: 100_000 },
  argon2: { algorithm: 'argon2', memory: 64, iterations: 1, parallelism: 1 },
  scrypt: { algorithm: 'scrypt', ln: 4 },
  bcrypt: { algorithm: 'bcrypt', cost: 10 },
  'bcrypt-sha256': { algorithm: 'bcrypt', variant: 'bcrypt-sha256', cost: 10 },
  sha2crypt: { algorithm: 'sha2crypt', rounds: 1000 },
}

describe('a new digest', () => {
  it.each([
    ['pbkdf2', /^\$pbkdf2-sha512\$310000\$[A-Za-z0-9./]{22}\$[A-Za-z0-9./]{86}$/],
    ['argon2', /^\$argon2id\$v=19\$m=65536,t=3,p=4\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/],
    ['scrypt', /^\$scrypt\$ln=16,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/],
    ['bcrypt', /^\$2b\$12\$[./A-Za-z0-9]{53}$/],
    ['sha2crypt', /^\$6\$rounds=50000\$[./A-Za-z0-9]{16}\$[./A-Za-z0-9]{86}$/],
  ] as const)('%s: has the provider’s defaults', async (algorithm, form) => {
    expect(await hashSecret({ algorithm }, 'insecure_secret', { random })).toMatch(form)
  })

  it.each([
    ['sha1', 'pbkdf2', 1_600_000, 20],
    ['sha224', 'pbkdf2-sha224', 900_000, 28],
    ['sha256', 'pbkdf2-sha256', 700_000, 32],
    ['sha384', 'pbkdf2-sha384', 280_000, 48],
  ])('pbkdf2 with %s: has that variant’s own iterations and key size', async (variant, name, iterations, keyBytes) => {
    const digest = parseDigest(await hashSecret(hashRequest({ algorithm: 'pbkdf2', variant }), 'x', { random }))
    expect(digest).toMatchObject({ variant: name, parameters: { iterations, key_bytes: keyBytes, salt_bytes: 16 } })
  })

  it.each(Object.entries(CHEAP))('%s: verifies for its secret and for no other', async (_name, request) => {
    const secret = 'pässwörd\0€😀'
    const digest = parseDigest(await hashSecret(request, secret, { random }))
    expect(await verifySecret(digest, secret)).toBe(true)
    expect(await verifySecret(digest, Buffer.from(secret))).toBe(true)
    expect(await verifySecret(digest, secret.replace('€', 'e'))).toBe(false)
  })

  it.each(Object.entries(CHEAP))('%s: has another salt each time', async (_name, request) => {
    const [one, other] = [await hashSecret(request, 'x', { random }), await hashSecret(request, 'x', { random })]
    expect(one).not.toBe(other)
  })

  it.each(Object.entries(CHEAP))('%s: is not made of an empty secret', async (_name, request) => {
    await expect(hashSecret(request, '', { random })).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })

  it('bcrypt: a secret over 72 bytes is refused, not cut', async () => {
    const refused = hashSecret({ algorithm: 'bcrypt', cost: 10 }, 'ä'.repeat(37), { random })
    await expect(refused).rejects.toMatchObject({ code: 'ERR_USAGE', message: expect.stringContaining('74 bytes') })
    const sha256: HashRequest = { algorithm: 'bcrypt', variant: 'bcrypt-sha256', cost: 10 }
    const digest = parseDigest(await hashSecret(sha256, 'ä'.repeat(37), { random }))
    expect(await verifySecret(digest, `${'ä'.repeat(36)}a`)).toBe(false)
  })
})

describe('limits for new digests', () => {
  const refused: HashRequest[] = [
    { algorithm: 'pbkdf2', iterations: 99_999 },
    { algorithm: 'pbkdf2', iterations: 2 ** 31 },
    { algorithm: 'pbkdf2', salt_bytes: 7 },
    { algorithm: 'argon2', memory: 31, parallelism: 4 },
    { algorithm: 'argon2', parallelism: 2 ** 24 },
    { algorithm: 'argon2', salt_bytes: 7 },
    { algorithm: 'argon2', key_bytes: 15 },
    { algorithm: 'scrypt', ln: 59 },
    { algorithm: 'scrypt', block_size: 2 ** 15, parallelism: 2 ** 15 },
    { algorithm: 'scrypt', salt_bytes: 1025 },
    { algorithm: 'bcrypt', cost: 9 },
    { algorithm: 'bcrypt', cost: 32 },
    { algorithm: 'sha2crypt', rounds: 999 },
    { algorithm: 'sha2crypt', salt_bytes: 17 },
  ]
  it.each(refused)('%j is refused', async (request) => {
    await expect(hashSecret(request, 'x', { random })).rejects.toMatchObject({
      code: 'ERR_COST_OUT_OF_RANGE',
      exitCode: 2,
    })
  })

  const beyondTheMachine: HashRequest[] = [
    { algorithm: 'pbkdf2', iterations: 2 ** 31 - 1 },
    { algorithm: 'argon2', memory: 3 * 1024 * 1024 },
    { algorithm: 'argon2', memory: 1024 * 1024, iterations: 10_000 },
    { algorithm: 'scrypt', ln: 24 },
    { algorithm: 'bcrypt', cost: 31 },
    { algorithm: 'sha2crypt', rounds: 999_999_999 },
  ]
  it.each(beyondTheMachine)('%j would take over 2 GiB or 60 s and is not begun', async (request) => {
    await expect(hashSecret(request, 'x', { random })).rejects.toMatchObject({ code: 'ERR_DIGEST_NOT_COMPUTABLE' })
  })
})

describe('flags of secret hash', () => {
  const cases: [HashFlags, HashRequest][] = [
    [
      { algorithm: 'pbkdf2', variant: 'sha256', iterations: 600_000 },
      { algorithm: 'pbkdf2', variant: 'pbkdf2-sha256', iterations: 600_000 },
    ],
    [
      { algorithm: 'pbkdf2', variant: 'pbkdf2-sha512', 'salt-size': 32 },
      { algorithm: 'pbkdf2', variant: 'pbkdf2-sha512', salt_bytes: 32 },
    ],
    [
      { algorithm: 'argon2', variant: 'i', memory: 64 },
      { algorithm: 'argon2', variant: 'argon2i', memory: 64 },
    ],
    [
      { algorithm: 'scrypt', cost: 15, 'block-size': 4, 'key-size': 64 },
      { algorithm: 'scrypt', ln: 15, block_size: 4, key_bytes: 64 },
    ],
    [
      { algorithm: 'bcrypt', variant: 'sha256', cost: 11 },
      { algorithm: 'bcrypt', variant: 'bcrypt-sha256', cost: 11 },
    ],
    [
      { algorithm: 'sha2crypt', variant: 'sha256', iterations: 6000 },
      { algorithm: 'sha2crypt', variant: 'sha2crypt-sha256', rounds: 6000 },
    ],
  ]
  it.each(cases)('%j', (flags, request) => {
    expect(JSON.parse(JSON.stringify(hashRequest(flags)))).toEqual(request)
  })

  const wrong: HashFlags[] = [
    { algorithm: 'pbkdf2', variant: 'md5' },
    { algorithm: 'pbkdf2', variant: '__proto__' },
    { algorithm: 'scrypt', variant: 'id' },
    { algorithm: 'pbkdf2', cost: 12 },
    { algorithm: 'bcrypt', iterations: 12 },
    { algorithm: 'bcrypt', 'salt-size': 16 },
    { algorithm: 'sha2crypt', 'key-size': 32 },
  ]
  it.each(wrong)('%j is a usage error', (flags) => {
    expect(() => hashRequest(flags)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })
})
