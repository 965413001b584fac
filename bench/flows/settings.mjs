// What every provider of the benchmark is given alike: clients, lifetimes, one RS256 key.
import { createPrivateKey, generateKeyPairSync, pbkdf2Sync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const REDIRECT_URI = 'https://client.example/callback'
export const SCOPE = 'openid profile email offline_access'
export const PASSWORD = 'bench-password'

/** So many that nobody logs in twice at a time: guesses at one user wait for each other. */
export const USERNAMES = Array.from({ length: 500 }, (_, index) => `user-${index}`)

export const emailOf = (username) => `${username}@example.com`

export const PBKDF2_ITERATIONS = 310_000
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** Seconds. */
export const LIFETIMES = {
  access_token: 3600,
  authorize_code: 60,
  id_token: 3600,
  refresh_token: 5400,
  device_code: 600,
  session: 3600,
}

const secret = 'bench-secret-0123456789-0123456789-0123456789'

function pbkdf2Digest(text) {
  const salt = Buffer.from('salt of the benchmark', 'latin1').subarray(0, 16)
  const encode = (bytes) => bytes.toString('base64').replaceAll('=', '').replaceAll('+', '.')
  const key = pbkdf2Sync(text, salt, PBKDF2_ITERATIONS, 64, 'sha512')
  return `$pbkdf2-sha512$${PBKDF2_ITERATIONS}$${encode(salt)}$${encode(key)}`
}

/** `digest`: the secret is stored as one. */
export const CLIENTS = [
  { id: 'web', secret, scope: SCOPE, redirect_uri: REDIRECT_URI, grant_types: ['authorization_code', 'refresh_token'] },
  { id: 'service', secret, scope: 'profile', grant_types: ['client_credentials'] },
  { id: 'stored', secret, scope: 'profile', digest: pbkdf2Digest(secret), grant_types: ['client_credentials'] },
  { id: 'device', secret, scope: 'openid profile', grant_types: [DEVICE_GRANT] },
]

const folder = join(tmpdir(), `oidc-bench-${process.getuid?.() ?? 0}`)

/** A folder of this user for what runs leave behind. */
export function benchFolder() {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** The RSA-2048 key of all providers, made in the first run. */
export function signingKeyPem() {
  const path = join(benchFolder(), 'key.pem')
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  }
  return readFileSync(path, 'utf8')
}

export function createSigningJwk() {
  return { ...createPrivateKey(signingKeyPem()).export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }
}
