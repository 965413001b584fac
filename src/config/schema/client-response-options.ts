/** Signing and encryption of what a client gets: five kinds of objects with the same five options each. */
import { CONTENT_ENCRYPTION_ALGORITHMS, KEY_MANAGEMENT_ALGORITHMS, SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { defineOptions, type ScalarOption } from './option.ts'

export const RESPONSE_OBJECTS = ['authorization', 'id_token', 'access_token', 'userinfo', 'introspection'] as const

export type ResponseObject = (typeof RESPONSE_OBJECTS)[number]

/** What the five options of an object are called. */
export interface ResponseOptionNames {
  signedAlg: `${ResponseObject}_signed_response_alg`
  signedKeyId: `${ResponseObject}_signed_response_key_id`
  encryptedAlg: `${ResponseObject}_encrypted_response_alg`
  encryptedEnc: `${ResponseObject}_encrypted_response_enc`
  encryptedKeyId: `${ResponseObject}_encrypted_response_key_id`
}

/** The objects with the names of their options, put together once for all clients. */
export const RESPONSE_OPTION_NAMES: readonly (ResponseOptionNames & { object: ResponseObject })[] =
  RESPONSE_OBJECTS.map((object) => ({
    object,
    signedAlg: `${object}_signed_response_alg`,
    signedKeyId: `${object}_signed_response_key_id`,
    encryptedAlg: `${object}_encrypted_response_alg`,
    encryptedEnc: `${object}_encrypted_response_enc`,
    encryptedKeyId: `${object}_encrypted_response_key_id`,
  }))

const DESCRIPTIONS: Readonly<Record<ResponseObject, { words: string; default: string; see: string }>> = {
  authorization: { words: 'authorization responses (JARM)', default: 'RS256', see: 'JARM §3' },
  id_token: { words: 'ID tokens', default: 'RS256', see: 'OpenID Connect Core 1.0 §2' },
  access_token: { words: 'access tokens', default: 'none', see: 'RFC 9068 §2.1' },
  userinfo: { words: 'userinfo answers', default: 'none', see: 'OpenID Connect Core 1.0 §5.3.2' },
  introspection: { words: 'introspection answers', default: 'none', see: 'RFC 9701 §6' },
}

type Text = ScalarOption<'string'>

type ResponseObjectOptions = {
  [Name in `${ResponseObject}_signed_response_alg` | `${ResponseObject}_signed_response_key_id`]: Text
} & {
  [Name in
    | `${ResponseObject}_encrypted_response_alg`
    | `${ResponseObject}_encrypted_response_enc`
    | `${ResponseObject}_encrypted_response_key_id`]: Text
}

function signing(object: ResponseObject): Record<string, Text> {
  const { words, default: preset, see } = DESCRIPTIONS[object]
  const unsigned = preset === 'none'
  const jwt = object === 'access_token' ? ' Anything but `none` makes them JWTs.' : ''
  return {
    [`${object}_signed_response_alg`]: {
      type: 'string',
      default: preset,
      values: [...SIGNING_ALGORITHMS, ...(unsigned ? ['none'] : [])],
      description: `The algorithm that ${words} for this client are signed with.${jwt}`,
      rules: `An algorithm of one of the provider’s keys, or \`HS*\` with a plain text client secret.${unsigned ? '' : ' `none` is refused.'}`,
      see: [see],
    },
    [`${object}_signed_response_key_id`]: {
      type: 'string',
      derived: 'the first key of the algorithm',
      description: `The key of the provider that signs ${words} for this client. It decides the algorithm.`,
      rules: 'The `key_id` of one of the provider’s signing keys.',
      see: [see],
    },
  }
}

function encryption(object: ResponseObject): Record<string, Text> {
  const { words } = DESCRIPTIONS[object]
  return {
    [`${object}_encrypted_response_alg`]: {
      type: 'string',
      default: 'none',
      since: '4.39',
      values: ['none', ...KEY_MANAGEMENT_ALGORITHMS.filter((alg) => alg !== 'dir')],
      description: `The key management algorithm that ${words} for this client are encrypted with.`,
      rules:
        'The object must be signed too. RSA and ECDH-ES need keys of the client (`jwks` or `jwks_uri`); the symmetric ones its secret in plain text.',
      see: ['RFC 7518 §4.1'],
    },
    [`${object}_encrypted_response_enc`]: {
      type: 'string',
      derived: '`A128CBC-HS256` where the algorithm is set',
      since: '4.39',
      values: CONTENT_ENCRYPTION_ALGORITHMS,
      description: `The content encryption algorithm for ${words} of this client.`,
      see: ['RFC 7518 §5.1'],
    },
    [`${object}_encrypted_response_key_id`]: {
      type: 'string',
      default: '',
      since: '4.39',
      description: `The key of the client that ${words} are encrypted to.`,
      rules: 'The algorithm must be given too.',
      see: ['RFC 7517 §4.5'],
    },
  }
}

export const RESPONSE_OBJECT_OPTIONS: Readonly<ResponseObjectOptions> = defineOptions(
  Object.assign({}, ...RESPONSE_OBJECTS.map((object) => ({ ...signing(object), ...encryption(object) }))),
)
