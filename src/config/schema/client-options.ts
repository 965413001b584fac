/** `clients[]`: the applications that may use the provider. */
import { GRANT_TYPES } from '../../spec/grant-types.ts'
import { RESPONSE_MODES, RESPONSE_TYPES } from '../../spec/response-types.ts'
import { ENDPOINT_AUTHENTICATION_OPTIONS } from './client-authentication-options.ts'
import { RESPONSE_OBJECT_OPTIONS } from './client-response-options.ts'
import { CLIENT_KEY_OPTIONS } from './key-options.ts'
import { defineOptions } from './option.ts'

export const CLIENT_OPTIONS = defineOptions({
  client_id: {
    type: 'string',
    required: true,
    description: 'The identifier of the client, as it is typed into the application.',
    rules:
      'At most 100 characters out of letters, digits and `.` `_` `~` `-`. Exact case counts; no two clients share one.',
    see: ['RFC 6749 §2.2'],
  },
  client_name: {
    type: 'string',
    derived: '`client_id`',
    description: 'The name that users see when they are asked for consent.',
  },
  client_secret: {
    type: 'client-secret',
    secret: true,
    description:
      'The secret of a confidential client, stored as a digest: PBKDF2, argon2, scrypt, bcrypt or SHA-crypt. Make one with `oidc secret generate --hash pbkdf2`.',
    rules:
      'A plain text secret (or `$plaintext$…`) is accepted with a warning, except where it is needed: `client_secret_jwt` and the `HS*` algorithms. None for public clients and for `private_key_jwt`. Quote it: a number is refused.',
    see: ['RFC 6749 §2.3.1'],
  },
  sector_identifier_uri: {
    type: 'uri',
    description:
      'The https address of a JSON list of redirect URIs. Clients that name the same address see the same `sub` for a user; without it all clients do.',
    rules:
      'https, no fragment, no user name. The list must hold every redirect URI of the client. Changing it changes every `sub` of the client. A bare host, as earlier releases wanted, draws a warning.',
    see: ['OpenID Connect Core 1.0 §8.1'],
  },
  public: {
    type: 'boolean',
    default: false,
    description: 'Whether the client cannot keep a secret: single-page, mobile and desktop applications.',
    rules: 'A public client has no secret and authenticates with `none` everywhere.',
    see: ['RFC 6749 §2.1'],
  },
  redirect_uris: {
    type: 'uris',
    default: [],
    description:
      'Where the answer of an authorization may be sent. Compared letter by letter, loopback ports excepted.',
    rules:
      'Each is absolute. `urn:ietf:wg:oauth:2.0:oob` only for public clients. At run time a fragment, and plain http to a host that is not loopback, are refused.',
    see: ['RFC 6749 §3.1.2', 'RFC 8252 §7'],
  },
  request_uris: {
    type: 'uris',
    default: [],
    description: 'Where the provider may fetch request objects of the client from.',
    rules: 'https each, none twice.',
    see: ['RFC 9101 §5.2'],
  },
  audience: {
    type: 'strings',
    default: [],
    description: 'The audiences that the client may ask for in access tokens.',
    rules: 'Required with the scope `authelia.bearer.authz`.',
    see: ['RFC 9068 §3'],
  },
  scopes: {
    type: 'strings',
    default: ['openid', 'groups', 'profile', 'email'],
    derived: 'nothing for a client with the grant `client_credentials`',
    description: 'The scopes that the client may ask for.',
    rules:
      'Standard scopes and those of `scopes`; others warn. `client_credentials` clients may list anything but `openid`, `offline_access` and `offline`. `offline_access` needs a response type with a code.',
    see: ['RFC 6749 §3.3'],
  },
  response_types: {
    type: 'strings',
    default: ['code'],
    values: RESPONSE_TYPES,
    description: 'What the authorization endpoint may return. `code` is right for nearly every application.',
    rules: 'The words of a type in the order shown.',
    see: ['RFC 6749 §3.1.1'],
  },
  response_modes: {
    type: 'strings',
    derived: '`form_post`, with `query` where `code` is a response type and `fragment` where any other is',
    values: RESPONSE_MODES,
    description: 'How the answer of an authorization may be returned.',
    see: ['OAuth 2.0 Multiple Response Type Encoding Practices §2.1'],
  },
  grant_types: {
    type: 'strings',
    derived:
      'from the response types: `authorization_code` for a code, `implicit` for the others, both for hybrid ones',
    values: GRANT_TYPES,
    description: 'What the client may exchange for tokens.',
    rules:
      '`refresh_token` needs the scope `offline_access` and a response type with a code. `client_credentials` is not for public clients.',
    see: ['RFC 6749 §1.3', 'RFC 8628 §3.4'],
  },
  authorization_policy: {
    type: 'string',
    default: 'two_factor',
    derived: '`one_factor` for a client with the grant `client_credentials`',
    description: 'What a user must prove: `one_factor`, `two_factor`, or the name of one of `authorization_policies`.',
    rules: '`deny` is not accepted. With `client_credentials` only `one_factor` is.',
  },
  lifespan: {
    type: 'string',
    default: '',
    description: 'The set of `lifespans.custom` that the client’s tokens live by.',
    rules: 'Must exist.',
  },
  claims_policy: {
    type: 'string',
    default: '',
    since: '4.39',
    description: 'The entry of `claims_policies` that says which claims stand in the client’s tokens.',
    rules: 'Must exist.',
  },
  requested_audience_mode: {
    type: 'string',
    default: 'explicit',
    values: ['explicit', 'implicit'],
    description:
      'Whether tokens carry only the audience that the client asked for (`explicit`), or everything it may ask for (`implicit`).',
  },
  consent_mode: {
    type: 'string',
    default: 'auto',
    values: ['auto', 'explicit', 'implicit', 'pre-configured'],
    description:
      'How users consent: each time (`explicit`), not at all (`implicit`), or once for a while (`pre-configured`). `auto` is `pre-configured` where a duration is given, else `explicit`.',
    see: ['OpenID Connect Core 1.0 §3.1.2.4'],
  },
  pre_configured_consent_duration: {
    type: 'duration',
    derived: '1 week in the mode `pre-configured`',
    description: 'How long a consent is remembered.',
    rules: 'Without effect in the other modes.',
  },
  require_pushed_authorization_requests: {
    type: 'boolean',
    default: false,
    description: 'The client must push its authorization requests.',
    see: ['RFC 9126'],
  },
  require_pkce: {
    type: 'boolean',
    default: false,
    derived: 'true where `pkce_challenge_method` is set',
    description: 'The client must use PKCE.',
    see: ['RFC 7636'],
  },
  pkce_challenge_method: {
    type: 'string',
    default: '',
    values: ['', 'plain', 'S256'],
    description: 'The PKCE method that the client must use; `S256` is the right one.',
    rules: '`plain` works only with `enable_pkce_plain_challenge`.',
    see: ['RFC 7636 §4.2'],
  },
  ...RESPONSE_OBJECT_OPTIONS,
  request_object_signing_alg: {
    type: 'string',
    default: '',
    description: 'The algorithm that the client’s request objects must be signed with.',
    rules: 'With inline `jwks`, the algorithm of one of them.',
    see: ['RFC 9101 §10.2'],
  },
  request_object_encryption_alg: {
    type: 'string',
    default: '',
    description: 'The key management algorithm that the client’s request objects are encrypted with.',
    see: ['OpenID Connect Core 1.0 §6.1'],
  },
  request_object_encryption_enc: {
    type: 'string',
    default: '',
    description: 'The content encryption algorithm that the client’s request objects are encrypted with.',
    see: ['OpenID Connect Core 1.0 §6.1'],
  },
  ...ENDPOINT_AUTHENTICATION_OPTIONS,
  allow_multiple_auth_methods: {
    type: 'boolean',
    default: false,
    description: 'Accepts requests that carry credentials in more than one way. For broken clients only.',
    see: ['RFC 6749 §2.3'],
  },
  jwks_uri: {
    type: 'uri',
    description: 'Where the client publishes its public keys.',
    rules: 'https; not together with `jwks`.',
    see: ['RFC 7591 §2'],
  },
  jwks: {
    type: 'entries',
    options: CLIENT_KEY_OPTIONS,
    unknownKeysUnnoticed: true,
    description: 'The public keys of the client, to check what it signs and to encrypt what it gets.',
    rules: 'Not together with `jwks_uri`.',
    see: ['RFC 7517'],
  },
})
