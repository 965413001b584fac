import { monitorEventLoopDelay } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { type MacHash, pkcs12MacKey } from '../../src/keys/pkcs12-mac.ts'

interface Row {
  made_with: string
  hash: MacHash
  passphrase: string
  salt: string
  iterations: number
  key: string
}

const SEVENTY_BYTES = `${'0'.repeat(139)}7`

/** Rows of `openssl kdf … PKCS12KDF` are of OpenSSL 3.0.19, with `-kdfopt id:3`. */
const ROWS: readonly Row[] = [
  {
    made_with: 'evpkdf_pkcs12.txt of OpenSSL',
    hash: 'sha1',
    passphrase: 'smeg',
    salt: '3d83c0e4546ac140',
    iterations: 1,
    key: '8d967d88f6caa9d714800ab3d48051d63f73a312',
  },
  {
    made_with: 'evpkdf_pkcs12.txt of OpenSSL',
    hash: 'sha1',
    passphrase: 'queeg',
    salt: '263216fcc2fab31c',
    iterations: 1000,
    key: '5ec4c7a80df652294c3925b6489a7ab857c83476',
  },
  {
    made_with: 'openssl kdf; a salt longer than a block, a passphrase beyond the BMP',
    hash: 'sha256',
    passphrase: 'Grüße 🔑',
    salt: SEVENTY_BYTES,
    iterations: 5000,
    key: 'e977b41bf1aa3a3478e77ea2f731cbf915bffb1afe1be1ad7754d44d4837530f',
  },
  {
    made_with: 'openssl kdf; the same',
    hash: 'sha384',
    passphrase: 'Grüße 🔑',
    salt: SEVENTY_BYTES,
    iterations: 5000,
    key: '587cdadde3e94473bf5dd2dee3eef0f4c40b3339a74022885194cac99cb9da1bf9d65260b8ea4c2bdef0e69d3006422a',
  },
  {
    made_with: 'openssl kdf; an empty passphrase, which is the two zero bytes of its end (app. B.1)',
    hash: 'sha512',
    passphrase: '',
    salt: '3d83c0e4546ac140',
    iterations: 4097,
    key: '97ad7823cf024db29e8291bc82936b9bd5ec740972c33464991e549d15af8f28b0ae2a62aa534f42ef77760e9156c4e3febafb3b6ee6e107aabba14793175ad4',
  },
]

describe('RFC 7292 app. B.2: the MAC key of a PKCS#12 file', () => {
  it.each(ROWS)('$hash, $iterations iterations ($made_with)', async ({ salt, key, ...request }) => {
    const derived = await pkcs12MacKey({ ...request, salt: Buffer.from(salt, 'hex') })
    expect(derived.toString('hex')).toBe(key)
  })

  it('other work is not held up', async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    await pkcs12MacKey({ passphrase: 'x', salt: Buffer.alloc(16), iterations: 600_000, hash: 'sha256' })
    delay.disable()
    // Percentiles, since the machine may be busy with other things: a held loop would show in half of the samples.
    expect(delay.percentile(50) / 1e6).toBeLessThan(50)
  })
})
