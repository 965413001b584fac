/** The client side of a module: builds requests, walks through the pages without script, checks what comes back. */
import { createHash, randomBytes } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { conformanceRedirectUris } from '../../src/serve/conformance.ts'
import { Browser, type Page } from '../support/browser.ts'
import { type ConformanceProvider, SUITE } from './provider.ts'

export type Values = Readonly<Record<string, string | undefined>>
export type ClaimValues = Readonly<Record<string, unknown>>

export interface Plan {
  response_type: string
  response_mode: 'default' | 'form_post'
}

/** Where an authorization request ended. */
export interface Ended {
  /** Pages that were shown on the way, in order. */
  shown: readonly string[]
  /** The parameters that came to the callback; absent when the browser stayed at the provider. */
  answer: URLSearchParams | undefined
  /** How they came. */
  delivery: 'query' | 'fragment' | 'form_post' | undefined
  page: Page
}

/** Everything that a happy flow gave, checked. */
export interface Login {
  ended: Ended
  id_token: JWTPayload
  /** As it came. */
  raw_id_token: string
  code: string | undefined
  access_token: string | undefined
  tokens: ClaimValues
}

export const [CALLBACK = '', CALLBACK_WITH_QUERY = ''] = conformanceRedirectUris(SUITE)

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

function leftHalf(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

export class RelyingParty {
  readonly provider: ConformanceProvider
  readonly plan: Plan
  readonly client_id: string
  readonly browser: Browser
  readonly #method: 'basic' | 'post'

  constructor(
    provider: ConformanceProvider,
    plan: Plan,
    { client_id = 'conformance', browser }: { client_id?: string; browser?: Browser } = {},
  ) {
    this.provider = provider
    this.plan = plan
    this.client_id = client_id
    this.browser = browser ?? new Browser({ send: provider.send })
    this.#method = client_id === 'conformance-post' ? 'post' : 'basic'
  }

  /** Another client in the same plan and browser. */
  as(client_id: string): RelyingParty {
    return new RelyingParty(this.provider, this.plan, { client_id, browser: this.browser })
  }

  get hasCode(): boolean {
    return this.plan.response_type.split(' ').includes('code')
  }

  /** Whether an access token comes at all, from either endpoint. */
  get hasAccessToken(): boolean {
    return this.plan.response_type !== 'id_token'
  }

  async metadata(): Promise<ClaimValues> {
    return this.getJson('/.well-known/openid-configuration')
  }

  async getJson(path: string): Promise<ClaimValues> {
    const response = await this.provider.send(new Request(this.provider.issuer + path))
    demand(response.status === 200, `${path} answered with ${response.status}`)
    return (await response.json()) as ClaimValues
  }

  /** The parameters of a good request of this plan; `undefined` leaves one out. */
  request(own: Values = {}): Record<string, string> {
    const { response_type, response_mode } = this.plan
    const all: Values = {
      client_id: this.client_id,
      response_type,
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: randomBytes(16).toString('hex'),
      nonce: randomBytes(16).toString('hex'),
      ...(response_mode === 'form_post' ? { response_mode } : {}),
      ...own,
    }
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
  }

  url(parameters: Record<string, string> | [string, string][]): string {
    return `${this.provider.issuer}/api/oidc/authorization?${new URLSearchParams(parameters)}`
  }

  /** Opens a request and answers every page until the client is answered or nothing can be answered any more. */
  async authorize(parameters: Record<string, string> | [string, string][]): Promise<Ended> {
    return this.walk(await this.browser.open(this.url(parameters)))
  }

  async walk(page: Page): Promise<Ended> {
    const shown: string[] = []
    for (let current = page; ; ) {
      const ended = await this.#arrived(current, shown)
      if (ended !== undefined) return ended
      shown.push(current.name ?? '')
      current = await this.#answer(current)
    }
  }

  #answer(page: Page): Promise<Page> {
    if (page.name === 'login')
      return this.browser.submit(page, this.provider.user, { selector: 'form:has(#login-submit)' })
    const accept = { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] } as const
    return this.browser.submit(page, {}, accept)
  }

  async #arrived(page: Page, shown: readonly string[]): Promise<Ended | undefined> {
    const isElsewhere = page.url.origin === SUITE.suite
    if (isElsewhere) {
      const inFragment = page.url.hash.length > 1
      const answer = inFragment ? new URLSearchParams(page.url.hash.slice(1)) : page.url.searchParams
      return { shown, answer, delivery: inFragment ? 'fragment' : 'query', page }
    }
    if (page.document.querySelector(`form[action^="${SUITE.suite}"]`) !== null) {
      const posted = await this.browser.submit(page)
      const body = posted.document.querySelector('body')?.getAttribute('data-posted') ?? ''
      return { shown, answer: new URLSearchParams(decodeURIComponent(body)), delivery: 'form_post', page: posted }
    }
    return page.name === 'login' || page.name === 'consent'
      ? undefined
      : { shown, answer: undefined, delivery: undefined, page }
  }

  /** The answer of a request that was granted. */
  granted(ended: Ended, { state }: Values): URLSearchParams {
    const { answer, delivery, page } = ended
    demand(answer !== undefined, `the browser stayed at the provider (${page.status}): ${page.html.slice(0, 400)}`)
    demand(answer.get('error') === null, `refused: ${answer}`)
    demand(answer.get('state') === (state ?? null), 'the state did not come back')
    demand(answer.get('iss') === this.provider.issuer, 'RFC 9207: iss is the issuer')
    const expected =
      this.plan.response_mode === 'form_post' ? 'form_post' : this.plan.response_type === 'code' ? 'query' : 'fragment'
    demand(delivery === expected, `the answer came in the ${delivery}, not in the ${expected}`)
    return answer
  }

  /** The error of a request that was refused, wherever it is told. */
  refusal({ answer, page }: Ended): string {
    if (answer !== undefined) {
      demand(answer.get('code') === null && answer.get('id_token') === null, 'the request was granted')
      return answer.get('error') ?? ''
    }
    demand(page.name === 'error' && page.status >= 400, `no error page but ${page.name} (${page.status})`)
    return page.document.querySelector('#error')?.text ?? ''
  }

  /** POSTs a form to the token endpoint, authenticated as this client. */
  async token(form: Record<string, string>): Promise<{ status: number; body: ClaimValues; headers: Headers }> {
    const secret = this.provider.secrets[this.client_id] ?? ''
    const isBasic = this.#method === 'basic'
    const body = new URLSearchParams({
      ...form,
      ...(isBasic ? {} : { client_id: this.client_id, client_secret: secret }),
    })
    const headers = new Headers()
    if (isBasic) headers.set('Authorization', `Basic ${Buffer.from(`${this.client_id}:${secret}`).toString('base64')}`)
    const url = `${this.provider.issuer}/api/oidc/token`
    const response = await this.provider.send(new Request(url, { method: 'POST', headers, body }))
    return { status: response.status, body: (await response.json()) as ClaimValues, headers: response.headers }
  }

  redeem(code: string, more: Record<string, string> = {}) {
    return this.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more })
  }

  /** OpenID Connect Core 1.0 §3.1.3.7, §3.2.2.11, §3.3.2.11. */
  async checkIdToken(
    jwt: string,
    {
      nonce,
      access_token,
      code,
    }: { nonce?: string | undefined; access_token?: string | undefined; code?: string | undefined },
  ): Promise<JWTPayload> {
    const { keys } = await this.getJson('/jwks.json')
    const header = decodeProtectedHeader(jwt)
    demand(header.alg === 'RS256', `the ID token is signed with ${header.alg}`)
    const known = (keys as { kid: string }[]).map(({ kid }) => kid)
    demand(header.kid !== undefined && known.includes(header.kid), `kid ${header.kid} is not in the JWKS`)
    const { payload } = await jwtVerify(jwt, createLocalJWKSet({ keys } as JSONWebKeySet), {
      issuer: this.provider.issuer,
      audience: this.client_id,
      requiredClaims: ['sub', 'iat', 'exp'],
      currentDate: new Date(this.provider.now() * 1000),
    })
    demand(payload['nonce'] === nonce, `nonce is ${payload['nonce']}, not ${nonce}`)
    if (access_token !== undefined) demand(payload['at_hash'] === leftHalf(access_token), 'at_hash does not match')
    if (code !== undefined) demand(payload['c_hash'] === leftHalf(code), 'c_hash does not match')
    return payload
  }

  /** Sends a good request with `own` parameters, and checks everything that comes of it. */
  async logIn(own: Values = {}): Promise<Login> {
    const parameters = this.request(own)
    return this.finish(await this.authorize(parameters), parameters)
  }

  /** Checks the answer, redeems its code, and checks the tokens. */
  async finish(ended: Ended, parameters: Record<string, string>, more: Record<string, string> = {}): Promise<Login> {
    const answer = this.granted(ended, parameters)
    const [code, access_token, id_token] = ['code', 'access_token', 'id_token'].map(
      (name) => answer.get(name) ?? undefined,
    )
    const types = this.plan.response_type.split(' ')
    demand(types.includes('code') === (code !== undefined), 'a code comes where it is asked for')
    demand(types.includes('token') === (access_token !== undefined), 'an access token comes where it is asked for')
    demand(types.includes('id_token') === (id_token !== undefined), 'an ID token comes where it is asked for')
    const { nonce } = parameters
    const front = id_token === undefined ? undefined : await this.checkIdToken(id_token, { nonce, access_token, code })
    if (code === undefined) {
      demand(front !== undefined && id_token !== undefined, 'no ID token came')
      return { ended, id_token: front, raw_id_token: id_token, code, access_token, tokens: {} }
    }
    const { status, body, headers } = await this.redeem(code, more)
    demand(status === 200, `the code was refused: ${JSON.stringify(body)}`)
    demand(headers.get('Cache-Control') === 'no-store', 'RFC 6749 §5.1: the token response is not stored')
    demand(String(body['token_type']).toLowerCase() === 'bearer', 'the token type is Bearer')
    const raw_id_token = String(body['id_token'])
    const back = await this.checkIdToken(raw_id_token, { nonce })
    if (front !== undefined) demand(front.sub === back.sub && front.iss === back.iss, 'both ID tokens name one user')
    return { ended, id_token: back, raw_id_token, code, access_token: String(body['access_token']), tokens: body }
  }

  async userinfo(
    access_token: string,
    by: 'get' | 'post-header' | 'post-body' = 'get',
  ): Promise<{ status: number; body: ClaimValues }> {
    const url = `${this.provider.issuer}/api/oidc/userinfo`
    const headers = { Authorization: `Bearer ${access_token}` }
    const requests = {
      get: () => new Request(url, { headers }),
      'post-header': () => new Request(url, { method: 'POST', headers }),
      'post-body': () => new Request(url, { method: 'POST', body: new URLSearchParams({ access_token }) }),
    }
    const response = await this.provider.send(requests[by]())
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
  }

  /** The claims that a client gets: from userinfo, or in the ID token where there is no access token. */
  async claims({ id_token, access_token }: Login): Promise<ClaimValues> {
    if (access_token === undefined) return id_token
    const { status, body } = await this.userinfo(access_token)
    demand(status === 200, `userinfo answered with ${status}`)
    demand(body['sub'] === id_token.sub, 'sub of userinfo is the one of the ID token')
    return body
  }
}
