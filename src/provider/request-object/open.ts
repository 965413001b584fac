/** Opening a request object: decryption, then the signature (RFC 9101 §6.1, §6.2). */
import { compactDecrypt, compactVerify, decodeProtectedHeader, type JWTPayload, UnsecuredJWT } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import { SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { hmacKey, plaintextSecret } from '../client/plaintext-secret.ts'
import type { Exchange } from '../context.ts'
import { clientSymmetricKey } from '../tokens/encryption.ts'

/** Why an object cannot be opened; `keyless`: the client has nothing registered to open it with. */
export class ObjectRefused extends Error {
  readonly keyless: boolean
  constructor(reason: string, { keyless = false }: { keyless?: boolean } = {}) {
    super(reason)
    this.keyless = keyless
  }
}

const TYPES: readonly string[] = ['oauth-authz-req+jwt', 'jwt']

function plainType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '')
}

function demandType({ context }: Exchange, typ: string | undefined): void {
  if (typ === undefined ? !context.asReleased('request_object_leniency') : TYPES.includes(plainType(typ))) return
  throw new ObjectRefused('the typ is missing or of something else')
}

async function decryptionKey(
  { context }: Exchange,
  client: ResolvedClient,
  alg: string,
  enc: string,
  kid: string | undefined,
) {
  const symmetric = clientSymmetricKey(client, alg, enc)
  if (symmetric !== undefined) return symmetric
  const key = context.keys.keys.find((one) => one.use === 'enc' && one.alg === alg && one.kid === kid)
  if (key === undefined) throw new ObjectRefused('there is no key of the issuer to decrypt it with')
  return key.privateKey()
}

function demandEncryption(
  { request_object_encryption_alg, request_object_encryption_enc }: ResolvedClient,
  alg: string,
  enc: string,
): void {
  const isAlg = request_object_encryption_alg === '' || request_object_encryption_alg === alg
  const isEnc = request_object_encryption_enc === '' || request_object_encryption_enc === enc
  if (!isAlg || !isEnc) throw new ObjectRefused('it is not encrypted the way the client is registered for')
}

/** The signed object inside an encrypted one. */
async function decrypt(exchange: Exchange, client: ResolvedClient, text: string): Promise<string> {
  const { alg = '', enc = '', kid, cty } = decodeProtectedHeader(text)
  if (typeof enc !== 'string') throw new ObjectRefused('it has no enc')
  demandEncryption(client, alg, enc)
  const key = await decryptionKey(exchange, client, alg, enc, kid)
  const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] }
  const { plaintext } = await compactDecrypt(text, key, options)
  const inner = Buffer.from(plaintext).toString('utf8')
  const { typ } = decodeProtectedHeader(inner)
  if (cty !== undefined && typ !== undefined && plainType(cty) !== plainType(typ)) {
    throw new ObjectRefused('the cty is not the typ of what is inside')
  }
  return inner
}

function demandAlgorithm({ request_object_signing_alg }: ResolvedClient, alg: string): void {
  const isFit =
    request_object_signing_alg === ''
      ? (SIGNING_ALGORITHMS as readonly string[]).includes(alg)
      : alg === request_object_signing_alg
  if (!isFit) throw new ObjectRefused('the alg is not the one of the client')
}

async function verificationKey({ context }: Exchange, client: ResolvedClient, alg: string, kid: string | undefined) {
  if (alg.startsWith('HS')) {
    const secret = plaintextSecret(client)
    if (secret === undefined) throw new ObjectRefused('the client has no plaintext secret', { keyless: true })
    if (kid !== undefined) throw new ObjectRefused('a symmetric object names a key')
    return hmacKey(secret, alg, context.asReleased)
  }
  if (client.jwks.length === 0 && client.jwks_uri === '')
    throw new ObjectRefused('the client has no keys', { keyless: true })
  if (kid === undefined) throw new ObjectRefused('it names no key')
  const key = await context.clientKeys.find(client, { kid, alg, use: 'sig' })
  if (key === undefined) throw new ObjectRefused('the client has no such key')
  return key
}

async function verify(exchange: Exchange, client: ResolvedClient, text: string): Promise<JWTPayload> {
  const {
    alg = '',
    kid,
    typ,
  } = text.endsWith('.') ? { alg: 'none', kid: undefined, typ: unsecuredType(text) } : decodeProtectedHeader(text)
  demandType(exchange, typ)
  demandAlgorithm(client, alg)
  if (alg === 'none') return UnsecuredJWT.decode(text, { currentDate: new Date(exchange.milliseconds) }).payload
  const { payload } = await compactVerify(text, await verificationKey(exchange, client, alg, kid), {
    algorithms: [alg],
  })
  return JSON.parse(Buffer.from(payload).toString('utf8'))
}

function unsecuredType(text: string): string | undefined {
  const header: { typ?: string } = JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString('utf8'))
  return header.typ
}

/**
 * The claims of a request object that is genuine.
 *
 * @throws {@link ObjectRefused}, and what jose throws for one that cannot be read
 */
export async function openObject(exchange: Exchange, client: ResolvedClient, text: string): Promise<JWTPayload> {
  const signed = text.split('.').length === 5 ? await decrypt(exchange, client, text) : text
  const claims = await verify(exchange, client, signed)
  if (typeof claims !== 'object' || claims === null) throw new ObjectRefused('it has no claims')
  return claims
}
