/**
 * The schema of templates (`templates/<id>.yaml`): what a client needs, what the provider needs beside it, and what has
 * to be set inside the application. Options of the provider keep the provider's names; only what differs from its
 * defaults is written.
 */
import * as z from 'zod'
import { CLIENT_AUTHENTICATION_METHODS } from '../../spec/client-authentication.ts'
import { GRANT_TYPES } from '../../spec/grant-types.ts'
import { RESPONSE_MODES, RESPONSE_TYPES } from '../../spec/response-types.ts'

const text = z.string().min(1)
const texts = z.array(text).min(1)

export const VALUE_KINDS = [
  'text',
  'slug',
  'word',
  'group',
  'path',
  'url',
  'redirect_uri',
  'host',
  'email',
  'port',
  'scope',
  'audience',
] as const

/** A value that `--url` cannot give, set by `--set NAME=VALUE`. */
const declaredValue = z.strictObject({
  description: text,
  kind: z.enum(VALUE_KINDS),
  default: text.optional(),
  /** Several values, parted by blanks. */
  list: z.boolean().optional(),
  optional: z.boolean().optional(),
})

const clientOptions = z.strictObject({
  client_id: text.max(100).regex(/^[A-Za-z0-9._~-]+$/),
  client_name: text.optional(),
  public: z.boolean().optional(),
  redirect_uris: texts.optional(),
  scopes: texts.optional(),
  audience: texts.optional(),
  requested_audience_mode: z.enum(['explicit', 'implicit']).optional(),
  response_types: z.array(z.enum(RESPONSE_TYPES)).min(1).optional(),
  response_modes: z.array(z.enum(RESPONSE_MODES)).min(1).optional(),
  grant_types: z
    .array(z.literal([...GRANT_TYPES]))
    .min(1)
    .optional(),
  authorization_policy: text.optional(),
  consent_mode: z.enum(['auto', 'explicit', 'implicit', 'pre-configured']).optional(),
  pre_configured_consent_duration: text.optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  require_pkce: z.boolean().optional(),
  pkce_challenge_method: z.enum(['plain', 'S256']).optional(),
  id_token_signed_response_alg: text.optional(),
  access_token_signed_response_alg: text.optional(),
  userinfo_signed_response_alg: text.optional(),
  introspection_signed_response_alg: text.optional(),
  authorization_signed_response_alg: text.optional(),
  request_object_signing_alg: text.optional(),
  token_endpoint_auth_method: z.enum(CLIENT_AUTHENTICATION_METHODS).optional(),
})

const needs = z.strictObject({
  /** An entry of `claims_policies`; the client gets its name. */
  claims_policy: z
    .strictObject({
      id_token: texts.optional(),
      access_token: texts.optional(),
      custom_claims: z.record(text, z.strictObject({ name: text.optional(), attribute: text.optional() })).optional(),
    })
    .optional(),
  /** Entries of `scopes`. */
  scopes: z.record(text, z.strictObject({ claims: z.array(text) })).optional(),
  /** Entries of `definitions.user_attributes`. */
  user_attributes: z.record(text, z.strictObject({ expression: text })).optional(),
  /** An entry of `authorization_policies`; the client gets its name. */
  authorization_policy: z
    .strictObject({
      default_policy: z.enum(['one_factor', 'two_factor', 'deny']),
      rules: z.array(z.strictObject({ policy: z.enum(['one_factor', 'two_factor', 'deny']), subject: texts })).min(1),
    })
    .optional(),
  /** An entry of `lifespans.custom`; the client gets its name. */
  lifespan: z
    .strictObject({
      access_token: text.optional(),
      authorize_code: text.optional(),
      id_token: text.optional(),
      refresh_token: text.optional(),
      device_code: text.optional(),
    })
    .optional(),
  cors: z
    .strictObject({
      endpoints: z
        .array(
          z.enum([
            'authorization',
            'device-authorization',
            'pushed-authorization-request',
            'token',
            'introspection',
            'revocation',
            'userinfo',
          ]),
        )
        .min(1),
      allowed_origins_from_client_redirect_uris: z.boolean().optional(),
    })
    .optional(),
  /** JWS algorithms that `jwks` must have a key for. */
  signing_algorithms: texts.optional(),
  /** What only the administrator can change. */
  by_hand: z.array(z.strictObject({ path: text, change: text })).optional(),
})

const tree = z.record(z.string(), z.json())
const values = z.record(text, z.json())

const settingGroup = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('env'), optional: z.boolean().optional(), values }),
  z.strictObject({ kind: z.literal('ui'), where: text, optional: z.boolean().optional(), values }),
  z.strictObject({ kind: z.literal('flag'), command: text, optional: z.boolean().optional(), values }),
  z.strictObject({
    kind: z.literal('file'),
    file: text,
    /** `yaml`, `json` and `ini` can be written out; the others are shown as a list. */
    format: z.enum(['yaml', 'json', 'ini', 'toml', 'properties', 'php', 'python', 'ruby', 'javascript', 'xml', 'text']),
    optional: z.boolean().optional(),
    content: tree.optional(),
    /** The file as it is, for the format `text`. */
    text: text.optional(),
  }),
])

export const TEMPLATE = z.strictObject({
  id: text.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: text,
  homepage: z.url({ protocol: /^https?$/ }).optional(),
  /** No application, but a kind of application. */
  generic: z.boolean().optional(),
  /** Further words to be found by. */
  keywords: texts.optional(),
  /** The template of the same application that most people want. */
  variant_of: text.optional(),
  requires: z.strictObject({ name: text, version: text.optional() }).optional(),
  /** Versions that the source of the facts names; nothing was tried here. */
  tested: z.strictObject({ version: text.optional(), provider: text.optional() }).optional(),
  url: z.strictObject({ description: text, example: text.optional(), pattern: text.optional() }).optional(),
  values: z.record(text.regex(/^[a-z][a-z0-9_]*$/), declaredValue).optional(),
  client: clientOptions,
  secret: z
    .strictObject({
      /** A digest will not do: the provider has to know the secret itself. */
      storage: z.literal('plaintext').optional(),
      /** The application does not percent-encode its credentials (RFC 6749 §2.3.1). */
      url_safe: z.boolean().optional(),
    })
    .optional(),
  /** Option → why it is weaker than it could be. */
  relaxed: z.record(text, text).optional(),
  needs: needs.optional(),
  extra_clients: z
    .array(
      z.strictObject({
        purpose: text,
        /** The vendor publishes the secret and has built it into the program. */
        secret: z.literal('published').optional(),
        client: clientOptions,
      }),
    )
    .optional(),
  /** Alternatives; each lists the kinds of settings that belong together. */
  methods: z.array(z.array(z.enum(['env', 'file', 'ui', 'flag'])).min(1)).optional(),
  settings: z.array(settingGroup).min(1).optional(),
  notes: texts.optional(),
  /** What may turn out to be wrong. */
  uncertain: texts.optional(),
})

export type Template = z.infer<typeof TEMPLATE>
export type TemplateClient = Template['client']
export type TemplateNeeds = NonNullable<Template['needs']>
export type DeclaredValue = z.infer<typeof declaredValue>
export type ValueKind = (typeof VALUE_KINDS)[number]
export type SettingGroup = z.infer<typeof settingGroup>
export type FileSettings = Extract<SettingGroup, { kind: 'file' }>
export type Tree = z.infer<typeof tree>
export type Json = z.infer<ReturnType<typeof z.json>>
