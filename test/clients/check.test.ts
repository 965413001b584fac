import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../src/provider/prediction/prediction.ts'
import { configuration, DIGEST, workplace } from './workplace.ts'

const CLIENTS = `    clients:
      - client_id: wiki
        client_name: Wiki
        client_secret: '${DIGEST}'
        claims_policy: wide
        authorization_policy: staff
        consent_mode: implicit
        require_pkce: true
        lifespan: short
        access_token_signed_response_alg: RS256
        redirect_uris: ['https://wiki.example.com/cb']
        scopes: [openid, profile, email, groups]
      - client_id: pushed
        client_name: Pushed
        client_secret: '${DIGEST}'
        authorization_policy: one_factor
        require_pushed_authorization_requests: true
        grant_types: [authorization_code, refresh_token]
        redirect_uris: ['https://pushed.example.com/cb']
        scopes: [openid, offline_access]
      - client_id: robot
        client_name: Robot
        client_secret: '${DIGEST}'
        grant_types: [client_credentials]
        scopes: [api]
        authorization_policy: one_factor
`
const USERS = `users:
  ann:
    displayname: Ann Example
    email: ann@example.com
    groups: [staff]
    password: '${DIGEST}'
  eve:
    displayname: Eve
    email: eve@example.com
    password: '${DIGEST}'
`

const DEFINITIONS = `definitions:
  user_attributes:
    role:
      expression: '"staff" in groups ? ["librarian", username] : []'
`

/** The configuration with a scope `books` whose claim is computed. */
function withRole(): string {
  const text = configuration(CLIENTS)
    .replace("id_token: ['email']", 'custom_claims: {role: {}}')
    .replace("claims: ['name']", "claims: ['role']")
    .replace('scopes: [openid, profile,', 'scopes: [books, openid, profile,')
  return text + DEFINITIONS
}

async function place() {
  const made = await workplace(configuration(CLIENTS))
  await writeFile(join(made.cwd, 'users_database.yml'), USERS)
  const check = async (...args: string[]) => {
    const { stdout, status } = await made.run(['check', ...args, '--json'])
    return { status, prediction: JSON.parse(stdout) as Prediction }
  }
  return { ...made, check }
}

describe('oidc client check ID', () => {
  it('says what a user gets: claims per place with their values, policy, consent, PKCE, PAR and keys', async () => {
    const { check } = await place()
    const { status, prediction } = await check('wiki', '--user', 'ann', '--scope', 'openid', '--scope', 'email')
    expect(status).toBe(0)
    const { claims, signing, consent, pkce, par, policy, lifetimes } = prediction
    expect(claims.id_token).toMatchObject({ email: 'ann@example.com', aud: ['wiki'], amr: ['pwd', 'otp', 'mfa'] })
    expect(claims.userinfo).toEqual({ rat: null, sub: null, email: 'ann@example.com', email_verified: true })
    expect(claims.access_token).toMatchObject({ client_id: 'wiki', scope: 'openid email' })
    expect(signing.id_token).toEqual({ alg: 'RS256', kid: expect.stringMatching(/^[0-9a-f]{7}-rs256$/) })
    expect([signing.userinfo, signing.access_token]).toEqual([null, signing.id_token])
    expect(policy).toEqual({ name: 'staff', level: 'two_factor' })
    expect(consent).toEqual({ required: false, mode: 'implicit' })
    expect(pkce).toMatchObject({ required: true, option: 'identity_providers.oidc.clients[0].require_pkce' })
    expect(par).toEqual({ required: false, option: null })
    expect(lifetimes).toEqual({ access_token: 600, id_token: 3600 })
  })

  it('without a user every claim that anybody could have is named, and the policy is left open', async () => {
    const { check } = await place()
    const { prediction } = await check('wiki')
    expect(Object.keys(prediction.claims.userinfo ?? {})).toEqual(expect.arrayContaining(['alt_emails', 'picture']))
    expect(prediction.claims.userinfo?.['email']).toBeNull()
    expect(prediction.policy).toEqual({ name: 'staff', level: null })
  })

  it('definitions.user_attributes: a user gets what is computed, anybody could have it', async () => {
    const { check, cwd } = await place()
    await writeFile(join(cwd, 'configuration.yml'), withRole())
    const named = await check('wiki', '--user', 'ann', '--scope', 'openid', '--scope', 'books')
    expect(named.prediction.claims.userinfo).toMatchObject({ role: ['librarian', 'ann'] })
    const { prediction } = await check('wiki', '--scope', 'openid', '--scope', 'books')
    expect(prediction.claims.userinfo).toMatchObject({ role: null })
  })

  it('a user whom the policy denies: refused, exit 3', async () => {
    const { check } = await place()
    const { status, prediction } = await check('wiki', '--user', 'eve')
    expect([status, prediction.refused?.error, prediction.policy.level]).toEqual([3, 'access_denied', 'deny'])
    expect(prediction.refused?.option).toBe('identity_providers.oidc.clients[0].authorization_policy')
  })

  it('a scope that is not registered: refused, with the rule and the option', async () => {
    const { check } = await place()
    const { status, prediction } = await check('pushed', '--scope', 'email')
    expect([status, prediction.refused]).toMatchObject([
      3,
      { error: 'invalid_scope', rule: expect.stringContaining('RFC 6749 §3.3') },
    ])
  })

  it('PAR, a refresh token, and the consent that an offline scope forces', async () => {
    const { check } = await place()
    const { prediction } = await check('pushed', '--user', 'eve')
    expect(prediction.par).toEqual({
      required: true,
      option: 'identity_providers.oidc.clients[1].require_pushed_authorization_requests',
    })
    expect([prediction.refresh_token, prediction.consent]).toEqual([true, { required: true, mode: 'explicit' }])
  })

  it('Core §3.1.2.1: with --prompt none a consent page is consent_required', async () => {
    const { check } = await place()
    const { status, prediction } = await check('pushed', '--user', 'eve', '--scope', 'openid', '--prompt', 'none')
    expect([status, prediction.refused?.error]).toEqual([3, 'consent_required'])
  })

  it('a client without users has neither login nor consent', async () => {
    const { run } = await place()
    const { stdout, status } = await run(['check', 'robot'])
    expect(status).toBe(0)
    expect(stdout).toBe('robot: client_credentials scope="api"\nscopes granted: api\n\naccess token: opaque, for 1h\n')
  })

  it('text: the same as lines', async () => {
    const { run } = await place()
    const { stdout } = await run(['check', 'wiki', '--user', 'ann', '--scope', 'openid'])
    expect(stdout).toContain('login: ann gets in with password and second factor (two_factor), by policy')
    expect(stdout).toContain('PKCE: required by identity_providers.oidc.clients[0].require_pkce')
    expect(stdout).toMatch(/^ID token: RS256, key [0-9a-f]{7}-rs256, for 1h$/m)
  })

  it('who is not there: a client with the id that was meant, a user with where to look', async () => {
    const { run } = await place()
    expect(await run(['check', 'wikki'])).toMatchObject({ status: 1, stderr: expect.stringContaining("'wiki'") })
    expect(await run(['check', 'wiki', '--user', 'bob'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("there is no user 'bob'"),
    })
  })
})
