import { describe, expect, it } from 'vitest'
import { inspectMaterial } from '../../src/keys/inspect.ts'
import { readMaterial } from '../../src/keys/material.ts'
import { chains, keys, NOW, vectorBytes, vectorText } from './vectors.ts'

const ask = (password: string | undefined) => () =>
  password === undefined ? Promise.reject(new Error('nobody should ask')) : Promise.resolve(password)

/** Files whose content no reader can use; the table gives no thumbprint for them either. */
const UNREADABLE = ['rsa-2048.pkcs8-corrupt.pem']

describe('keys inspect: the table of keys', () => {
  it.each(keys.filter(({ file }) => !UNREADABLE.includes(file)))('$file', async (vector) => {
    const material = await readMaterial(vectorBytes(vector.file), ask(vector.password))
    const [key] = inspectMaterial(material, { text: vectorText(vector.file), now: NOW })
    expect(key?.accepted).toBe(vector.verdict === 'accept')
    if (vector.tool?.startsWith('refuse') || vector.verdict === 'refuse') expect(key?.problems).not.toEqual([])
    if (!vector.thumbprint_sha256) return
    expect(key).toMatchObject({
      kty: vector.kty,
      private: vector.private,
      thumbprint: vector.thumbprint_sha256,
      spki_sha256: vector.spki_sha256_hex,
      key_ids: vector.key_ids ?? {},
      key_ids_released: vector.key_ids_released ?? {},
      ...(vector.kty === 'RSA' ? { bits: vector.bits } : { crv: vector.crv }),
    })
  })

  it.each(UNREADABLE)('%s is damaged', async (file) => {
    await expect(readMaterial(vectorBytes(file))).rejects.toMatchObject({ code: 'ERR_MATERIAL_DAMAGED' })
  })

  it.each(keys.filter(({ password }) => password))('$file: a wrong passphrase is told apart', async ({ file }) => {
    await expect(readMaterial(vectorBytes(file), ask('wrong'))).rejects.toMatchObject({ code: 'ERR_PASSPHRASE_WRONG' })
    await expect(readMaterial(vectorBytes(file))).rejects.toMatchObject({ code: 'ERR_PASSPHRASE_MISSING', exitCode: 2 })
  })
})

describe('keys inspect: certificates', () => {
  const readable = chains.filter(({ certificates, file }) => certificates && !file.includes('with-private-key'))

  it.each(readable)('$file: names, serials, dates and digests', async ({ file, certificates = [], x5t, x5t_s256 }) => {
    const material = await readMaterial(vectorBytes(file))
    const [leaf] = inspectMaterial(material, { text: vectorText(file), now: NOW })
    expect(leaf).toMatchObject({ private: false, accepted: false, x5t, 'x5t#S256': x5t_s256 })
    expect(leaf?.certificates?.map(({ serial, not_before, not_after }) => ({ serial, not_before, not_after }))).toEqual(
      certificates.map(({ serial, not_before, not_after }) => ({
        serial: serial.padStart(serial.length + (serial.length % 2), '0'),
        not_before: not_before.replace('Z', '.000Z'),
        not_after: not_after.replace('Z', '.000Z'),
      })),
    )
  })
})

describe('keys inspect: other forms', () => {
  const passphrase = () => Promise.resolve('test-password')

  it.each(['rsa-2048-chain.p12', 'rsa-2048-chain-legacy.p12'])('%s: key and chain of a PKCS#12 file', async (file) => {
    const material = await readMaterial(vectorBytes(file), passphrase)
    const [key, ...others] = inspectMaterial(material, { text: '', now: NOW })
    expect(others).toEqual([])
    expect(key).toMatchObject({
      thumbprint: keys[0]?.thumbprint_sha256,
      x5t: chains[0]?.x5t,
      private: true,
      encrypted: true,
    })
    expect(key?.problems).toMatchObject([{ code: 'ERR_KEY_NOT_PEM' }])
  })

  it('a configuration is judged entry by entry', async () => {
    const indent = (file: string) => vectorText(file).trimEnd().replace(/^/gm, '          ')
    const text = [
      'identity_providers:',
      '  oidc:',
      '    jwks:',
      `      - key: |\n${indent('rsa-2048.pkcs8.pem')}`,
      `        certificate_chain: |\n${indent('chain-rsa-2048-good.pem')}`,
      `      - algorithm: RS256\n        key: |\n${indent('ec-p256.pkcs8.pem')}`,
    ].join('\n')
    const inspected = inspectMaterial(await readMaterial(Buffer.from(text)), { text, now: NOW })
    expect(inspected).toMatchObject([
      { where: 'jwks[0]', accepted: true, problems: [], x5t: chains[0]?.x5t },
      { where: 'jwks[1]', crv: 'P-256', accepted: true, problems: [{ code: 'ERR_KEY_ALGORITHM_MISMATCH' }] },
    ])
  })

  it('a private key and its certificates in one file belong together, and are no key for the configuration', async () => {
    const text = vectorText('rsa-2048.pkcs8.pem') + vectorText('chain-rsa-2048-good.pem')
    const [key] = inspectMaterial(await readMaterial(Buffer.from(text)), { text, now: NOW })
    expect(key).toMatchObject({ private: true, x5t: chains[0]?.x5t, problems: [{ code: 'ERR_KEY_SEVERAL_BLOCKS' }] })
  })
})
