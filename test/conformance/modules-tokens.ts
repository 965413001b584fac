/** Modules about the happy flow, ID tokens, claims and userinfo. */
import { decodeProtectedHeader } from 'jose'
import { ALL_PLANS, type Module, type Result, WITH_CODE } from './modules.ts'
import { type ClaimValues, demand, type RelyingParty } from './relying-party.ts'

/** Claims that belong into userinfo where that can be asked (OpenID Connect Core 1.0 §5.4). */
const USER_CLAIMS = ['name', 'given_name', 'email', 'address', 'phone_number', 'preferred_username', 'birthdate']

async function server(rp: RelyingParty): Promise<Result> {
  const login = await rp.logIn()
  const { code, access_token, id_token } = login
  for (const secret of [code, access_token].filter((one) => one !== undefined)) {
    demand(secret.length >= 43, 'codes and access tokens have 256 random bits')
  }
  const again = await rp.logIn()
  demand(again.code === undefined || again.code !== code, 'every code is another one')
  if (rp.hasAccessToken) await rp.claims(login)
  const unasked = USER_CLAIMS.filter((claim) => claim in id_token)
  return unasked.length === 0 ? 'passed' : { warning: `the ID token carries ${unasked.join(', ')}` }
}

async function idTokenSignature(rp: RelyingParty): Promise<Result> {
  const { alg, kid } = decodeProtectedHeader((await rp.logIn()).raw_id_token)
  demand(alg === 'RS256' && kid !== undefined, 'RS256 by default, with a kid')
  return 'passed'
}

async function idTokenUnsigned(rp: RelyingParty): Promise<Result> {
  const algorithms = (await rp.metadata())['id_token_signing_alg_values_supported'] as string[]
  demand(!algorithms.includes('none'), 'ID tokens without a signature are offered')
  return { skipped: '`none` is not offered for ID tokens' }
}

const userinfoBy =
  (by: 'get' | 'post-header' | 'post-body') =>
  async (rp: RelyingParty): Promise<Result> => {
    const { access_token = '', id_token } = await rp.logIn()
    const { status, body } = await rp.userinfo(access_token, by)
    demand(status === 200 && body['sub'] === id_token.sub, `userinfo answered with ${status}`)
    return 'passed'
  }

/** Claims of the scopes, with the types of OpenID Connect Core 1.0 §5.1. */
const SCOPE_CLAIMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  profile: {
    name: 'string',
    given_name: 'string',
    family_name: 'string',
    middle_name: 'string',
    nickname: 'string',
    preferred_username: 'string',
    profile: 'string',
    picture: 'string',
    website: 'string',
    gender: 'string',
    birthdate: 'string',
    zoneinfo: 'string',
    locale: 'string',
    updated_at: 'number',
  },
  email: { email: 'string', email_verified: 'boolean' },
  address: { address: 'object' },
  phone: { phone_number: 'string', phone_number_verified: 'boolean' },
}

function checkClaims(claims: ClaimValues, scope: string): void {
  for (const [name, type] of Object.entries(SCOPE_CLAIMS[scope] ?? {})) {
    const value = claims[name]
    demand(typeof value === type, `scope ${scope}: ${name} is ${JSON.stringify(value)}`)
  }
}

const scopes =
  (...asked: string[]) =>
  async (rp: RelyingParty): Promise<Result> => {
    const offered = (await rp.metadata())['scopes_supported'] as string[]
    const missing = asked.find((scope) => !offered.includes(scope))
    if (missing !== undefined) return { skipped: `scope ${missing} is not offered` }
    const login = await rp.logIn({ scope: ['openid', ...asked].join(' ') })
    const claims = await rp.claims(login)
    for (const scope of asked) checkClaims(claims, scope)
    return 'passed'
  }

async function claimsEssential(rp: RelyingParty): Promise<Result> {
  const place = rp.hasAccessToken ? 'userinfo' : 'id_token'
  const login = await rp.logIn({ claims: JSON.stringify({ [place]: { name: { essential: true } } }) })
  const { name } = await rp.claims(login)
  return typeof name === 'string' ? 'passed' : { warning: '`name` is missing although it is essential' }
}

async function refreshToken(rp: RelyingParty): Promise<Result> {
  const { tokens, id_token } = await rp.logIn({ scope: 'openid offline_access', prompt: 'consent' })
  const { refresh_token } = tokens
  if (typeof refresh_token !== 'string') return { skipped: 'no refresh token is given' }
  const form = { grant_type: 'refresh_token', refresh_token }
  const stolen = await rp.as('conformance-2').token(form)
  demand(stolen.status === 400 && stolen.body['error'] === 'invalid_grant', 'another client cannot refresh')
  const { status, body } = await rp.token(form)
  demand(status === 200, `the refresh failed: ${JSON.stringify(body)}`)
  const refreshed = await rp.checkIdToken(String(body['id_token']), {})
  demand(
    refreshed.sub === id_token.sub && refreshed['auth_time'] === id_token['auth_time'],
    'the new ID token tells of the same login',
  )
  demand(body['access_token'] !== tokens['access_token'], 'the access token is another one')
  return 'passed'
}

export const TOKEN_MODULES: readonly Module[] = [
  { name: 'oidcc-server', plans: ALL_PLANS, run: server },
  { name: 'oidcc-idtoken-signature', plans: ALL_PLANS, run: idTokenSignature },
  { name: 'oidcc-idtoken-unsigned', plans: ['Basic'], run: idTokenUnsigned },
  ...(['get', 'post-header', 'post-body'] as const).map((by) => ({
    name: `oidcc-userinfo-${by}`,
    plans: ALL_PLANS,
    response_types: ['code', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
    run: userinfoBy(by),
  })),
  { name: 'oidcc-scope-profile', plans: ALL_PLANS, run: scopes('profile') },
  { name: 'oidcc-scope-email', plans: ALL_PLANS, run: scopes('email') },
  { name: 'oidcc-scope-address', plans: ALL_PLANS, run: scopes('address') },
  { name: 'oidcc-scope-phone', plans: ALL_PLANS, run: scopes('phone') },
  { name: 'oidcc-scope-all', plans: ALL_PLANS, run: scopes('profile', 'email', 'address', 'phone') },
  { name: 'oidcc-claims-essential', plans: ALL_PLANS, run: claimsEssential },
  { name: 'oidcc-refresh-token', plans: WITH_CODE, run: refreshToken },
]
