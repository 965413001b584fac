import { createPrivateKey } from 'node:crypto'
import { EncryptedData, EncryptedPrivateKeyInfo } from '@peculiar/asn1-pkcs8'
import { AsnConvert } from '@peculiar/asn1-schema'
import { describe, expect, it } from 'vitest'
import { decryptPkcs8, encryptPem } from '../../src/keys/encrypted.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { pbes2Algorithm } from '../../src/keys/pbes2.ts'
import { readPkcs12, writePkcs12 } from '../../src/keys/pkcs12.ts'
import { pkcs12MacKey } from '../../src/keys/pkcs12-mac.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { vectorBytes } from './vectors.ts'

describe('encrypted keys', () => {
  it('Node reads the encrypted PKCS#8 that we write', async () => {
    const { privateKey } = await generateKey({ alg: 'ES256' })
    const pem = await encryptPem(privateKey, 'Grüße', { random: systemRandom })
    expect(createPrivateKey({ key: pem, passphrase: 'Grüße' }).equals(privateKey)).toBe(true)
    expect(() => createPrivateKey({ key: pem, passphrase: 'other' })).toThrow()
  })

  it('a count of iterations that would take hours is refused before it is computed', async () => {
    const encryptionAlgorithm = pbes2Algorithm(Buffer.alloc(16), 2 ** 31 - 1, Buffer.alloc(16))
    const info = new EncryptedPrivateKeyInfo({
      encryptionAlgorithm,
      encryptedData: new EncryptedData(Buffer.alloc(32)),
    })
    const der = Buffer.from(AsnConvert.serialize(info))
    await expect(decryptPkcs8(der, 'x')).rejects.toMatchObject({ code: 'ERR_ENCRYPTION_UNREADABLE' })
    const mac = { passphrase: 'x', salt: Buffer.alloc(16), iterations: 2 ** 31 - 1, hash: 'sha256' as const }
    await expect(pkcs12MacKey(mac)).rejects.toMatchObject({ code: 'ERR_ENCRYPTION_UNREADABLE' })
  })
})

describe('PKCS#12', () => {
  it('written without a certificate, read back, and the MAC covers everything', async () => {
    const { privateKey } = await generateKey({ alg: 'ES384' })
    const options = { key: privateKey, chain: [], passphrase: 'Grüße 🔑', random: systemRandom, iterations: 1000 }
    const p12 = await writePkcs12(options)
    const { keys } = await readPkcs12(p12, 'Grüße 🔑')
    expect(keys[0]?.equals(privateKey)).toBe(true)
    const bent = Buffer.from(p12)
    bent[bent.length >> 1] = (bent[bent.length >> 1] ?? 0) ^ 1
    await expect(readPkcs12(bent, 'Grüße 🔑')).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_/) })
  })

  it.each(['rsa-2048-chain.p12', 'rsa-2048-chain-legacy.p12'])(
    '%s: key and three certificates, in order',
    async (file) => {
      const { keys, certificates } = await readPkcs12(vectorBytes(file), 'test-password')
      expect(keys[0]?.equals(createPrivateKey(vectorBytes('rsa-2048.pkcs8.pem')))).toBe(true)
      expect(certificates).toHaveLength(3)
    },
  )
})
