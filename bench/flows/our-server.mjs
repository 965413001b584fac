// `oidc serve` as an operator would run it: a configuration file, a user file, the built program.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, startServer } from '../support/server-process.mjs'
import { benchFolder, CLIENTS, emailOf, LIFETIMES, PASSWORD, signingKeyPem, USERNAMES } from './settings.mjs'

/** argon2id at its smallest, so that the benchmark weighs the provider and not its password hash: the peer asks for none. */
async function writeUsers(path, usernames) {
  const { hash } = await import('argon2')
  const password = await hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  const users = usernames.map((name) => [name, { displayname: name, password, email: emailOf(name), groups: ['dev'] }])
  writeFileSync(path, JSON.stringify({ users: Object.fromEntries(users) }))
}

function clientOptions({ id, secret, digest, scope, redirect_uri, grant_types }) {
  return {
    client_id: id,
    client_secret: digest ?? `$plaintext$${secret}`,
    redirect_uris: redirect_uri === undefined ? [] : [redirect_uri],
    scopes: scope.split(' '),
    grant_types,
    token_endpoint_auth_method: 'client_secret_basic',
    authorization_policy: 'one_factor',
    consent_mode: 'explicit',
    require_pkce: redirect_uri !== undefined,
  }
}

function configuration(users, clients) {
  const { access_token, authorize_code, id_token, refresh_token } = LIFETIMES
  return {
    authentication_backend: { file: { path: users } },
    session: { expiration: LIFETIMES.session, inactivity: LIFETIMES.session },
    identity_providers: {
      oidc: {
        hmac_secret: 'a secret of the benchmark that is long enough to sign with',
        lifespans: { access_token, authorize_code, id_token, refresh_token },
        jwks: [{ key_id: 'bench', algorithm: 'RS256', use: 'sig', key: signingKeyPem() }],
        clients: clients.map(clientOptions),
      },
    },
  }
}

/** @param {{ name: string, program: string, usernames?: string[], moreClients?: object[], nodeArgs?: string[] }} options */
export async function startOurs({ name, program, usernames = USERNAMES, moreClients = [], nodeArgs = [] }) {
  const users = join(benchFolder(), `users-${usernames.length}.yml`)
  const file = join(benchFolder(), `configuration-${name.replaceAll(/\W/g, '-')}.yml`)
  await writeUsers(users, usernames)
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration(users, [...CLIENTS, ...moreClients])), { mode: 0o600 })
  const port = await freePort()
  const flags = ['--config', file, '--users', users, '--port', String(port), '--log-level', 'warn', '--no-rate-limits']
  return startServer({ name, args: [...nodeArgs, program, 'serve', ...flags], port })
}
