/**
 * Password-based encryption of keys at rest: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC (RFC 8018 §6.2, app. A).
 * Node's own export derives with 2,048 iterations and cannot be told otherwise, so the structures are built here from
 * the ASN.1 of the standard; the cryptography is Node's.
 */
import { createCipheriv, createDecipheriv, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { AsnConvert, AsnProp, AsnPropTypes, AsnType, AsnTypeTypes, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import type { Random } from '../primitives/random.ts'
import { parseDer } from './der.ts'
import { PassphraseWrong, UnreadableEncryption } from './passphrase.ts'

/** OWASP's count for PBKDF2-HMAC-SHA-256. */
export const DEFAULT_ITERATIONS = 600_000

/** Above this a file is refused instead of derived: a damaged or hostile count would keep a core busy for hours. */
export const ITERATION_LIMIT = 10_000_000

export const ID_PBES2 = '1.2.840.113549.1.5.13'
const ID_PBKDF2 = '1.2.840.113549.1.5.12'
const ID_AES_256_CBC = '2.16.840.1.101.3.4.1.42'
const ID_HMAC_SHA256 = '1.2.840.113549.2.9'
const SALT_BYTES = 16
const IV_BYTES = 16
const KEY_BYTES = 32
const NULL = new Uint8Array([5, 0]).buffer

/** RFC 8018 B.1.1, B.1.2; SHA-1 when the field is left out. */
const PRF_HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

/** RFC 8018 B.2.2, RFC 3565 §4.1. */
const CIPHERS: Readonly<Record<string, { name: string; keyBytes: number }>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
}

/** RFC 8018 app. A.4. */
class Pbes2Parameters {
  keyDerivationFunc = new AlgorithmIdentifier()
  encryptionScheme = new AlgorithmIdentifier()
}

/** RFC 8018 app. A.2. */
class Pbkdf2Parameters {
  salt = new OctetString()
  iterationCount = 1
  keyLength?: number
  prf?: AlgorithmIdentifier
}

AsnType({ type: AsnTypeTypes.Sequence })(Pbes2Parameters)
AsnProp({ type: AlgorithmIdentifier })(Pbes2Parameters.prototype, 'keyDerivationFunc')
AsnProp({ type: AlgorithmIdentifier })(Pbes2Parameters.prototype, 'encryptionScheme')
AsnType({ type: AsnTypeTypes.Sequence })(Pbkdf2Parameters)
AsnProp({ type: OctetString })(Pbkdf2Parameters.prototype, 'salt')
AsnProp({ type: AsnPropTypes.Integer })(Pbkdf2Parameters.prototype, 'iterationCount')
AsnProp({ type: AsnPropTypes.Integer, optional: true })(Pbkdf2Parameters.prototype, 'keyLength')
AsnProp({ type: AlgorithmIdentifier, optional: true })(Pbkdf2Parameters.prototype, 'prf')

const derive = promisify(pbkdf2)

export interface Encrypted {
  algorithm: AlgorithmIdentifier
  data: Buffer
}

/** The algorithm identifier of what is derived and encrypted with these values. */
export function pbes2Algorithm(salt: Uint8Array, iterations: number, iv: Uint8Array): AlgorithmIdentifier {
  const kdf = new Pbkdf2Parameters()
  kdf.salt = new OctetString(salt)
  kdf.iterationCount = iterations
  kdf.prf = new AlgorithmIdentifier({ algorithm: ID_HMAC_SHA256, parameters: NULL })
  const parameters = new Pbes2Parameters()
  parameters.keyDerivationFunc = new AlgorithmIdentifier({
    algorithm: ID_PBKDF2,
    parameters: AsnConvert.serialize(kdf),
  })
  parameters.encryptionScheme = new AlgorithmIdentifier({
    algorithm: ID_AES_256_CBC,
    parameters: AsnConvert.serialize(new OctetString(iv)),
  })
  return new AlgorithmIdentifier({ algorithm: ID_PBES2, parameters: AsnConvert.serialize(parameters) })
}

/** Encrypts bytes under a passphrase (UTF-8); the derivation runs in the thread pool. */
export async function encryptPbes2(
  plain: Uint8Array,
  passphrase: string,
  { random, iterations = DEFAULT_ITERATIONS }: { random: Random; iterations?: number },
): Promise<Encrypted> {
  const salt = random(SALT_BYTES)
  const iv = random(IV_BYTES)
  const key = await derive(passphrase, salt, iterations, KEY_BYTES, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  return {
    algorithm: pbes2Algorithm(salt, iterations, iv),
    data: Buffer.concat([cipher.update(plain), cipher.final()]),
  }
}

interface ReadParameters {
  salt: Uint8Array
  iterations: number
  hash: string
  cipher: { name: string; keyBytes: number }
  iv: Uint8Array
}

/**
 * Reads what a PBES2 value was derived and encrypted with; undefined for another key derivation function (scrypt).
 *
 * @throws {@link UnreadableEncryption} for a count over {@link ITERATION_LIMIT} or damaged parameters
 */
function readParameters({ algorithm, parameters }: AlgorithmIdentifier): ReadParameters | undefined {
  const pbes2 = algorithm === ID_PBES2 ? parseDer(new Uint8Array(parameters ?? NULL), Pbes2Parameters) : undefined
  if (!pbes2) throw new UnreadableEncryption('the encryption is not PBES2, or its parameters are damaged')
  const { keyDerivationFunc: kdf, encryptionScheme: scheme } = pbes2
  if (kdf.algorithm !== ID_PBKDF2) return undefined
  const pbkdf = parseDer(new Uint8Array(kdf.parameters ?? NULL), Pbkdf2Parameters)
  const iv = parseDer(new Uint8Array(scheme.parameters ?? NULL), OctetString)
  const hash = PRF_HASHES[pbkdf?.prf?.algorithm ?? '1.2.840.113549.2.7']
  const cipher = CIPHERS[scheme.algorithm]
  if (!pbkdf || !iv || !hash || !cipher) throw new UnreadableEncryption('the PBES2 parameters are damaged or unknown')
  const iterations = Number(pbkdf.iterationCount)
  if (!(iterations >= 1 && iterations <= ITERATION_LIMIT)) {
    throw new UnreadableEncryption(`an iteration count of ${iterations} is beyond the limit of ${ITERATION_LIMIT}`)
  }
  return { salt: new Uint8Array(pbkdf.salt.buffer), iterations, hash, cipher, iv: new Uint8Array(iv.buffer) }
}

/**
 * Checks that a PBES2 value can be derived in reasonable time; foreign key derivation functions are left to OpenSSL,
 * which bounds their memory.
 *
 * @throws {@link UnreadableEncryption}
 */
export function assertDerivable(algorithm: AlgorithmIdentifier): void {
  readParameters(algorithm)
}

/**
 * Decrypts what {@link encryptPbes2} or another tool wrote.
 *
 * @throws {@link PassphraseWrong}, {@link UnreadableEncryption}
 */
export async function decryptPbes2({ algorithm, data }: Encrypted, passphrase: string): Promise<Buffer> {
  const read = readParameters(algorithm)
  if (!read) throw new UnreadableEncryption('the key derivation function is not PBKDF2')
  const { salt, iterations, hash, cipher, iv } = read
  const key = await derive(passphrase, salt, iterations, cipher.keyBytes, hash)
  try {
    const decipher = createDecipheriv(cipher.name, key, iv)
    return Buffer.concat([decipher.update(data), decipher.final()])
  } catch (cause) {
    throw new PassphraseWrong('the passphrase is wrong, or the file is damaged', { cause })
  }
}
