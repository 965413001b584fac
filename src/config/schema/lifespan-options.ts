/** `lifespans`: how long what the provider hands out is good for. */
import { defineOptions, type ScalarOption } from './option.ts'

type Duration = ScalarOption<'duration'>

const HOUR = 3600

function lifespan(description: string, seconds?: number): Duration {
  const described = { type: 'duration', description } as const
  return seconds === undefined ? described : { ...described, default: seconds }
}

const GRANT_TOKENS = {
  access_token: lifespan('Life of an access token.'),
  authorize_code: lifespan('Life of an authorization code.'),
  id_token: lifespan('Life of an ID token.'),
  refresh_token: lifespan('Life of a refresh token.'),
} as const

const GRANT_OPTIONS = defineOptions(GRANT_TOKENS)

function grant(name: string) {
  return {
    type: 'object',
    options: GRANT_OPTIONS,
    description: `Lifespans of what the grant ${name} issues; they win over those beside \`grants\`.`,
  } as const
}

export const LIFESPAN_GRANTS = defineOptions({
  authorize_code: grant('authorization code'),
  device_code: grant('device code'),
  implicit: grant('implicit'),
  client_credentials: grant('client credentials'),
  refresh_token: grant('refresh token'),
  jwt_bearer: grant('JWT bearer'),
})

export const CUSTOM_LIFESPAN_OPTIONS = defineOptions({
  ...GRANT_TOKENS,
  device_code: lifespan(
    'Has no effect: a device code lives by `lifespans.device_code`, whatever the client. What the tokens of this grant live by is `grants.device_code`.',
  ),
  grants: {
    type: 'object',
    options: LIFESPAN_GRANTS,
    description: 'Different lifespans for single grants.',
    rules:
      'The grants are named `authorize_code`, `device_code`, `implicit`, `client_credentials`, `refresh_token`, `jwt_bearer`.',
  },
})

export const LIFESPAN_OPTIONS = defineOptions({
  access_token: lifespan('Life of an access token.', HOUR),
  authorize_code: lifespan('Life of an authorization code.', 60),
  id_token: lifespan('Life of an ID token.', HOUR),
  refresh_token: lifespan('Life of a refresh token.', 90 * 60),
  device_code: { ...lifespan('Life of a device code and its user code.', 600), since: '4.39' },
  jwt_secured_authorization: lifespan('Life of a signed authorization response (JARM).', 300),
  custom: {
    type: 'named',
    placeholder: 'NAME',
    value: { type: 'object', options: CUSTOM_LIFESPAN_OPTIONS, description: 'One set of lifespans.' },
    description:
      'Sets of lifespans that clients choose with `lifespan`. What a set leaves out, or sets to 0, comes from the lifespans above it.',
  },
})
