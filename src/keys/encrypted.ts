/** Encrypted private keys: PKCS#8 (RFC 5958 §3) read and written, legacy PEM with a DEK-Info header read. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { EncryptedData, EncryptedPrivateKeyInfo } from '@peculiar/asn1-pkcs8'
import { AsnConvert } from '@peculiar/asn1-schema'
import type { Random } from '../primitives/random.ts'
import { parseDer } from './der.ts'
import { PassphraseWrong, UnreadableEncryption } from './passphrase.ts'
import { assertDerivable, encryptPbes2, ID_PBES2 } from './pbes2.ts'
import { encodePem, type PemBlock } from './pem.ts'

/** An encrypted PKCS#8 value: PBES2, AES-256-CBC, PBKDF2-HMAC-SHA-256 with 600,000 iterations by default. */
export async function encryptPkcs8(
  key: KeyObject,
  passphrase: string,
  options: { random: Random; iterations?: number },
): Promise<EncryptedPrivateKeyInfo> {
  const plain = key.export({ format: 'der', type: 'pkcs8' })
  const { algorithm, data } = await encryptPbes2(plain, passphrase, options)
  plain.fill(0)
  return new EncryptedPrivateKeyInfo({ encryptionAlgorithm: algorithm, encryptedData: new EncryptedData(data) })
}

/** As {@link encryptPkcs8}, as PEM. */
export async function encryptPem(
  key: KeyObject,
  passphrase: string,
  options: { random: Random; iterations?: number },
): Promise<string> {
  const encrypted = await encryptPkcs8(key, passphrase, options)
  return encodePem('ENCRYPTED PRIVATE KEY', new Uint8Array(AsnConvert.serialize(encrypted)))
}

function opensslReason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function decryptingFailed(cause: unknown): Error {
  return opensslReason(cause) === 'ERR_OSSL_UNSUPPORTED'
    ? new UnreadableEncryption('the encryption is not supported here', { cause })
    : new PassphraseWrong('the passphrase is wrong, or the key is damaged', { cause })
}

/**
 * Reads an encrypted PKCS#8 value, whichever cipher and key derivation OpenSSL knows.
 *
 * @throws {@link PassphraseWrong}, {@link UnreadableEncryption}
 */
export async function decryptPkcs8(der: Uint8Array, passphrase: string): Promise<KeyObject> {
  const info = parseDer(der, EncryptedPrivateKeyInfo)
  if (!info) throw new UnreadableEncryption('the encrypted key is damaged')
  const { encryptionAlgorithm: algorithm, encryptedData } = info
  if (algorithm.algorithm !== ID_PBES2) {
    const { decryptLegacyPbe } = await import('./forge.ts')
    const plain = decryptLegacyPbe(algorithm, new Uint8Array(encryptedData.buffer), passphrase)
    return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
  }
  assertDerivable(algorithm)
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8', passphrase })
  } catch (cause) {
    throw decryptingFailed(cause)
  }
}

/**
 * Reads a PEM block with `Proc-Type` and `DEK-Info` headers (RFC 1421 §4.6.1): one round of MD5 derives its key.
 *
 * @throws {@link PassphraseWrong}, {@link UnreadableEncryption}
 */
export async function decryptLegacyPem({ text }: PemBlock, passphrase: string): Promise<KeyObject> {
  try {
    return createPrivateKey({ key: text, format: 'pem', passphrase })
  } catch (cause) {
    const { decryptLegacyRsaPem } = await import('./forge.ts')
    const pem = decryptLegacyRsaPem(text, passphrase)
    if (pem === undefined) throw decryptingFailed(cause)
    return createPrivateKey(pem)
  }
}
