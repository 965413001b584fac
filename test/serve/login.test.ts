import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as client from 'openid-client'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, signIn } from '../support/browser.ts'
import { newFolder, oidc } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'

const REDIRECT_URI = 'https://app.example.com/oauth/callback'
const PASSWORD = 'correct horse battery staple'
const SCOPE = 'openid profile email groups offline_access'

interface Registered {
  client_id: string
  client_secret?: string
}

const COMMON = ['--yes', '--json', '--config', 'configuration.yml', '--authorization-policy', 'one_factor']

async function must(args: readonly string[], options: { cwd: string; input?: string }): Promise<string> {
  const { stdout, stderr, status } = await oidc(args, options)
  expect(status, `oidc ${args.join(' ')}\n${stdout}${stderr}`).toBe(0)
  return stdout
}

/** A configuration made by the program's own commands, as a new user would. */
async function prepare(folder: string): Promise<Record<'basic' | 'post' | 'public', Registered>> {
  const entry = await must(['keys', 'generate', '--alg', 'RS256', '--format', 'yaml'], { cwd: folder })
  const { secret } = JSON.parse(await must(['secret', 'generate', '--for', 'hmac', '--json'], { cwd: folder }))
  const jwks = entry.replaceAll(/^/gm, '      ').trimEnd()
  await writeFile(
    join(folder, 'configuration.yml'),
    `# the house
authentication_backend:
  file:
    path: users_database.yml
identity_providers:
  oidc:
    hmac_secret: '${secret}'  # keep it
    jwks:
${jwks}
    clients: []
`,
  )
  const digest = (await must(['secret', 'hash', '--stdin'], { cwd: folder, input: PASSWORD })).trim()
  const users = `users:\n  ann:\n    displayname: Ann Example\n    email: ann@example.com\n    groups: [staff]\n    password: '${digest}'\n`
  await writeFile(join(folder, 'users_database.yml'), users)
  const scopes = SCOPE.split(' ').flatMap((scope) => ['--scope', scope])
  const grants = ['--grant-type', 'authorization_code', '--grant-type', 'refresh_token']
  const add = async (id: string, ...more: string[]) => {
    const args = ['client', 'add', '--id', id, '--redirect-uri', REDIRECT_URI, ...scopes, ...grants, ...COMMON, ...more]
    const { client, client_secret } = JSON.parse(await must(args, { cwd: folder }))
    return { client_id: client.client_id as string, ...(client_secret && { client_secret: client_secret as string }) }
  }
  return {
    basic: await add('basic-app', '--token-endpoint-auth-method', 'client_secret_basic'),
    post: await add('post-app', '--token-endpoint-auth-method', 'client_secret_post'),
    public: await add('public-app', '--public'),
  }
}

function authentication(kind: string, { client_secret = '' }: Registered): client.ClientAuth {
  if (kind === 'basic') return client.ClientSecretBasic(client_secret)
  return kind === 'post' ? client.ClientSecretPost(client_secret) : client.None()
}

/** A login up to the tokens, and what it took. */
async function login(issuer: string, kind: string, registered: Registered) {
  const { client_id } = registered
  const config = await client.discovery(new URL(issuer), client_id, undefined, authentication(kind, registered), {
    execute: [client.allowInsecureRequests],
  })
  const code_verifier = client.randomPKCECodeVerifier()
  const nonce = client.randomNonce()
  const state = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
  })
  const callback = await signIn(new Browser(), url, { username: 'ann', password: PASSWORD })
  const checks = { pkceCodeVerifier: code_verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true }
  const tokens = await client.authorizationCodeGrant(config, callback, checks)
  return { config, callback, checks, tokens }
}

describe('a real client logs in to the served configuration', () => {
  let clients: Record<'basic' | 'post' | 'public', Registered>
  let provider: RunningProvider

  beforeAll(async () => {
    const folder = await newFolder()
    clients = await prepare(folder.path)
    provider = await serve(['--config', 'configuration.yml'], { cwd: folder.path, cleanUp: false })
    return async () => {
      await provider.stop()
      await folder.remove()
    }
  })

  describe.each(['basic', 'post', 'public'] as const)('%s', (kind) => {
    it('code + PKCE: the ID token validates, userinfo answers, the refresh token rotates', async () => {
      const { config, tokens } = await login(provider.ready.issuer, kind, clients[kind])
      const claims = tokens.claims()
      expect(claims).toMatchObject({ iss: provider.ready.issuer, aud: [clients[kind].client_id], amr: ['pwd'] })
      const subject = claims?.sub ?? ''
      expect(await client.fetchUserInfo(config, tokens.access_token, subject)).toMatchObject({
        name: 'Ann Example',
        preferred_username: 'ann',
        email: 'ann@example.com',
        groups: ['staff'],
      })
      const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
      expect(refreshed.refresh_token).not.toBe(tokens.refresh_token)
      expect(refreshed.claims()?.sub).toBe(subject)
      await client.fetchUserInfo(config, refreshed.access_token, subject)
      await expect(client.fetchUserInfo(config, tokens.access_token, subject)).rejects.toMatchObject({ status: 401 })
    })

    it('RFC 6749 §4.1.2: the second use of a code is refused and the tokens of the first die', async () => {
      const { config, callback, checks, tokens } = await login(provider.ready.issuer, kind, clients[kind])
      const subject = tokens.claims()?.sub ?? ''
      await client.fetchUserInfo(config, tokens.access_token, subject)
      await expect(client.authorizationCodeGrant(config, callback, checks)).rejects.toMatchObject({
        error: 'invalid_grant',
      })
      await expect(client.fetchUserInfo(config, tokens.access_token, subject)).rejects.toMatchObject({ status: 401 })
      await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      })
    })
  })

  it('RFC 6749 §5.2: a wrong client secret is 401 invalid_client with a challenge of the same scheme', async () => {
    const response = await fetch(`${provider.ready.issuer}/api/oidc/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('basic-app:not-the-secret')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT_URI }),
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Basic /)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })

  it('the log names clients and refusals and holds no secret, token or password', async () => {
    const { tokens, callback } = await login(provider.ready.issuer, 'basic', clients.basic)
    const log = provider.log()
    expect(log).toContain('basic-app')
    for (const secret of [
      PASSWORD,
      clients.basic.client_secret ?? '-',
      tokens.access_token,
      tokens.refresh_token ?? '-',
      callback.searchParams.get('code') ?? '-',
    ]) {
      expect(log).not.toContain(secret)
    }
  })
})
