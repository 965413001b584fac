/** `identity_providers.oidc`: the provider itself. */
import { ISSUER_SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { CLIENT_OPTIONS } from './client-options.ts'
import { CORS_OPTIONS } from './cors-options.ts'
import { ISSUER_KEY_OPTIONS } from './key-options.ts'
import { LIFESPAN_OPTIONS } from './lifespan-options.ts'
import { type Decoded, defineOptions } from './option.ts'
import { AUTHORIZATION_POLICY_OPTIONS, CLAIMS_POLICY_OPTIONS, SCOPE_OPTIONS } from './policy-options.ts'

export const PKCE_ENFORCEMENTS = ['public_clients_only', 'never', 'always'] as const

export const PROVIDER_OPTIONS = defineOptions({
  hmac_secret: {
    type: 'string',
    secret: true,
    description:
      'The secret behind opaque tokens and codes. Draw 64 random letters and digits or more, with `oidc secret generate --for hmac`.',
    rules:
      'Used as the SHA-256 of its text, so any length works; the provider does not check it, this program advises.',
  },
  jwks: {
    type: 'entries',
    required: true,
    options: ISSUER_KEY_OPTIONS,
    description: 'The private keys of the provider. The first one of an algorithm signs, the others are published.',
    rules: 'One key with the algorithm `RS256` at least; not together with `issuer_private_key`.',
    see: ['RFC 7517', 'OpenID Connect Discovery 1.0 §3'],
  },
  issuer_private_key: {
    type: 'private-key',
    secret: true,
    deprecated: '`jwks` with an entry that has this `key`, the `algorithm` RS256 and the `use` sig',
    description: 'The one private key of earlier releases.',
    rules: 'RSA of 2048 bits or more; not together with `jwks`.',
  },
  issuer_certificate_chain: {
    type: 'certificate-chain',
    deprecated: '`jwks[0].certificate_chain`',
    description: 'The certificates of `issuer_private_key`.',
    rules: 'As for `jwks[].certificate_chain`; not without `issuer_private_key`.',
  },
  enable_client_debug_messages: {
    type: 'boolean',
    default: false,
    description: 'Tells clients more about what went wrong. For development alone.',
  },
  minimum_parameter_entropy: {
    type: 'integer',
    default: 8,
    description: 'The least length of `state` and `nonce`.',
    rules: 'Below 8 draws a warning; -1 switches the check off; 0 and other negative numbers mean the default.',
    see: ['RFC 6749 §10.10'],
  },
  enforce_pkce: {
    type: 'string',
    default: 'public_clients_only',
    values: PKCE_ENFORCEMENTS,
    description: 'Which clients must use PKCE.',
    see: ['RFC 7636', 'RFC 9700 §2.1.1'],
  },
  enable_pkce_plain_challenge: {
    type: 'boolean',
    default: false,
    description: 'Accepts the PKCE method `plain`, which protects little.',
    see: ['RFC 7636 §7.2'],
  },
  enable_jwt_access_token_stateless_introspection: {
    type: 'boolean',
    default: false,
    description: 'Answers introspection of JWT access tokens from the token alone, without looking it up.',
    rules: 'Has an effect only where a client has `access_token_signed_response_alg`.',
    see: ['RFC 7662'],
  },
  discovery_signed_response_alg: {
    type: 'string',
    default: 'none',
    values: ['none', ...ISSUER_SIGNING_ALGORITHMS],
    description: 'The algorithm of the signed metadata in the discovery documents.',
    rules: 'An algorithm of one of the keys, or `none`.',
    see: ['RFC 8414 §2.1'],
  },
  discovery_signed_response_key_id: {
    type: 'string',
    default: '',
    description: 'The key that signs the metadata. It decides the algorithm.',
    rules: 'The `key_id` of one of the signing keys.',
    see: ['RFC 8414 §2.1'],
  },
  require_pushed_authorization_requests: {
    type: 'boolean',
    default: false,
    description: 'All clients must push their authorization requests.',
    see: ['RFC 9126 §5'],
  },
  authorization_policies: {
    type: 'named',
    placeholder: 'NAME',
    value: {
      type: 'object',
      options: AUTHORIZATION_POLICY_OPTIONS,
      description: 'One policy. The names `one_factor`, `two_factor` and `deny` are taken.',
    },
    description: 'Policies of your own that clients choose with `authorization_policy`.',
  },
  lifespans: {
    type: 'object',
    options: LIFESPAN_OPTIONS,
    description: 'How long tokens and codes live. 0 means the default.',
  },
  claims_policies: {
    type: 'named',
    placeholder: 'NAME',
    since: '4.39',
    value: { type: 'object', options: CLAIMS_POLICY_OPTIONS, description: 'One policy.' },
    description: 'Which claims stand in tokens, and claims of your own; clients choose one with `claims_policy`.',
  },
  scopes: {
    type: 'named',
    placeholder: 'NAME',
    since: '4.39',
    value: { type: 'object', options: SCOPE_OPTIONS, description: 'One scope.' },
    description: 'Scopes of your own with the claims they give.',
    rules: 'Standard scopes cannot be redefined; names with `authelia.` are reserved, `authelia.pam` excepted.',
  },
  cors: {
    type: 'object',
    options: CORS_OPTIONS,
    description: 'Which web pages of other origins may call the endpoints.',
  },
  clients: {
    type: 'entries',
    required: true,
    options: CLIENT_OPTIONS,
    description: 'The applications that may use the provider.',
    rules: 'One at least.',
  },
})

/** The section after decoding. */
export type ProviderOptions = Decoded<typeof PROVIDER_OPTIONS>

/** An entry of `clients` after decoding. */
export type ClientOptions = Decoded<typeof CLIENT_OPTIONS>
