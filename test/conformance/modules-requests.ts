/** Modules about authorization requests: parameters, prompts, redirect URIs, request objects. */
import { createHash, randomBytes } from 'node:crypto'
import { ALL_PLANS, type Module, type Result, WITH_CODE } from './modules.ts'
import { SUITE } from './provider.ts'
import { CALLBACK, CALLBACK_WITH_QUERY, demand, type RelyingParty, type Values } from './relying-party.ts'

async function responseTypeMissing(rp: RelyingParty): Promise<Result> {
  const ended = await rp.authorize(rp.request({ response_type: undefined }))
  const error = rp.refusal(ended)
  const isExpected = ['invalid_request', 'unsupported_response_type'].includes(error)
  demand(isExpected, `refused with ${error}`)
  return 'passed'
}

/** A parameter that does no harm. */
const withParameters =
  (own: Values) =>
  async (rp: RelyingParty): Promise<Result> => {
    await rp.logIn(own)
    return 'passed'
  }

async function loginHint(rp: RelyingParty): Promise<Result> {
  await rp.logIn({ login_hint: `somebody@${new URL(rp.provider.issuer).hostname}` })
  return 'passed'
}

async function alternateHappyFlow(rp: RelyingParty): Promise<Result> {
  const parameters = rp.request({ scope: 'email phone address profile openid' })
  const login = await rp.finish(await rp.authorize(Object.entries(parameters).reverse()), parameters)
  demand((await rp.claims(login))['email'] !== undefined, 'the order of scopes makes no difference')
  return 'passed'
}

async function promptLogin(rp: RelyingParty): Promise<Result> {
  const first = await rp.logIn()
  rp.provider.wait(2)
  const second = await rp.logIn({ prompt: 'login' })
  demand(second.ended.shown.includes('login'), 'the login page is shown again')
  demand(Number(second.id_token['auth_time']) > Number(first.id_token['auth_time'] ?? 0), 'auth_time is later')
  demand(second.id_token.sub === first.id_token.sub, 'the user is the same')
  return 'passed'
}

async function promptNoneNotLoggedIn(rp: RelyingParty): Promise<Result> {
  const parameters = rp.request({ prompt: 'none' })
  const ended = await rp.authorize(parameters)
  demand(ended.shown.length === 0 && ended.answer !== undefined, 'the client is told, without a page')
  demand(ended.answer.get('error') === 'login_required', `told ${ended.answer.get('error')}`)
  demand(ended.answer.get('state') === parameters['state'], 'with its state')
  return 'passed'
}

async function promptNoneLoggedIn(rp: RelyingParty): Promise<Result> {
  const first = await rp.logIn({ max_age: '10000' })
  rp.provider.wait(2)
  const second = await rp.logIn({ prompt: 'none', max_age: '10000' })
  demand(second.ended.shown.length === 0, 'no page is shown')
  demand(second.id_token.sub === first.id_token.sub, 'the user is the same')
  demand(second.id_token['auth_time'] === first.id_token['auth_time'], 'auth_time is the same')
  return 'passed'
}

async function maxAge1(rp: RelyingParty): Promise<Result> {
  const first = await rp.logIn({ max_age: '10000' })
  rp.provider.wait(2)
  const second = await rp.logIn({ max_age: '1' })
  demand(second.ended.shown.includes('login'), 'the login page is shown again')
  demand(Number(second.id_token['auth_time']) > Number(first.id_token['auth_time']), 'auth_time is later')
  return 'passed'
}

async function maxAge10000(rp: RelyingParty): Promise<Result> {
  const first = await rp.logIn({ max_age: '10000' })
  rp.provider.wait(2)
  const second = await rp.logIn({ max_age: '10000' })
  demand(!second.ended.shown.includes('login'), 'nobody logs in again')
  const { auth_time } = second.id_token
  demand(typeof auth_time === 'number' && auth_time === first.id_token['auth_time'], 'auth_time is there, and the same')
  return 'passed'
}

async function idTokenHint(rp: RelyingParty): Promise<Result> {
  const first = await rp.logIn()
  const second = await rp.logIn({ prompt: 'none', id_token_hint: first.raw_id_token })
  demand(second.ended.shown.length === 0 && second.id_token.sub === first.id_token.sub, 'it succeeds in silence')
  return 'passed'
}

