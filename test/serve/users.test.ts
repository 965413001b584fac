import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeBase32 } from '../../src/secrets/base32.ts'
import { totpCode, totpStep } from '../../src/secrets/totp.ts'
import { Browser, type Page } from '../support/browser.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'

const CALLBACK = 'http://localhost:3000/callback'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

async function digestOf(password: string): Promise<string> {
  const args = ['secret', 'hash', '--algorithm', 'sha2crypt', '--iterations', '1000', '--stdin']
  return (await oidc(args, { input: password })).stdout.trim()
}

interface Household {
  folder: string
  /** Writes the user file anew; each user's password is their name. */
  setUsers(users: Readonly<Record<string, string>>): Promise<void>
  start(): Promise<RunningProvider>
}

async function household({ watch = false, policy = 'one_factor' } = {}): Promise<Household> {
  const folder = await temporaryFolder()
  const key = (await oidc(['keys', 'generate', '--format', 'yaml'])).stdout.replaceAll(/^/gm, '      ').trimEnd()
  await writeFile(
    join(folder, 'configuration.yml'),
    `authentication_backend:
  file:
    path: 'people.yml'
    watch: ${watch}
    extra_attributes:
      dept: {value_type: 'string'}
definitions:
  user_attributes:
    role: {expression: '"ops" in groups ? "admin" : "user"'}
    desk: {expression: 'dept + "/" + username'}
identity_providers:
  oidc:
    hmac_secret: 'a secret of this test that is long enough to sign tokens with it'
    jwks:
${key}
    claims_policies:
      work: {custom_claims: {department: {attribute: 'dept'}, role: {}, desk: {}}}
    scopes:
      work: {claims: ['department', 'role', 'desk']}
    clients:
      - client_id: 'app'
        public: true
        redirect_uris: ['${CALLBACK}']
        scopes: ['openid', 'work']
        claims_policy: 'work'
        consent_mode: 'implicit'
        authorization_policy: '${policy}'
`,
  )
  const setUsers = async (users: Readonly<Record<string, string>>) => {
    const entries = await Promise.all(
      Object.entries(users).map(
        async ([name, more]) => `  ${name}: {displayname: '${name}', password: '${await digestOf(name)}'${more}}`,
      ),
    )
    await writeFile(join(folder, 'people.yml'), `users:\n${entries.join('\n')}\n`)
  }
  return { folder, setUsers, start: () => serve(['--config', 'configuration.yml'], { cwd: folder }) }
}

function authorizationUrl(issuer: string): string {
  const query = new URLSearchParams({
    client_id: 'app',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid work',
    state: 'state-0123456789',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  })
  return `${issuer}/api/oidc/authorization?${query}`
}

async function signIn(issuer: string, username: string, browser = new Browser()): Promise<Page> {
  const login = await browser.open(authorizationUrl(issuer))
  return browser.submit(login, { username, password: username })
}

/** What the userinfo endpoint says of a user who signs in. */
async function claimsOf(issuer: string, username: string): Promise<Record<string, unknown>> {
  const { url } = await signIn(issuer, username)
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: 'app',
    code: url.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  })
  const tokens = await (await fetch(`${issuer}/api/oidc/token`, { method: 'POST', body })).json()
  const headers = { Authorization: `Bearer ${tokens.access_token}` }
  return (await fetch(`${issuer}/api/oidc/userinfo`, { headers })).json()
}

/** Waits until the log says something. */
async function logged(provider: RunningProvider, text: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!provider.log().includes(text)) {
    if (Date.now() > deadline) throw new Error(`the log does not say ${text}:\n${provider.log()}`)
    await new Promise((resolve) => provider.child.stderr.once('data', resolve))
  }
}

