import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GENERATED_ENCRYPTION_ALGORITHMS,
  GENERATED_SIGNING_ALGORITHMS,
  type GeneratedAlgorithm,
} from '../../src/keys/algorithms.ts'
import { type ConversionOptions, convertibleKeys, convertKeys, type KeyFormat } from '../../src/keys/convert.ts'
import type { PemEncoding } from '../../src/keys/export.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { thumbprint } from '../../src/keys/key-id.ts'
import { readMaterial } from '../../src/keys/material.ts'
import { anyPublicJwk } from '../../src/keys/plain-key.ts'
import { keys, vectorBytes } from './vectors.ts'

const PASSPHRASE = 'correct horse ∞ battery'
const ask = () => Promise.resolve(PASSPHRASE)

interface Step {
  format: KeyFormat
  encoding: PemEncoding
  encrypt: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  format: fc.constantFrom<KeyFormat>('jwk', 'jwks', 'pem', 'der', 'yaml', 'p12'),
  encoding: fc.constantFrom<PemEncoding>('pkcs8', 'pkcs1', 'sec1'),
  encrypt: fc.boolean(),
})

/** Leaves out what a form cannot do with this key. */
function optionsFor({ format, encoding, encrypt }: Step, key: KeyObject): ConversionOptions {
  const fits = encoding === 'pkcs8' || (encoding === 'pkcs1' ? 'rsa' : 'ec') === key.asymmetricKeyType
  const isSealed = format === 'p12' || (encrypt && (format === 'pem' || format === 'der'))
  return {
    format: format === 'yaml' && key.asymmetricKeyType === 'ed25519' ? 'jwk' : format,
    encoding: fits && !isSealed ? encoding : 'pkcs8',
    isPublic: false,
    passphrase: isSealed ? PASSPHRASE : undefined,
    random: randomBytes,
    iterations: 1000,
  }
}

/** RSA keys are slow to make: one serves all RSA algorithms, which differ in their label alone. */
const rsa = generateKey({ alg: 'RS256' })

function keyFor(alg: GeneratedAlgorithm): ReturnType<typeof generateKey> {
  return /^(RS|PS)/.test(alg) ? rsa : generateKey({ alg })
}

describe('conversions: a key survives every chain of forms', () => {
  it.each([...GENERATED_SIGNING_ALGORITHMS, ...GENERATED_ENCRYPTION_ALGORITHMS] as GeneratedAlgorithm[])(
    '%s',
    async (alg) => {
      const { privateKey, thumbprint: expected } = await keyFor(alg)
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
          let key = privateKey
          for (const next of steps) {
            const bytes = await convertKeys([{ key }], optionsFor(next, key))
            const [found] = convertibleKeys(await readMaterial(bytes, ask), {})
            expect(found?.key.type).toBe('private')
            key = found?.key ?? key
          }
          expect(thumbprint(anyPublicJwk(key))).toBe(expected)
          expect(key.equals(privateKey)).toBe(true)
        }),
        { numRuns: 15, seed: 7638 },
      )
    },
  )
})

describe('conversions: the table of keys', () => {
  const readable = keys.filter(({ thumbprint_sha256, kty }) => thumbprint_sha256 && kty)

  it.each(readable)(
    '$file keeps its thumbprint as JWK or PEM',
    async ({ file, password = '', thumbprint_sha256, crv }) => {
      const format: KeyFormat = crv === 'P-224' ? 'pem' : 'jwks'
      const material = await readMaterial(vectorBytes(file), () => Promise.resolve(password))
      const options: ConversionOptions = { format, encoding: 'pkcs8', isPublic: false, random: randomBytes }
      const again = await readMaterial(await convertKeys(convertibleKeys(material, {}), options))
      expect(thumbprint(anyPublicJwk(again.keys[0]?.key ?? createPublicKey('')))).toBe(thumbprint_sha256)
    },
  )

  it.each([
    'rsa-pss-2048.pkcs8.pem',
    'ec-p256.sec1-with-params.pem',
    'ec-p256.sec1-explicit.pem',
    'ec-p256.wrong-label-sec1-as-pkcs8.pem',
    'rsa-2048.wrong-label-pkcs8-as-pkcs1.pem',
    'rsa-2048.pkcs8-trailing-blank-line.pem',
    'rsa-2048.pkcs8.der',
    'rsa-2048-chain.p12',
  ])('%s becomes what the provider accepts', async (file) => {
    const { checkIssuerKey } = await import('../../src/keys/issuer-key.ts')
    const material = await readMaterial(vectorBytes(file), () => Promise.resolve('test-password'))
    const options: ConversionOptions = { format: 'pem', encoding: 'pkcs8', isPublic: false, random: randomBytes }
    const pem = (await convertKeys(convertibleKeys(material, {}), options)).toString()
    expect(checkIssuerKey({ key: pem }, { now: 0 }).problems).toEqual([])
  })

  it('--public leaves no private half in any form', async () => {
    const { privateKey } = await generateKey({ alg: 'RS256' })
    const d = String(privateKey.export({ format: 'jwk' }).d)
    for (const format of ['jwk', 'jwks', 'pem', 'der', 'yaml'] as const) {
      const bytes = await convertKeys([{ key: privateKey }], {
        format,
        encoding: 'pkcs8',
        isPublic: true,
        random: randomBytes,
      })
      const [found] = convertibleKeys(await readMaterial(bytes), {})
      expect(found?.key.type).toBe('public')
      expect(bytes.toString()).not.toContain(d)
    }
  })
})

describe('conversions: what a form cannot hold is refused', () => {
  const convert = async (options: Partial<ConversionOptions>, count = 1) => {
    const { privateKey } = await generateKey({ alg: 'ES256' })
    const all = Array.from({ length: count }, () => ({ key: privateKey }))
    return convertKeys(all, { format: 'pem', encoding: 'pkcs8', isPublic: false, random: randomBytes, ...options })
  }

  it.each([
    [{ encoding: 'pkcs1' as const }, 1],
    [{ encoding: 'sec1' as const, passphrase: 'x' }, 1],
    [{ format: 'jwk' as const }, 2],
    [{ format: 'p12' as const }, 1],
    [{ format: 'p12' as const, isPublic: true, passphrase: 'x' }, 1],
  ])('%j of %i', async (options, count) => {
    await expect(convert(options, count)).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })
})
