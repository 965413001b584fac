/** What is read of the sections beside `identity_providers.oidc`; everything else in them is left alone. */
import { defineOptions } from './option.ts'
import { PASSWORD_OPTIONS } from './password-options.ts'

/** Sections of the file that this program does not judge. */
export const TOP_LEVEL_SECTIONS: readonly string[] = [
  'access_control',
  'authentication_backend',
  'certificates_directory',
  'default_2fa_method',
  'default_redirection_url',
  'definitions',
  'duo_api',
  'identity_providers',
  'identity_validation',
  'jwt_secret',
  'log',
  'notifier',
  'ntp',
  'password_policy',
  'privacy_policy',
  'regulation',
  'server',
  'session',
  'storage',
  'telemetry',
  'theme',
  'totp',
  'webauthn',
]

const COOKIE_OPTIONS = defineOptions({
  domain: { type: 'string', description: 'The domain of the session cookie.' },
  authelia_url: { type: 'string', description: 'The address of the portal on this domain.' },
})

const EXTRA_ATTRIBUTE_OPTIONS = defineOptions({
  value_type: { type: 'string', values: ['string', 'integer', 'boolean'], description: 'The type of the values.' },
  multi_valued: { type: 'boolean', default: false, description: 'Whether the attribute holds a list.' },
})

export const SERVER_OPTIONS = defineOptions({
  address: { type: 'string', description: 'Where the server listens; its path is the prefix of the issuer.' },
  path: { type: 'string', description: 'The prefix of the issuer in earlier releases.' },
})

export const SESSION_OPTIONS = defineOptions({
  domain: { type: 'string', description: 'The domain of the session cookie in earlier releases.' },
  inactivity: { type: 'duration', default: 300, description: 'How long an idle session lasts.' },
  expiration: { type: 'duration', default: 3600, description: 'How long a session lasts.' },
  remember_me: { type: 'duration', default: 2_592_000, description: 'How long a remembered session lasts.' },
  cookies: { type: 'entries', options: COOKIE_OPTIONS, description: 'The domains of the portal.' },
})

export const FILE_BACKEND_OPTIONS = defineOptions({
  path: { type: 'string', description: 'The file of users.' },
  watch: { type: 'boolean', default: false, description: 'Reloads the file when it changes.' },
  search: {
    type: 'object',
    description: 'How a user is found.',
    options: {
      email: { type: 'boolean', default: false, description: 'The email address may be used as the name.' },
      case_insensitive: { type: 'boolean', default: false, description: 'Names are compared without case.' },
    },
  },
  extra_attributes: {
    type: 'named',
    placeholder: 'NAME',
    value: { type: 'object', options: EXTRA_ATTRIBUTE_OPTIONS, description: 'One attribute.' },
    description: 'Attributes of users beyond the standard ones.',
  },
  password: { type: 'object', options: PASSWORD_OPTIONS, description: 'How new passwords are hashed.' },
})

export const USER_ATTRIBUTE_OPTIONS = defineOptions({
  expression: {
    type: 'string',
    required: true,
    since: '4.39',
    description: 'What the attribute is for a user: an expression of the Common Expression Language over the others.',
    rules:
      'Compiled when the configuration is read; it may name the standard attributes, `emails_extra`, `email_verified`, `phone_number_rfc3966`, `phone_number_verified`, `address`, `updated_at`, and those of `extra_attributes`. What it gives becomes the claim; where it gives nothing, or fails for a user, there is no claim.',
  },
})

export const TOTP_OPTIONS = defineOptions({
  disable: { type: 'boolean', default: false, description: 'Switches one-time passwords off.' },
  issuer: { type: 'string', default: 'Authelia', description: 'The name that the authenticator shows.' },
  algorithm: {
    type: 'string',
    default: 'SHA1',
    values: ['SHA1', 'SHA256', 'SHA512'],
    description: 'The hash function.',
  },
  digits: { type: 'integer', default: 6, description: 'Digits of a one-time password: 6 or 8.' },
  period: { type: 'integer', default: 30, description: 'Seconds that one lasts, 15 at least.' },
  skew: { type: 'integer', default: 1, description: 'Periods before and after that are accepted.' },
  secret_size: { type: 'integer', default: 32, description: 'Bytes of a new secret, 20 at least.' },
  disable_reuse_security_policy: { type: 'boolean', default: false, description: 'Accepts a code a second time.' },
})

/** The options of other sections as one tree, by their full paths. */
export const OTHER_SECTION_OPTIONS = defineOptions({
  server: { type: 'object', options: SERVER_OPTIONS, description: 'The server.' },
  session: { type: 'object', options: SESSION_OPTIONS, description: 'Sessions of users.' },
  authentication_backend: {
    type: 'object',
    description: 'Where users come from.',
    options: { file: { type: 'object', options: FILE_BACKEND_OPTIONS, description: 'A file of users.' } },
  },
  definitions: {
    type: 'object',
    description: 'What other sections refer to by name.',
    options: {
      user_attributes: {
        type: 'named',
        placeholder: 'NAME',
        value: { type: 'object', options: USER_ATTRIBUTE_OPTIONS, description: 'One attribute.' },
        description: 'Attributes that are computed from others; claims policies take them by their names.',
      },
    },
  },
  totp: { type: 'object', options: TOTP_OPTIONS, description: 'One-time passwords.' },
  storage: {
    type: 'object',
    description: 'Storage.',
    options: {
      encryption_key: { type: 'string', secret: true, description: 'The key that stored secrets are encrypted with.' },
    },
  },
})
