/** A complete configuration to begin with: fresh keys and secrets, everything but clients and users. */

import { UsageError } from '../errors.ts'
import { exportPrivatePem } from '../keys/export.ts'
import { generateKey } from '../keys/generate.ts'
import type { Random } from '../primitives/random.ts'
import { CHARSETS, generateSecret } from '../secrets/generate.ts'
import { parseUri } from './uri.ts'

export interface InitialRequest {
  /** The address of the portal: https, a host with a domain. */
  url: string
  /** Folder for secret files; without it secrets stand in the configuration. */
  secretsFolder?: string | undefined
  random: Random
}

export interface InitialConfiguration {
  text: string
  /** File name → content, for the folder of secrets. */
  secrets: ReadonlyMap<string, string>
}

const SECRET_LENGTH = 64

const SECRET_NAMES = ['hmac_secret', 'storage_encryption_key', 'session_secret', 'reset_password_jwt_secret'] as const
const KEY_NAME = 'issuer_rs256.pem'

interface Portal {
  url: string
  /** The domain of the session cookie. */
  domain: string
  path: string
}

/** The cookie's domain is the host without its first label, so that applications beside the portal share it. */
function portalOf(text: string): Portal {
  const uri = parseUri(text)
  const labels = uri?.host.split('.') ?? []
  if (
    uri === undefined ||
    uri.scheme !== 'https' ||
    labels.length < 2 ||
    uri.query !== undefined ||
    uri.fragment !== undefined
  ) {
    throw new UsageError(`'${text}' is no address for the portal`, {
      hint: 'give one such as https://auth.example.com',
    })
  }
  const domain = labels.length > 2 ? labels.slice(1).join('.') : uri.host
  return { url: text.replace(/\/+$/, ''), domain, path: uri.path.replace(/\/+$/, '') }
}

function indent(text: string, spaces: number): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => ' '.repeat(spaces) + line)
    .join('\n')
}

type Write = (name: string, indentation?: number) => string

function inlineWriter(secrets: ReadonlyMap<string, string>): Write {
  return (name, indentation) => {
    const value = secrets.get(name) ?? ''
    return indentation === undefined ? `'${value}'` : `|\n${indent(value, indentation)}`
  }
}

function fileWriter(folder: string): Write {
  return (name, indentation) => {
    const path = JSON.stringify(`${folder}/${name}`)
    return indentation === undefined
      ? `{{ secret ${path} | msquote }}`
      : `{{ secret ${path} | mindent ${indentation} "|" | msquote }}`
  }
}

function render({ url, domain, path }: Portal, key_id: string, secret: Write): string {
  return `# Made by: oidc config init
# Next steps: oidc users add NAME, oidc client add, oidc config validate
server:
  address: 'tcp://:9091${path}'

log:
  level: 'info'

authentication_backend:
  file:
    path: 'users_database.yml'

access_control:
  default_policy: 'two_factor'

session:
  secret: ${secret('session_secret')}
  cookies:
    - domain: '${domain}'
      authelia_url: '${url}'

storage:
  encryption_key: ${secret('storage_encryption_key')}
  local:
    path: 'db.sqlite3'

notifier:
  filesystem:
    filename: 'notifications.txt'

identity_validation:
  reset_password:
    jwt_secret: ${secret('reset_password_jwt_secret')}

identity_providers:
  oidc:
    hmac_secret: ${secret('hmac_secret')}
    jwks:
      - key_id: '${key_id}'
        algorithm: 'RS256'
        use: 'sig'
        key: ${secret(KEY_NAME, 10)}
    clients: []
`
}

/**
 * Draws keys and secrets and writes the configuration around them.
 *
 * @throws {@link UsageError} for an address that no portal can have
 */
export async function initialConfiguration({
  url,
  secretsFolder,
  random,
}: InitialRequest): Promise<InitialConfiguration> {
  const portal = portalOf(url)
  const key = await generateKey({ alg: 'RS256' })
  const draw = () => generateSecret({ length: SECRET_LENGTH, characters: CHARSETS.alphanumeric }, random)
  const secrets = new Map<string, string>(SECRET_NAMES.map((name) => [name, draw()]))
  secrets.set(KEY_NAME, exportPrivatePem(key.privateKey))
  if (secretsFolder === undefined) {
    return { text: render(portal, key.key_id, inlineWriter(secrets)), secrets: new Map() }
  }
  return { text: render(portal, key.key_id, fileWriter(secretsFolder)), secrets }
}
