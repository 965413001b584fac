/**
 * The one door to node-forge, for what neither Node nor the ASN.1 packages compute: the RC2 and Triple-DES ciphers of
 * PKCS#12 (RFC 7292 app. C), and single DES of legacy PEM.
 */
import { createPrivateKey } from 'node:crypto'
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import forge from 'node-forge'
import { PassphraseWrong, UnreadableEncryption } from './passphrase.ts'
import { ITERATION_LIMIT } from './pbes2.ts'

function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

/** PKCS#12 ciphers of RFC 7292 app. C that forge computes: Triple-DES with three keys and RC2 with 40 bits. */
const LEGACY_PBE = ['1.2.840.113549.1.12.1.3', '1.2.840.113549.1.12.1.6']

/** The count stands second in `pkcs-12PbeParams`. */
function iterationsOf(parameters: forge.asn1.Asn1): number {
  const count = Array.isArray(parameters.value) ? parameters.value[1]?.value : undefined
  return typeof count === 'string' ? Number.parseInt(Buffer.from(count, 'latin1').toString('hex'), 16) : Number.NaN
}

/**
 * Decrypts what a PKCS#12 cipher of RFC 7292 app. C encrypted.
 *
 * @throws {@link PassphraseWrong}, {@link UnreadableEncryption}
 */
export function decryptLegacyPbe(
  { algorithm, parameters }: AlgorithmIdentifier,
  data: Uint8Array,
  passphrase: string,
): Buffer {
  if (!LEGACY_PBE.includes(algorithm)) throw new UnreadableEncryption(`the cipher ${algorithm} is not supported`)
  const asn1 = readAsn1(new Uint8Array(parameters ?? new ArrayBuffer(0)))
  const iterations = asn1 && iterationsOf(asn1)
  if (!asn1 || !iterations || iterations > ITERATION_LIMIT) {
    throw new UnreadableEncryption('the parameters of the encryption are damaged')
  }
  const cipher = legacyCipher(algorithm, asn1, passphrase)
  cipher.update(forge.util.createBuffer(binary(data)))
  if (!cipher.finish()) throw new PassphraseWrong('the passphrase is wrong, or the file is damaged')
  return Buffer.from(cipher.output.getBytes(), 'latin1')
}

function readAsn1(der: Uint8Array): forge.asn1.Asn1 | undefined {
  try {
    return forge.asn1.fromDer(binary(der))
  } catch {
    return undefined
  }
}

interface LegacyCipher {
  update(input: forge.util.ByteStringBuffer): void
  finish(): boolean
  output: forge.util.ByteStringBuffer
}

/** `pki.pbe` is public in forge and missing in its type declarations. */
interface PbeCiphers {
  pbe: { getCipherForPKCS12PBE(oid: string, parameters: forge.asn1.Asn1, passphrase: string): LegacyCipher }
}

function hasPbe(pki: object): pki is PbeCiphers {
  return 'pbe' in pki
}

function legacyCipher(oid: string, parameters: forge.asn1.Asn1, passphrase: string): LegacyCipher {
  const { pki } = forge
  try {
    if (hasPbe(pki)) return pki.pbe.getCipherForPKCS12PBE(oid, parameters, passphrase)
  } catch (cause) {
    throw new UnreadableEncryption('the parameters of the encryption are damaged', { cause })
  }
  throw new UnreadableEncryption('the cipher is not supported')
}

/** Reads a legacy encrypted RSA key whose cipher OpenSSL has put away; PEM of the plain key, or undefined. */
export function decryptLegacyRsaPem(pem: string, passphrase: string): string | undefined {
  try {
    const key = forge.pki.decryptRsaPrivateKey(pem, passphrase)
    return key
      ? createPrivateKey(forge.pki.privateKeyToPem(key)).export({ format: 'pem', type: 'pkcs8' }).toString()
      : undefined
  } catch {
    return undefined
  }
}
