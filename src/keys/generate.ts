/** New private keys, made in the thread pool so that the event loop stays free. */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import { UsageError } from '../errors.ts'
import { type GeneratedAlgorithm, type KeyUse, kindFor, MODULUS_LENGTHS, useOf } from './algorithms.ts'
import { computeKeyId, thumbprint } from './key-id.ts'

export interface KeyRequest {
  alg: GeneratedAlgorithm
  /** RSA modulus length in bits (default 2048); refused for other keys. */
  bits?: number | undefined
  /** Default: what the algorithm implies. */
  use?: KeyUse | undefined
  /** Default: the computed id. */
  key_id?: string | undefined
}

export interface GeneratedKey {
  key_id: string
  alg: GeneratedAlgorithm
  use: KeyUse
  kty: 'RSA' | 'EC' | 'OKP'
  /** RSA modulus length. */
  bits?: number
  crv?: string
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: string
  privateKey: KeyObject
  publicKey: KeyObject
}

interface KeyPair {
  privateKey: KeyObject
  publicKey: KeyObject
}

const generateRsa = promisify(generateKeyPair) as (
  type: 'rsa',
  options: { modulusLength: number; publicExponent: number },
) => Promise<KeyPair>
const generateEc = promisify(generateKeyPair) as (type: 'ec', options: { namedCurve: string }) => Promise<KeyPair>
const generateEd25519 = promisify(generateKeyPair) as (type: 'ed25519', options: object) => Promise<KeyPair>

/**
 * Checks what {@link generateKey} would refuse, so that a command can do so before any work.
 *
 * @throws {@link UsageError} when size or use do not go with the algorithm
 */
export function assertKeyRequest({ alg, bits, use = useOf(alg) }: KeyRequest): void {
  if (use !== useOf(alg)) {
    throw new UsageError(`${alg} is an algorithm for ${useOf(alg) === 'sig' ? 'signing' : 'encryption'}`, {
      hint: `use --use ${useOf(alg)}`,
    })
  }
  if (bits === undefined) return
  if (kindFor(alg).kty !== 'RSA') {
    throw new UsageError(`the size of a key for ${alg} is fixed by its curve`, { hint: 'leave --bits out' })
  }
  if (!(MODULUS_LENGTHS as readonly number[]).includes(bits)) {
    throw new UsageError(`RSA keys of ${bits} bits are not made`, { hint: `use one of ${MODULUS_LENGTHS.join(', ')}` })
  }
}

function generatePair(alg: GeneratedAlgorithm, modulusLength: number): Promise<KeyPair> {
  const { kty, crv } = kindFor(alg)
  if (kty === 'OKP') return generateEd25519('ed25519', {})
  if (kty === 'EC' && crv !== undefined) return generateEc('ec', { namedCurve: crv })
  return generateRsa('rsa', { modulusLength, publicExponent: 65537 })
}

/**
 * Generates a private key; RSA keys have 2048 bits unless `bits` says otherwise (RFC 7518 §3.3: at least 2048).
 *
 * @throws {@link UsageError} when size or use do not go with the algorithm
 */
export async function generateKey(request: KeyRequest): Promise<GeneratedKey> {
  assertKeyRequest(request)
  const { alg, bits = 2048, use = useOf(alg) } = request
  const { privateKey, publicKey } = await generatePair(alg, bits)
  const jwk = publicKey.export({ format: 'jwk' }) as JWK
  const { kty, crv } = kindFor(alg)
  return {
    key_id: request.key_id ?? computeKeyId(jwk, alg),
    alg,
    use,
    kty,
    ...(crv === undefined ? { bits } : { crv }),
    thumbprint: thumbprint(jwk),
    privateKey,
    publicKey,
  }
}
