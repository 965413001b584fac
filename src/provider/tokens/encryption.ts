/** Encrypting what was signed for a client: a nested JWT (RFC 7519 §5.2, OpenID Connect Core 1.0 §16.14). */
import { createHash } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import type { ResolvedClient } from '../../config/resolved.ts'
import { plaintextSecret } from '../client/plaintext-secret.ts'
import type { ProviderContext } from '../context.ts'
import { OAuthError } from '../oauth-error.ts'

/** The objects that a client can have encrypted. */
export type EncryptedObject = 'id_token' | 'userinfo' | 'introspection' | 'authorization' | 'access_token'

const DEFAULT_ENC = 'A128CBC-HS256'

/** Octets of the key that an algorithm wraps with, by its name. */
function symmetricLength(alg: string, enc: string): number | undefined {
  if (alg === 'dir')
    return { 'A128CBC-HS256': 32, 'A192CBC-HS384': 48, 'A256CBC-HS512': 64, A128GCM: 16, A192GCM: 24, A256GCM: 32 }[enc]
  const bits = /^A(128|192|256)(?:GCM)?KW$/.exec(alg)?.[1]
  if (bits !== undefined) return Number(bits) / 8
  const wrapped = /^PBES2-HS\d+\+A(128|192|256)KW$/.exec(alg)?.[1]
  return wrapped === undefined ? undefined : Number(wrapped) / 8
}

/** Core §10.2: the left-most octets of a SHA-2 hash of the secret, the smallest that is long enough. */
function symmetricKey(secret: string, octets: number): Uint8Array {
  const hash = octets <= 32 ? 'sha256' : octets <= 48 ? 'sha384' : 'sha512'
  return createHash(hash).update(secret, 'utf8').digest().subarray(0, octets)
}

/** The key that a client's secret gives for a symmetric algorithm; `undefined` for others, and without a plain secret. */
export function clientSymmetricKey(client: ResolvedClient, alg: string, enc: string): Uint8Array | undefined {
  const octets = symmetricLength(alg, enc)
  const secret = plaintextSecret(client)
  return octets === undefined || secret === undefined ? undefined : symmetricKey(secret, octets)
}

async function recipientKey(
  context: ProviderContext,
  client: ResolvedClient,
  alg: string,
  enc: string,
  key_id: string,
) {
  if (symmetricLength(alg, enc) !== undefined) return clientSymmetricKey(client, alg, enc)
  return context.clientKeys.find(client, { kid: key_id === '' ? undefined : key_id, alg, use: 'enc' })
}

/** The JWT as it is, or nested in a JWE where the client asks for that. */
export async function encryptForClient(
  context: ProviderContext,
  client: ResolvedClient,
  object: EncryptedObject,
  jwt: string,
  cty: string,
): Promise<string> {
  const alg = client[`${object}_encrypted_response_alg`]
  if (alg === '' || alg === 'none') return jwt
  const enc = client[`${object}_encrypted_response_enc`] || DEFAULT_ENC
  const kid = client[`${object}_encrypted_response_key_id`]
  const key = await recipientKey(context, client, alg, enc, kid)
  if (key === undefined) {
    throw new OAuthError('server_error', {
      detail: {
        rule: 'Core §10.2: the recipient has a key for the algorithm',
        option: context.clients.optionPath(client, `${object}_encrypted_response_alg`),
        sent: alg,
      },
    })
  }
  return new CompactEncrypt(Buffer.from(jwt))
    .setProtectedHeader({ alg, enc, typ: 'JWT', cty, ...(kid === '' ? {} : { kid }) })
    .encrypt(key)
}
