import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { parseDigest } from '../../src/secrets/digest.ts'
import { hashSecret } from '../../src/secrets/hash.ts'
import { verifySecret } from '../../src/secrets/verify.ts'

/** Of the test program of crypt_blowfish 1.3 (Openwall); the bytes in hexadecimal. */
const ROWS: readonly [digest: string, secret: string][] = [
  ['$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', '552a55'],
  ['$2b$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e', 'ffffa3'],
  ['$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq', 'a3'],
  ['$2y$05$/OK.fbVrR/bpIqNJ5ianF.nRht2l/HRhr6zmCp9vYUvvsqynflf9e', 'ffa3333435'],
  ['$2a$05$/OK.fbVrR/bpIqNJ5ianF.R9xrDjiycxMbQE2bp.vgqlYpW5wx2yy', 'aa55'.repeat(36)],
]

describe('bcrypt looks at bytes', () => {
  it.each(ROWS)('%s of other tools, over bytes that are no UTF-8', async (text, secret) => {
    expect(await verifySecret(parseDigest(text), Buffer.from(secret, 'hex'))).toBe(true)
    expect(await verifySecret(parseDigest(text), Buffer.from(`${secret.slice(0, -2)}00`, 'hex'))).toBe(false)
  })

  it('a NUL byte does not end the secret', async () => {
    const digest = parseDigest(
      await hashSecret({ algorithm: 'bcrypt', cost: 10 }, 'nul\0one', { random: systemRandom }),
    )
    expect(await verifySecret(digest, 'nul\0one')).toBe(true)
    expect(await verifySecret(digest, 'nul\0two')).toBe(false)
    expect(await verifySecret(digest, 'nul')).toBe(false)
  })

  it('the 73rd byte and those behind it do not count', async () => {
    const digest = parseDigest('$2a$05$/OK.fbVrR/bpIqNJ5ianF.swQOIzjOiJ9GHEPuhEkvqrUyvWhEMx6')
    const secret = Buffer.alloc(72, 0xaa)
    const ignored = Buffer.from('chars after 72 are ignored as usual'.repeat(20))
    expect(await verifySecret(digest, secret)).toBe(true)
    expect(await verifySecret(digest, Buffer.concat([secret, ignored]))).toBe(true)
    expect(await verifySecret(digest, secret.subarray(1))).toBe(false)
  })

  it('8 at a time give 8 right answers', async () => {
    const secrets = Array.from({ length: 8 }, (_, n) => `secret ${n}`)
    const request = { algorithm: 'bcrypt' as const, cost: 10 }
    const texts = await Promise.all(secrets.map((secret) => hashSecret(request, secret, { random: systemRandom })))
    const verdicts = await Promise.all(texts.map((text, n) => verifySecret(parseDigest(text), secrets[n] ?? '')))
    expect(verdicts).toEqual(secrets.map(() => true))
  })
})