describe('the users of a served configuration', () => {
  it('the users of authentication_backend.file.path sign in', async () => {
    const { setUsers, start } = await household()
    await setUsers({ ann: '' })
    const { ready } = await start()
    expect((await signIn(ready.issuer, 'ann')).url.href).toContain(`${CALLBACK}?code=`)
    expect((await signIn(ready.issuer, 'bob')).name).toBe('login')
  })

  it('authentication_backend.file.watch: a changed user file is taken over, a broken one is not', async () => {
    const { setUsers, start, folder } = await household({ watch: true })
    await setUsers({ ann: '' })
    const provider = await start()
    await setUsers({ ann: '', bob: '' })
    await logged(provider, 'configuration_taken_over')
    expect((await signIn(provider.ready.issuer, 'bob')).url.href).toContain('code=')
    await writeFile(join(folder, 'people.yml'), 'users:\n  eve: {displayname: Eve}\n')
    await logged(provider, 'configuration_refused')
    expect((await signIn(provider.ready.issuer, 'ann')).url.href).toContain('code=')
    expect((await signIn(provider.ready.issuer, 'eve')).name).toBe('login')
  })

  it('a user who was taken out is signed out', async () => {
    const { setUsers, start } = await household({ watch: true })
    await setUsers({ ann: '', bob: '' })
    const provider = await start()
    const browser = new Browser()
    await signIn(provider.ready.issuer, 'bob', browser)
    await setUsers({ ann: '' })
    await logged(provider, 'configuration_taken_over')
    expect((await browser.open(authorizationUrl(provider.ready.issuer))).name).toBe('login')
  })

  it('extra_attributes: an attribute of our own becomes a claim', async () => {
    const { setUsers, start } = await household()
    await setUsers({ ann: `, extra: {dept: 'research'}` })
    const { ready } = await start()
    expect(await claimsOf(ready.issuer, 'ann')).toMatchObject({ department: 'research' })
  })

  it('definitions.user_attributes: an attribute that is computed becomes a claim', async () => {
    const { setUsers, start } = await household()
    await setUsers({ ann: `, groups: ['ops'], extra: {dept: 'research'}`, bob: `, extra: {dept: 'sales'}` })
    const { ready } = await start()
    expect(await claimsOf(ready.issuer, 'ann')).toMatchObject({ role: 'admin', desk: 'research/ann' })
    expect(await claimsOf(ready.issuer, 'bob')).toMatchObject({ role: 'user', desk: 'sales/bob' })
  })

  it('definitions.user_attributes: what fails for a user is no claim, and the log says why', async () => {
    const { setUsers, start } = await household()
    await setUsers({ ann: `, groups: ['ops']` })
    const provider = await start()
    const claims = await claimsOf(provider.ready.issuer, 'ann')
    expect(claims).toMatchObject({ role: 'admin' })
    expect(claims).not.toHaveProperty('desk')
    await logged(provider, 'attribute_not_computed')
    const line =
      provider
        .log()
        .split('\n')
        .find((one) => one.includes('attribute_not_computed')) ?? ''
    expect(line).toContain('definitions.user_attributes.desk.expression')
    expect(line).toContain('configuration.yml:10')
    expect(line).toContain("the user has no attribute 'dept'")
  })

  it('definitions.user_attributes: a changed expression is taken over', async () => {
    const { setUsers, start, folder } = await household({ watch: true })
    await setUsers({ ann: `, groups: ['ops']` })
    const provider = await start()
    const file = join(folder, 'configuration.yml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"admin" : "user"', '"root" : "user"'))
    await setUsers({ ann: `, groups: ['ops', 'staff']` })
    await logged(provider, 'configuration_taken_over')
    expect(await claimsOf(provider.ready.issuer, 'ann')).toMatchObject({ role: 'root' })
  })

  it('oidc users totp --enrolment-code: its code sets up a second factor on the pages, once', async () => {
    const { setUsers, start, folder } = await household({ policy: 'two_factor' })
    await setUsers({ ann: '' })
    const { ready } = await start()
    const refused = await signIn(ready.issuer, 'ann')
    expect(refused).toMatchObject({ name: 'error', status: 403 })
    const command = [
      'users',
      'totp',
      'ann',
      '--enrolment-code',
      '--config',
      'configuration.yml',
      '--users',
      'people.yml',
    ]
    const made = await oidc(command, { cwd: folder })
    expect(made.status, made.stderr).toBe(0)
    const browser = new Browser()
    const page = await signIn(ready.issuer, 'ann', browser)
    expect(page.name).toBe('second-factor-enrol')
    const setup = await browser.submit(page, { enrolment_code: made.stdout.trim() })
    const secret = decodeBase32(setup.document.querySelector('#totp-secret')?.text.replaceAll(' ', '') ?? '')
    const totp = { secret: secret ?? new Uint8Array(), algorithm: 'SHA1', digits: 6, period: 30 } as const
    const code = totpCode(totp, totpStep(totp, Date.now() / 1000))
    const { url } = await browser.submit(setup, { totp: code })
    expect(url.href).toContain(`${CALLBACK}?code=`)
    expect((await signIn(ready.issuer, 'ann')).name).toBe('second-factor')
  })
})
