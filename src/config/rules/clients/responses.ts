/** Rules of signing and encrypting what a client gets. */
import { CONTENT_ENCRYPTION_ALGORITHMS, KEY_MANAGEMENT_ALGORITHMS } from '../../../spec/algorithms.ts'
import { describeValue } from '../../decode/describe-value.ts'
import { RESPONSE_OBJECTS, type ResponseObject } from '../../schema/client-response-options.ts'
import { allowedHint } from '../one-of.ts'
import { reportSigning, resolveSigning } from '../signing.ts'
import { type ClientContext, type ClientRule, clientLabel } from './client-context.ts'

/** Objects that may not go out unsigned; their default is RS256, that of the others none. */
const ALWAYS_SIGNED: readonly ResponseObject[] = ['authorization', 'id_token']

/** The algorithm and key of an object for a client. */
export function signingOf(
  { client, keys, secret }: Pick<ClientContext, 'client' | 'keys' | 'secret'>,
  object: ResponseObject,
) {
  const isSigned = ALWAYS_SIGNED.includes(object)
  return resolveSigning(keys, {
    alg: client[`${object}_signed_response_alg`] ?? '',
    keyId: client[`${object}_signed_response_key_id`] ?? '',
    fallback: isSigned ? 'RS256' : 'none',
    mayBeUnsigned: !isSigned,
    plaintextSecret: secret === 'plaintext' || secret === 'unknown',
  })
}

function signing(object: ResponseObject): ClientRule {
  return (context) => {
    const { client, index, report, pathOf, keys } = context
    reportSigning(report, signingOf(context, object), {
      alg: pathOf(`${object}_signed_response_alg`),
      keyId: pathOf(`${object}_signed_response_key_id`),
      keys,
      subject: `${clientLabel(client, index)}: `,
    })
  }
}

const ALLOWED = ['none', ...KEY_MANAGEMENT_ALGORITHMS.filter((alg) => alg !== 'dir')]
/** Key wrapping and password-based algorithms take their key from the client secret. */
const SYMMETRIC = /^(A\d+(GCM)?KW|PBES2-.*)$/

function encryptionAlgorithm(object: ResponseObject, alg: string, { tell }: ClientContext): boolean {
  const option = `${object}_encrypted_response_alg` as const
  if (ALLOWED.includes(alg)) return true
  const hint = alg === '' ? `add ${option}, such as RSA-OAEP-256` : allowedHint(alg, ALLOWED)
  const message = alg === '' ? 'a key id is given without an algorithm' : `${describeValue(alg)} cannot be used here`
  tell('ERR_CLIENT_ENCRYPTION_ALGORITHM', option, message, { hint })
  return false
}

function encryptionKeys(object: ResponseObject, alg: string, { secret, hasKeys, tell }: ClientContext): void {
  const option = `${object}_encrypted_response_alg` as const
  if (alg === 'none') return
  if (SYMMETRIC.test(alg)) {
    if (secret === 'plaintext' || secret === 'unknown') return
    tell('ERR_CLIENT_SECRET_HASHED', option, `${alg} needs the client secret in plain text`, {
      hint: 'use RSA-OAEP-256 or ECDH-ES with keys of the client',
    })
  } else if (!hasKeys) {
    tell('ERR_CLIENT_ENCRYPTION_KEYS', option, `${alg} needs keys of the client`, { hint: 'add jwks or jwks_uri' })
  }
  if (alg !== 'RSA1_5') return
  tell('ERR_CLIENT_RSA1_5', option, 'RSA1_5 is never computed here: it is open to padding oracles', {
    hint: 'use RSA-OAEP-256',
  })
}

function encryption(object: ResponseObject): ClientRule {
  return (context) => {
    const { client, tell } = context
    const alg = client[`${object}_encrypted_response_alg`] ?? ''
    const keyId = client[`${object}_encrypted_response_key_id`] ?? ''
    const isOff = keyId === '' && (alg === '' || alg === 'none')
    if (isOff || !encryptionAlgorithm(object, alg, context)) return
    encryptionKeys(object, alg, context)
    if (signingOf(context, object).alg === 'none') {
      tell(
        'ERR_CLIENT_ENCRYPTION_UNSIGNED',
        `${object}_encrypted_response_alg`,
        'what is encrypted must be signed too',
        {
          hint: `set ${object}_signed_response_alg, such as RS256`,
        },
      )
    }
    contentEncryption(object, context)
  }
}

function contentEncryption(object: ResponseObject, { client, tell }: ClientContext): void {
  const option = `${object}_encrypted_response_enc` as const
  const enc = client[option] ?? ''
  if (enc === '' || (CONTENT_ENCRYPTION_ALGORITHMS as readonly string[]).includes(enc)) return
  tell('ERR_CLIENT_ENCRYPTION_ALGORITHM', option, `there is no content encryption ${describeValue(enc)}`, {
    hint: allowedHint(enc, CONTENT_ENCRYPTION_ALGORITHMS),
  })
}

export const RESPONSE_RULES: readonly ClientRule[] = [
  ...RESPONSE_OBJECTS.map(signing),
  ...RESPONSE_OBJECTS.map(encryption),
]
