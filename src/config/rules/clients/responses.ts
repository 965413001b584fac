/** Rules of signing and encrypting what a client gets. */
import { CONTENT_ENCRYPTION_ALGORITHMS, KEY_MANAGEMENT_ALGORITHMS } from '../../../spec/algorithms.ts'
import { describeValue } from '../../decode/describe-value.ts'
import { RESPONSE_OPTION_NAMES, type ResponseObject } from '../../schema/client-response-options.ts'
import { allowedHint } from '../one-of.ts'
import { reportSigning, resolveSigning } from '../signing.ts'
import { type ClientContext, type ClientRule, clientLabel } from './client-context.ts'

/** Objects that may not go out unsigned; their default is RS256, that of the others none. */
const ALWAYS_SIGNED: readonly ResponseObject[] = ['authorization', 'id_token']

type ObjectOptions = (typeof RESPONSE_OPTION_NAMES)[number]

/** The algorithm and key of an object for a client. */
export function signingOf(
  { client, keys, secret }: Pick<ClientContext, 'client' | 'keys' | 'secret'>,
  { object, signedAlg, signedKeyId }: ObjectOptions,
) {
  const isSigned = ALWAYS_SIGNED.includes(object)
  return resolveSigning(keys, {
    alg: client[signedAlg] ?? '',
    keyId: client[signedKeyId] ?? '',
    fallback: isSigned ? 'RS256' : 'none',
    mayBeUnsigned: !isSigned,
    plaintextSecret: secret === 'plaintext' || secret === 'unknown',
  })
}

function signing(options: ObjectOptions): ClientRule {
  return (context) => {
    const signing = signingOf(context, options)
    if (signing.fault === undefined) return
    const { client, index, report, pathOf, keys } = context
    reportSigning(report, signing, {
      alg: pathOf(options.signedAlg),
      keyId: pathOf(options.signedKeyId),
      keys,
      subject: `${clientLabel(client, index)}: `,
    })
  }
}

const ALLOWED = ['none', ...KEY_MANAGEMENT_ALGORITHMS.filter((alg) => alg !== 'dir')]
/** Key wrapping and password-based algorithms take their key from the client secret. */
const SYMMETRIC = /^(A\d+(GCM)?KW|PBES2-.*)$/

type EncryptionOption = ObjectOptions['encryptedAlg']

function encryptionAlgorithm(option: EncryptionOption, alg: string, { tell }: ClientContext): boolean {
  if (ALLOWED.includes(alg)) return true
  const hint = alg === '' ? `add ${option}, such as RSA-OAEP-256` : allowedHint(alg, ALLOWED)
  const message = alg === '' ? 'a key id is given without an algorithm' : `${describeValue(alg)} cannot be used here`
  tell('ERR_CLIENT_ENCRYPTION_ALGORITHM', option, message, { hint })
  return false
}

function encryptionKeys(option: EncryptionOption, alg: string, { secret, hasKeys, tell }: ClientContext): void {
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

function encryption(options: ObjectOptions): ClientRule {
  const { encryptedAlg, encryptedKeyId, signedAlg } = options
  return (context) => {
    const { client, tell } = context
    const alg = client[encryptedAlg] ?? ''
    const keyId = client[encryptedKeyId] ?? ''
    const isOff = keyId === '' && (alg === '' || alg === 'none')
    if (isOff || !encryptionAlgorithm(encryptedAlg, alg, context)) return
    encryptionKeys(encryptedAlg, alg, context)
    if (signingOf(context, options).alg === 'none') {
      tell('ERR_CLIENT_ENCRYPTION_UNSIGNED', encryptedAlg, 'what is encrypted must be signed too', {
        hint: `set ${signedAlg}, such as RS256`,
      })
    }
    contentEncryption(options, context)
  }
}

function contentEncryption({ encryptedEnc }: ObjectOptions, { client, tell }: ClientContext): void {
  const enc = client[encryptedEnc] ?? ''
  if (enc === '' || (CONTENT_ENCRYPTION_ALGORITHMS as readonly string[]).includes(enc)) return
  tell('ERR_CLIENT_ENCRYPTION_ALGORITHM', encryptedEnc, `there is no content encryption ${describeValue(enc)}`, {
    hint: allowedHint(enc, CONTENT_ENCRYPTION_ALGORITHMS),
  })
}

export const RESPONSE_RULES: readonly ClientRule[] = [
  ...RESPONSE_OPTION_NAMES.map(signing),
  ...RESPONSE_OPTION_NAMES.map(encryption),
]
