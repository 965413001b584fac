/** Small configurations that tests vary: a provider with one RSA key and one confidential client. */
import { VECTOR_KEYS } from './config-cases.ts'

export const DIGEST = VECTOR_KEYS['DIGEST']?.trim() ?? ''

function indented(text: string, spaces: number): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => ' '.repeat(spaces) + line)
    .join('\n')
}

/** The PEM text of one of the vectors' keys as a block scalar whose lines are indented. */
export function pem(name: string, spaces: number): string {
  return `|\n${indented(VECTOR_KEYS[name] ?? '', spaces)}`
}

export interface DocumentParts {
  /** Lines of the provider, without indentation. */
  provider?: string
  /** Lines of the client beside its id, secret and redirect URI. */
  client?: string
  /** The client as a whole; `- client_id: …` with its lines. */
  clients?: string
  /** Lines of an entry of `jwks`, beside its key. */
  key?: string
  keyName?: string
  hmacSecret?: string
  /** Lines beside the section. */
  other?: string
}

const HMAC_SECRET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01'

function client(lines: string): string {
  const own = (name: string) => new RegExp(`^${name}:`, 'm').test(lines)
  return [
    "- client_id: 'app'",
    ...(own('client_secret') || own('public') || own('token_endpoint_auth_method')
      ? []
      : [`  client_secret: '${DIGEST}'`]),
    ...(own('redirect_uris') ? [] : ["  redirect_uris: ['https://app.example.com/callback']"]),
    indented(lines, 2),
  ]
    .filter((line) => line.trim() !== '')
    .join('\n')
}

/** The text of a configuration. */
export function documentOf(parts: DocumentParts = {}): string {
  const {
    provider = '',
    client: lines = '',
    clients = client(lines),
    key = '',
    keyName = 'RSA2048',
    other = '',
  } = parts
  const jwks = /^(jwks|issuer_private_key):/m.test(provider)
    ? ''
    : `    jwks:\n      - key: ${pem(keyName, 10)}\n${key === '' ? '' : `${indented(key, 8)}\n`}`
  return [
    'identity_providers:',
    '  oidc:',
    `    hmac_secret: '${parts.hmacSecret ?? HMAC_SECRET}'`,
    `${jwks}${provider === '' ? '' : `${indented(provider, 4)}\n`}    clients:`,
    indented(clients, 6),
    other,
    '',
  ].join('\n')
}
