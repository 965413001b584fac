// npm oidc-provider with the settings of bench/flows/settings.mjs: node oidc-provider.mjs PORT
import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Provider } from 'oidc-provider'
import { CLIENTS, createSigningJwk, emailOf, LIFETIMES, PBKDF2_ITERATIONS, SCOPE } from '../flows/settings.mjs'

const port = Number(process.argv[2])
const derive = promisify(pbkdf2)

const clients = CLIENTS.map(({ id, secret, digest, scope, redirect_uri, grant_types }) => ({
  client_id: id,
  client_secret: digest ?? secret,
  redirect_uris: redirect_uri === undefined ? [] : [redirect_uri],
  response_types: redirect_uri === undefined ? [] : ['code'],
  grant_types,
  scope,
}))

const provider = new Provider(`http://localhost:${port}`, {
  clients,
  jwks: { keys: [createSigningJwk()] },
  cookies: { keys: ['a key that signs the cookies of this benchmark'] },
  scopes: SCOPE.split(' '),
  claims: { profile: ['name'], email: ['email', 'email_verified'] },
  findAccount: (_context, sub) => ({
    accountId: sub,
    claims: () => ({ sub, name: sub, email: emailOf(sub), email_verified: true }),
  }),
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    deviceFlow: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  ttl: {
    AccessToken: LIFETIMES.access_token,
    ClientCredentials: LIFETIMES.access_token,
    AuthorizationCode: LIFETIMES.authorize_code,
    IdToken: LIFETIMES.id_token,
    RefreshToken: LIFETIMES.refresh_token,
    DeviceCode: LIFETIMES.device_code,
    Session: LIFETIMES.session,
    Grant: LIFETIMES.session,
    Interaction: LIFETIMES.session,
  },
})

// Stored digests are not a feature of its own; its documentation leaves comparing to an override of this method.
const compareText = provider.Client.prototype.compareClientSecret
provider.Client.prototype.compareClientSecret = async function compareClientSecret(secret) {
  if (!this.clientSecret.startsWith('$pbkdf2')) return compareText.call(this, secret)
  const [salt, key] = this.clientSecret
    .split('$')
    .slice(-2)
    .map((text) => Buffer.from(text.replaceAll('.', '+'), 'base64'))
  return timingSafeEqual(await derive(secret, salt, PBKDF2_ITERATIONS, key.length, 'sha512'), key)
}

provider.listen(port, '127.0.0.1')