async function acrValues(rp: RelyingParty): Promise<Result> {
  const offered = ((await rp.metadata())['acr_values_supported'] ?? []) as string[]
  const asked = offered.length > 0 ? offered : ['1', '2']
  const { acr } = (await rp.logIn({ acr_values: asked.join(' ') })).id_token
  if (typeof acr === 'string' && asked.includes(acr)) return 'passed'
  return {
    warning: `no value is advertised, and acr is ${JSON.stringify(acr)}: no level is claimed that is not defined`,
  }
}

async function codeReuse(rp: RelyingParty): Promise<Result> {
  const { code = '' } = await rp.logIn()
  const { status, body } = await rp.redeem(code)
  demand(status === 400 && body['error'] === 'invalid_grant', `the second use gave ${status}`)
  return 'passed'
}

async function codeReuse30Seconds(rp: RelyingParty): Promise<Result> {
  const { code = '', tokens } = await rp.logIn()
  rp.provider.wait(30)
  const { status, body } = await rp.redeem(code)
  demand(status === 400 && body['error'] === 'invalid_grant', `the second use gave ${status}`)
  const { status: after } = await rp.userinfo(String(tokens['access_token']))
  return after === 401 ? 'passed' : { warning: 'the first access token still works' }
}

async function registeredRedirectUri(rp: RelyingParty): Promise<Result> {
  const ended = await rp.authorize(rp.request({ redirect_uri: `${CALLBACK}/not-registered` }))
  demand(ended.answer === undefined && ended.page.name === 'error', 'an error page is shown, nobody is sent anywhere')
  demand(rp.refusal(ended) === 'invalid_request', 'the page names invalid_request')
  return 'passed'
}

/** The request as a form that a page sends. */
async function postRequest(rp: RelyingParty): Promise<Result> {
  const parameters = rp.request()
  const fields = Object.entries(parameters).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  )
  const { parse } = await import('node-html-parser')
  const html = `<form method="post" action="${rp.provider.issuer}/api/oidc/authorization">${fields.join('')}</form>`
  const page = {
    url: new URL(CALLBACK),
    status: 200,
    headers: new Headers(),
    html,
    document: parse(html),
    name: 'form',
  }
  await rp.finish(await rp.walk(await rp.browser.submit(page)), parameters)
  return 'passed'
}

async function clientSecretPost(rp: RelyingParty): Promise<Result> {
  await rp.as('conformance-post').logIn()
  return 'passed'
}

