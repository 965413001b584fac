/** A run of `serve --dev` in the memory of the test, and what asks it: a control client, a relying party, a browser. */
import * as openid from 'openid-client'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import { type DevRun, type DevRunOptions, startDevRun } from '../../../src/dev/run.ts'
import type { IssuerKey } from '../../../src/keys/published-key.ts'
import { systemRandom } from '../../../src/primitives/random.ts'
import { toWebResponse } from '../../../src/provider/http/reply.ts'
import { fromWebRequest } from '../../../src/provider/http/request.ts'
import { createMadeUp } from '../../../src/serve/made-up.ts'
import { madeUpDeployment } from '../../../src/serve/made-up-deployment.ts'
import { issuerKey } from '../../provider/support/provider.ts'
import { Browser } from '../../support/browser.ts'

export const ISSUER = 'http://localhost:9091'
export const REDIRECT_URI = 'http://localhost:3000/callback'
export const RS_KEY = issuerKey('rsa-2048.pkcs8.pem', 'RS256', 'rs')

export interface TestRun extends DevRun {
  fetch(request: Request): Promise<Response>
  /** Asks the control API; `null`: without that header. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | null>>,
  ): Promise<{ status: number; body: unknown; headers: Headers }>
  appSecret: string
}

export interface TestRunOptions extends Partial<Omit<DevRunOptions, 'config'>> {
  keys?: readonly IssuerKey[]
  /** Instead of those that are made up. */
  clients?: readonly ResolvedClient[]
}

export function devRun({ clients, expose = false, random = systemRandom, ...options }: TestRunOptions = {}): TestRun {
  const madeUp = createMadeUp(random, { randomPasswords: expose })
  const { config, users, secondFactors, dev } = madeUpDeployment({ madeUp, expose })
  if (dev === undefined) throw new Error('a made-up deployment is one of --dev')
  const run = startDevRun({
    issuer: ISSUER,
    followsHost: true,
    clock: Date.now,
    keys: [RS_KEY],
    users,
    secondFactors,
    dev,
    ...options,
    expose,
    random,
    config: { ...config, provider: { ...config.provider, clients: clients ?? config.provider.clients } },
  })
  const fetch = async (request: Request) =>
    toWebResponse(await run.answer(fromWebRequest(request, '127.0.0.1')), request.method)
  return {
    ...run,
    fetch,
    appSecret: madeUp.secret('client app'),
    async ask(method, path, body, headers = {}) {
      const shown = { Authorization: `Bearer ${run.control.token}`, 'Content-Type': 'application/json', ...headers }
      const sent = Object.entries(shown).filter((entry): entry is [string, string] => entry[1] !== null)
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      const url = `${run.control.url}${path}`
      const init = { method, headers: sent, ...(text !== undefined && { body: text }) }
      const response = await fetch(new Request(url, init))
      const answer = await response.text()
      return {
        status: response.status,
        body: answer === '' ? undefined : JSON.parse(answer),
        headers: response.headers,
      }
    },
  }
}

export type Fetch = (request: Request) => Promise<Response>

export interface PartyOptions {
  client_id?: string
  client_secret?: string | undefined
  metadata?: Partial<openid.ClientMetadata>
  /** OpenID Connect Core 1.0 §3.1.3.7 lets clients rely on TLS; this one looks at the signature. */
  checksSignatures?: boolean
}

/** openid-client for a provider that `fetch` reaches. */
export async function relyingParty(
  fetch: Fetch,
  issuer: string,
  { client_id = 'app', client_secret, metadata = {}, checksSignatures = true }: PartyOptions = {},
): Promise<openid.Configuration> {
  const authentication = client_secret === undefined ? openid.None() : openid.ClientSecretBasic(client_secret)
  const config = await openid.discovery(new URL(issuer), client_id, metadata, authentication, {
    execute: [openid.allowInsecureRequests],
    [openid.customFetch]: (url, init) => fetch(new Request(url, init as RequestInit)),
  })
  if (checksSignatures) openid.enableNonRepudiationChecks(config)
  return config
}

/** Sends a browser through the pages; what openid-client checks the answer against. */
export async function authorize(
  config: openid.Configuration,
  fetch: Fetch,
  { username = 'alice', ...parameters }: Record<string, string> = {},
  browser = new Browser({ send: fetch }),
): Promise<{ callback: URL; checks: openid.AuthorizationCodeGrantChecks }> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const checks = {
    pkceCodeVerifier,
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
    idTokenExpected: true,
  }
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...parameters,
  })
  return { callback: await passPages(browser, url, username), checks }
}

/** Cards and consent until the browser is sent away. */
async function passPages(browser: Browser, url: URL, username: string): Promise<URL> {
  let page = await browser.open(url)
  for (let step = 0; step < 5 && page.url.origin === url.origin; step++) {
    if (page.name === 'login') {
      const card = ['user', username] as const
      page = await browser.submit(page, {}, { selector: 'form:has(button[name="user"])', submitter: card })
    } else if (page.name === 'consent') {
      const accept = ['decision', 'accept'] as const
      page = await browser.submit(page, {}, { selector: 'form:has(#consent-accept)', submitter: accept })
    } else break
  }
  if (page.url.origin === url.origin) throw new Error(`the pages ended at ${page.name} (${page.status}):\n${page.html}`)
  return page.url
}

/** A whole login. */
export async function logIn(
  config: openid.Configuration,
  fetch: Fetch,
  parameters: Record<string, string> = {},
): Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers> {
  const { callback, checks } = await authorize(config, fetch, parameters)
  return openid.authorizationCodeGrant(config, callback, checks)
}

/** What the whole chain of an error says: openid-client wraps what oauth4webapi found. */
function reasonOf(error: unknown): string {
  const parts: string[] = []
  for (let at = error; at instanceof Error; at = at.cause) parts.push(at.message)
  return parts.join(' | ')
}

/** Why openid-client refused. */
export async function failureOf(
  attempt: Promise<unknown>,
): Promise<Error & { error?: string; status?: number; reason: string }> {
  const error = await attempt.then(
    () => new Error('nothing went wrong'),
    (reason: Error) => reason,
  )
  return Object.assign(error, { reason: reasonOf(error) })
}
