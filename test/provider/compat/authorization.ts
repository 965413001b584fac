/** Differences at the authorization endpoint. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { Browser } from '../support/browser.ts'
import { AUTHORIZATION, answerOf, answerPages, authorizationUrl } from '../support/flows.ts'
import { CALLBACK, client, ISSUER, SPA, STATE, testProvider, vectorFile, WEB } from '../support/provider.ts'
import { ask, askAndAnswer, loggedIn, type Mode, type Observations, outcome, providerIn } from './observe.ts'

const CLIENT_KEY = vectorFile('keys/rsa-3072.pkcs8.pem')

/** A signed request whose header says nothing of its type. */
async function untypedRequest(mode: Mode): Promise<string> {
  const key = createPublicKey(CLIENT_KEY).export({ format: 'pem', type: 'spki' }).toString()
  const test = providerIn(mode, {
    web: {
      request_object_signing_alg: 'RS256',
      jwks: [{ key_id: 'rp', use: 'sig', algorithm: 'RS256', key, certificate_chain: undefined }],
    },
  })
  const request = await new SignJWT({ ...AUTHORIZATION })
    .setProtectedHeader({ alg: 'RS256', kid: 'rp' })
    .setIssuer('web')
    .setAudience(ISSUER)
    .setExpirationTime(test.now() + 60)
    .sign(createPrivateKey(CLIENT_KEY))
  return askAndAnswer(test, { request, response_type: 'code', scope: 'openid' })
}

async function promptNone(mode: Mode): Promise<string> {
  const test = providerIn(mode)
  return ask(test, { prompt: 'none' }, await loggedIn(test))
}

/** The page that follows the login that `max_age=0` asks for. */
async function maxAgeZero(mode: Mode): Promise<string> {
  const test = providerIn(mode)
  const browser = await loggedIn(test)
  const login = await browser.open(authorizationUrl({ ...AUTHORIZATION, max_age: '0' }))
  return outcome(await browser.submit(login, { username: 'alice', password: 'alice' }))
}

/** Whether the page of `form_post.jwt` may run the script that sends it. */
async function scriptAllowed(mode: Mode): Promise<boolean> {
  const test = testProvider({ clients: [client({ ...WEB, response_modes: ['form_post.jwt'] })], compat: mode })
  const browser = new Browser(test.provider)
  const url = authorizationUrl({ ...AUTHORIZATION, response_mode: 'form_post.jwt' })
  const { response, body } = await answerPages(browser, await browser.open(url))
  if (!body.includes('name="response"')) throw new Error(`no answer to the client: ${body}`)
  return /script-src[^;]*'sha256-/.test(response.headers.get('Content-Security-Policy') ?? '')
}

export const AUTHORIZATION_DIFFERENCES: Observations<
  | 'local_errors'
  | 'early_errors_in_fragment'
  | 'missing_response_type'
  | 'prompt_none'
  | 'max_age'
  | 'unregistered_claims'
  | 'request_object_leniency'
  | 'form_post_jwt_script'
> = {
  local_errors: {
    observe: (mode) => ask(providerIn(mode), { client_id: 'nobody' }),
    standard: 'page error 401',
    released: '302 /consent/completion: invalid_client',
  },
  early_errors_in_fragment: {
    observe: (mode) => {
      const web = { response_types: ['id_token'], response_modes: ['fragment', 'query'], grant_types: ['implicit'] }
      return ask(providerIn(mode, { web }), { response_type: 'id_token', scope: 'openid unknown' })
    },
    standard: 'fragment: invalid_scope',
    released: 'query: invalid_scope',
  },
  missing_response_type: {
    observe: async (mode) => {
      const { response_type: _left_out, ...parameters } = AUTHORIZATION
      return outcome(await new Browser(providerIn(mode).provider).send(authorizationUrl(parameters)))
    },
    standard: 'query: invalid_request',
    released: 'query: unsupported_response_type',
  },
  prompt_none: {
    observe: promptNone,
    standard: 'query: consent_required',
    released: 'page consent',
  },
  max_age: {
    observe: async (mode) => [await maxAgeZero(mode), await ask(providerIn(mode), { max_age: 'soon' })],
    standard: ['page consent', 'query: invalid_request'],
    released: ['page login', 'page login'],
  },
  unregistered_claims: {
    observe: async (mode) => {
      const test = testProvider({
        clients: [client({ ...SPA, require_pkce: false, public: false, client_secret: '$plaintext$secret' })],
        compat: mode,
      })
      const browser = new Browser(test.provider)
      const claims = JSON.stringify({ userinfo: { phone_number: null } })
      const url = authorizationUrl({
        client_id: 'spa',
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid',
        state: STATE,
        claims,
      })
      const page = await answerPages(browser, await browser.open(url))
      return answerOf(page).get('error') ?? outcome(page)
    },
    standard: 'query: granted',
    released: 'access_denied',
  },
  request_object_leniency: {
    observe: untypedRequest,
    standard: 'query: granted',
    released: '302 /consent/completion: invalid_request_object',
  },
  form_post_jwt_script: { observe: scriptAllowed, standard: true, released: false },
}