/** RFC 7519 §6. */
function unsecured(claims: Values): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode({ alg: 'none' })}.${encode(claims)}.`
}

/** What stands in the object counts; or the request is refused as one that cannot be read. */
async function honouredOr(rp: RelyingParty, error: string, outer: Values, inner: Values): Promise<Result> {
  const { response_type, client_id } = rp.request()
  const parameters = rp.request({ ...outer, scope: 'openid', response_type, client_id })
  const ended = await rp.authorize(parameters)
  if (ended.answer?.get('error') !== null && ended.answer?.get('state') !== inner['state']) {
    demand(rp.refusal(ended) === error, `refused with ${rp.refusal(ended)}`)
    return 'passed'
  }
  await rp.finish(ended, { ...parameters, state: inner['state'] ?? '', nonce: inner['nonce'] ?? '' })
  return 'passed'
}

/** A whole request, with its own state and nonce. */
function innerRequest(rp: RelyingParty, own: Values = {}): Record<string, string> {
  return rp.request({ ...own, iss: rp.client_id, aud: rp.provider.issuer })
}

async function unsignedByValue(rp: RelyingParty): Promise<Result> {
  const inner = innerRequest(rp)
  return honouredOr(
    rp,
    'request_not_supported',
    { request: unsecured(inner), state: undefined, nonce: undefined },
    inner,
  )
}

async function unsignedByReference(rp: RelyingParty): Promise<Result> {
  const inner = innerRequest(rp)
  const request_uri = `${SUITE.suite}/test/a/${SUITE.alias}/requesturi`
  rp.provider.publish(request_uri, unsecured(inner))
  return honouredOr(rp, 'request_uri_not_supported', { request_uri, state: undefined, nonce: undefined }, inner)
}

/** Two redirect URIs are registered; the one in the object wins. */
async function objectWithRedirectUri(rp: RelyingParty): Promise<Result> {
  const inner = innerRequest(rp, { redirect_uri: CALLBACK_WITH_QUERY })
  const { answer, page } = await rp.authorize(rp.request({ request: unsecured(inner) }))
  if (answer === undefined) {
    demand(page.name === 'error', 'an error page')
    return 'passed'
  }
  demand(page.url.searchParams.get('dummy1') === 'lorem', 'the redirect URI of the object is used')
  return 'passed'
}

async function validPkce(rp: RelyingParty): Promise<Result> {
  const code_verifier = randomBytes(32).toString('base64url')
  const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
  const parameters = rp.request({ code_challenge, code_challenge_method: 'S256' })
  await rp.finish(await rp.authorize(parameters), parameters, { code_verifier })
  return 'passed'
}

async function withoutNonceFails(rp: RelyingParty): Promise<Result> {
  const ended = await rp.authorize(rp.request({ nonce: undefined }))
  demand(rp.refusal(ended) === 'invalid_request', `refused with ${rp.refusal(ended)}`)
  return 'passed'
}

const PREFIX = 'oidcc-ensure-request'
const IMPLICIT_WITH_TOKEN = ['code', 'id_token token', 'code id_token', 'code token', 'code id_token token']

export const REQUEST_MODULES: readonly Module[] = [
  {
    name: 'oidcc-response-type-missing',
    plans: ALL_PLANS,
    response_types: IMPLICIT_WITH_TOKEN,
    run: responseTypeMissing,
  },
  {
    name: `${PREFIX}-without-nonce-succeeds-for-code-flow`,
    plans: WITH_CODE,
    response_types: ['code', 'code token'],
    run: withParameters({ nonce: undefined }),
  },
  { name: 'oidcc-alternate-happy-flow', plans: ALL_PLANS, run: alternateHappyFlow },
  { name: 'oidcc-display-page', plans: ALL_PLANS, run: withParameters({ display: 'page' }) },
  { name: 'oidcc-display-popup', plans: ALL_PLANS, run: withParameters({ display: 'popup' }) },
  { name: 'oidcc-prompt-login', plans: ALL_PLANS, run: promptLogin },
  { name: 'oidcc-prompt-none-not-logged-in', plans: ALL_PLANS, run: promptNoneNotLoggedIn },
  { name: 'oidcc-prompt-none-logged-in', plans: ALL_PLANS, run: promptNoneLoggedIn },
  { name: 'oidcc-max-age-1', plans: ALL_PLANS, run: maxAge1 },
  { name: 'oidcc-max-age-10000', plans: ALL_PLANS, run: maxAge10000 },
  { name: `${PREFIX}-with-unknown-parameter-succeeds`, plans: ALL_PLANS, run: withParameters({ extra: 'foobar' }) },
  { name: 'oidcc-id-token-hint', plans: ALL_PLANS, run: idTokenHint },
  { name: 'oidcc-login-hint', plans: ALL_PLANS, run: loginHint },
  { name: 'oidcc-ui-locales', plans: ALL_PLANS, run: withParameters({ ui_locales: 'se' }) },
  { name: 'oidcc-claims-locales', plans: ALL_PLANS, run: withParameters({ claims_locales: 'se' }) },
  { name: `${PREFIX}-with-acr-values-succeeds`, plans: ALL_PLANS, run: acrValues },
  { name: 'oidcc-codereuse', plans: WITH_CODE, run: codeReuse },
  { name: 'oidcc-codereuse-30seconds', plans: WITH_CODE, run: codeReuse30Seconds },
  { name: 'oidcc-ensure-registered-redirect-uri', plans: ALL_PLANS, run: registeredRedirectUri },
  { name: 'oidcc-ensure-post-request-succeeds', plans: ['Basic'], run: postRequest },
  { name: 'oidcc-server-client-secret-post', plans: WITH_CODE, run: clientSecretPost },
  {
    name: 'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
    plans: ALL_PLANS,
    run: unsignedByReference,
  },
  {
    name: 'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
    plans: ALL_PLANS,
    run: unsignedByValue,
  },
  { name: 'oidcc-ensure-request-object-with-redirect-uri', plans: ALL_PLANS, run: objectWithRedirectUri },
  { name: `${PREFIX}-with-valid-pkce-succeeds`, plans: WITH_CODE, run: validPkce },
  {
    name: `${PREFIX}-without-nonce-fails`,
    plans: ['Implicit', 'Hybrid'],
    response_types: ['id_token', 'id_token token', 'code id_token', 'code id_token token'],
    run: withoutNonceFails,
  },
]
