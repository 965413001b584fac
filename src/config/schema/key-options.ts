/** `identity_providers.oidc.jwks[]` and `clients[].jwks[]`. */
import { ISSUER_SIGNING_ALGORITHMS, KEY_MANAGEMENT_ALGORITHMS } from '../../spec/algorithms.ts'
import { defineOptions } from './option.ts'

export const ISSUER_KEY_OPTIONS = defineOptions({
  key_id: {
    type: 'string',
    derived: 'the first 7 hex digits of the key’s RFC 7638 thumbprint, `-`, and the algorithm in lower case',
    description: 'The name of the key: the `kid` of the published key and of every token signed with it.',
    rules:
      'At most 100 characters; letters, digits and `.` `_` `~` `-`, with a letter or digit at both ends. Unique among the signing keys, and among the encryption keys. Released servers compute 6 digits instead of 7: where clients may have stored the id of a key in use, write it out.',
    see: ['RFC 7517 §4.5', 'RFC 7638'],
  },
  use: {
    type: 'string',
    default: 'sig',
    values: ['sig', 'enc'],
    description: 'What the key is for: `sig` signs tokens, `enc` opens what clients encrypt for the provider.',
    see: ['RFC 7517 §4.2'],
  },
  algorithm: {
    type: 'string',
    values: [...ISSUER_SIGNING_ALGORITHMS, ...KEY_MANAGEMENT_ALGORITHMS],
    derived:
      'from the key: RSA `RS256`, P-256 `ES256`, P-384 `ES384`, P-521 `ES512`; for `use: enc` RSA `RSA-OAEP-256`, curves `ECDH-ES+A256KW`',
    description: 'The algorithm that the key is used with. The first key of an algorithm signs by default.',
    rules:
      'Exact case. A signing algorithm for `sig`, a key management algorithm for `enc`. One key must have `RS256`.',
    see: ['RFC 7518 §3.1', 'RFC 7518 §4.1'],
  },
  key: {
    type: 'private-key',
    required: true,
    secret: true,
    description: 'The private key as PEM text, written in the file or taken from one with the `template` filter.',
    rules:
      'RSA of 2048 bits or more, or an elliptic curve key on P-256, P-384 or P-521; PKCS#1, SEC1 or PKCS#8, one block, not encrypted.',
    see: ['RFC 7468'],
  },
  certificate_chain: {
    type: 'certificate-chain',
    description:
      'Certificates of the key as PEM text, its own first and each signed by the next. They are published with the key as `x5c` and `x5t`.',
    rules: 'The first belongs to the key; all are valid today; each is signed by the one after it.',
    see: ['RFC 7517 §4.7'],
  },
})

export const CLIENT_KEY_OPTIONS = defineOptions({
  key_id: {
    type: 'string',
    required: true,
    description: 'The `kid` that the client writes into what it signs with this key.',
    see: ['RFC 7517 §4.5'],
  },
  use: {
    type: 'string',
    default: 'sig',
    values: ['sig', 'enc'],
    description: '`sig`: the client signs with the private half; `enc`: the provider encrypts to this key.',
    see: ['RFC 7517 §4.2'],
  },
  algorithm: {
    type: 'string',
    values: ISSUER_SIGNING_ALGORITHMS,
    derived: 'from the key, as for the provider’s own keys',
    description: 'The algorithm that the key is used with.',
    rules: 'A signing algorithm, also where `use` is `enc`: leave it out there.',
    see: ['RFC 7518 §3.1'],
  },
  key: {
    type: 'public-key',
    required: true,
    description: 'The public key of the client as PEM text.',
    rules:
      'A PUBLIC KEY: RSA of 2048 bits or more, or an elliptic curve key. Private keys and certificates are refused.',
    see: ['RFC 7468 §13'],
  },
  certificate_chain: {
    type: 'certificate-chain',
    description: 'Certificates of the key as PEM text, its own first and each signed by the next.',
    rules: 'As for the provider’s own keys.',
    see: ['RFC 7517 §4.7'],
  },
})
