import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import {
  CompactEncrypt,
  calculateJwkThumbprint,
  compactDecrypt,
  importJWK,
  importPKCS8,
  importSPKI,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  GENERATED_ENCRYPTION_ALGORITHMS,
  GENERATED_SIGNING_ALGORITHMS,
  type GeneratedAlgorithm,
} from '../../src/keys/algorithms.ts'
import { planKeys, withDistinctIds } from '../../src/keys/batch.ts'
import { exportPrivatePem, exportYaml } from '../../src/keys/export.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { finishKey } from '../../src/keys/generated.ts'
import { loadIssuerKey } from '../../src/keys/issuer-key.ts'
import { NOW } from './vectors.ts'

async function documentOf(alg: GeneratedAlgorithm) {
  return finishKey(await generateKey({ alg }), { encoding: 'pkcs8' }).document
}

const KINDS: Readonly<Record<string, object>> = {
  RS: { kty: 'RSA', bits: 2048 },
  PS: { kty: 'RSA', bits: 2048 },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
}

describe('generated keys: jose signs and verifies with them', () => {
  it.each(GENERATED_SIGNING_ALGORITHMS)('%s', async (alg) => {
    const document = await documentOf(alg)
    expect(document).toMatchObject({ alg, use: 'sig', ...(KINDS[alg] ?? KINDS[alg.slice(0, 2)]) })
    const signed = await new SignJWT({}).setProtectedHeader({ alg }).sign(await importPKCS8(document.private_pem, alg))
    await jwtVerify(signed, await importSPKI(document.public_pem, alg))
    const byJwk = await new SignJWT({}).setProtectedHeader({ alg }).sign(await importJWK(document.jwk ?? {}, alg))
    await jwtVerify(byJwk, await importJWK(document.public_jwk, alg))
    expect(await calculateJwkThumbprint(document.public_jwk)).toBe(document.thumbprint)
    expect(document.key_id).toBe(document.jwk?.kid)
  })

  it.each(GENERATED_ENCRYPTION_ALGORITHMS)('%s encrypts', async (alg) => {
    const document = await documentOf(alg)
    const jwe = await new CompactEncrypt(Buffer.from('text'))
      .setProtectedHeader({ alg, enc: 'A256GCM' })
      .encrypt(await importJWK(document.public_jwk, alg))
    const { plaintext } = await compactDecrypt(jwe, await importJWK(document.jwk ?? {}, alg))
    expect(Buffer.from(plaintext).toString()).toBe('text')
    expect(document).toMatchObject({ use: 'enc', key_id: expect.stringMatching(/^[0-9a-f]{7}-[a-z0-9.-]+$/) })
  })
})

describe('generated keys: forms', () => {
  it('the public JWK holds nothing private, members stand in the published order', async () => {
    const { jwk = {}, public_jwk } = await documentOf('RS256')
    expect(Object.keys(public_jwk)).toEqual(['use', 'kty', 'kid', 'alg', 'n', 'e'])
    expect(Object.keys(jwk)).toEqual(['use', 'kty', 'kid', 'alg', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'])
    expect(Object.keys((await documentOf('ES256')).public_jwk)).toEqual(['use', 'kty', 'kid', 'crv', 'alg', 'x', 'y'])
  })

  it.each([
    ['RS256', 'pkcs1', 'RSA PRIVATE KEY'],
    ['ES384', 'sec1', 'EC PRIVATE KEY'],
    ['ES512', 'pkcs8', 'PRIVATE KEY'],
  ] as const)('%s as %s', async (alg, encoding, label) => {
    const { privateKey } = await generateKey({ alg })
    const pem = exportPrivatePem(privateKey, encoding)
    expect(pem.split('\n')[0]).toBe(`-----BEGIN ${label}-----`)
    expect(createPrivateKey(pem).equals(privateKey)).toBe(true)
    expect(loadIssuerKey({ key: pem }, { now: NOW }).alg).toBe(alg)
  })

  it('the YAML entry is read back by the rules of the configuration, with exactly one final line feed', async () => {
    const { key_id, alg, use, private_pem } = await documentOf('ES256')
    const [entry] = parse(exportYaml({ key_id, alg, use, key: private_pem, certificate_chain: 'x\ny\n' }))
    expect(entry).toEqual({ key_id, algorithm: alg, use, key: private_pem, certificate_chain: 'x\ny\n' })
  })

  it.each([3072, 4096])('RSA with %s bits', async (bits) => {
    const { publicKey } = await generateKey({ alg: 'PS256', bits })
    expect(publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: bits, publicExponent: 65537n })
  })
})

describe('keys generate: what does not go together is refused before any work', () => {
  const plan = (request: object) => () =>
    planKeys({ algs: [], count: 1, encoding: 'pkcs8', ...request } as Parameters<typeof planKeys>[0])

  it.each([
    [{ algs: ['RS256'], bits: 1024 }],
    [{ algs: ['RS256'], bits: 2047 }],
    [{ algs: ['ES256'], bits: 2048 }],
    [{ algs: ['ES256'], use: 'enc' }],
    [{ algs: ['RSA-OAEP'], use: 'sig' }],
    [{ key_id: 'a', count: 2 }],
    [{ key_id: '../a' }],
    [{ key_id: 'a'.repeat(101) }],
    [{ algs: ['ES256'], encoding: 'pkcs1' }],
    [{ algs: ['RS256'], encoding: 'sec1' }],
  ])('%j', (request) => {
    expect(plan(request)).toThrow(expect.objectContaining({ code: 'ERR_USAGE', exitCode: 2 }))
  })

  it('defaults: RS256, RSA-OAEP-256 for enc; a size goes to the RSA keys of a mixture', () => {
    expect(plan({})()).toMatchObject([{ alg: 'RS256' }])
    expect(plan({ use: 'enc' })()).toMatchObject([{ alg: 'RSA-OAEP-256' }])
    expect(plan({ algs: ['RS256', 'ES256'], bits: 4096, count: 2 })().map(({ alg, bits }) => [alg, bits])).toEqual([
      ['RS256', 4096],
      ['RS256', 4096],
      ['ES256', undefined],
      ['ES256', undefined],
    ])
  })
})

describe('key_id: clashes of 28 bits', () => {
  it('the later key gets a longer prefix: 8 digits, then 10', async () => {
    const key = await generateKey({ alg: 'ES256' })
    const hex = Buffer.from(key.thumbprint, 'base64url').toString('hex')
    expect(withDistinctIds([key], [key.key_id])).toMatchObject({
      keys: [{ key_id: `${hex.slice(0, 8)}-es256` }],
      extended: [{ from: key.key_id, to: `${hex.slice(0, 8)}-es256` }],
    })
    expect(withDistinctIds([key], [key.key_id, `${hex.slice(0, 8)}-es256`]).keys[0]?.key_id).toBe(
      `${hex.slice(0, 10)}-es256`,
    )
    expect(withDistinctIds([key, key]).extended).toHaveLength(1)
  })
})

describe('computed key ids and leading zeros', () => {
  it('coordinates keep their full width (RFC 7518 §6.2.1.2)', () => {
    for (let tried = 0; tried < 200; tried++) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
      const jwk = publicKey.export({ format: 'jwk' }) as JWK
      expect(Buffer.from(jwk.x ?? '', 'base64url')).toHaveLength(66)
    }
  })
})
