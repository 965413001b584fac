/** What a relying party does, step by step, as tests need it. */
import { Browser, type Page, pageName } from './browser.ts'
import { CALLBACK, ISSUER, STATE, type TestProvider } from './provider.ts'

export type Values = Readonly<Record<string, string>>

export const STATE_PARAMETERS: Values = { state: STATE }

export const AUTHORIZATION: Values = {
  client_id: 'web',
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid profile offline_access',
  state: STATE,
}

export function authorizationUrl(parameters: Values = AUTHORIZATION): string {
  return `${ISSUER}/api/oidc/authorization?${new URLSearchParams(parameters)}`
}

export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

/** A POST of a form by a client. */
export async function post(
  { provider }: TestProvider,
  path: string,
  form: Values,
  headers: Values = { Authorization: basic('web', 'secret') },
): Promise<Response> {
  const request = new Request(ISSUER + path, { method: 'POST', body: new URLSearchParams(form), headers })
  return provider.fetch(request, { address: '203.0.113.7' })
}

export async function postJson(
  ...args: Parameters<typeof post>
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await post(...args)
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

/** Logs in and consents, wherever the pages ask for it, until the client is answered. */
export async function answerPages(browser: Browser, page: Page, username = 'alice'): Promise<Page> {
  switch (pageName(page.body)) {
    case 'login':
      return answerPages(browser, await browser.submit(page, { username, password: username }), username)
    case 'consent':
      return answerPages(browser, await browser.submit(page, { decision: 'accept' }), username)
    default:
      return page
  }
}

/** The parameters that the client was sent. */
export function answerOf({ response }: Page): URLSearchParams {
  const location = new URL(response.headers.get('Location') ?? 'about:blank')
  return location.hash === '' ? location.searchParams : new URLSearchParams(location.hash.slice(1))
}

/** An authorization from the first page to the code. */
export async function authorize(
  test: TestProvider,
  parameters: Values = {},
  browser = new Browser(test.provider),
): Promise<string> {
  const page = await browser.open(authorizationUrl({ ...AUTHORIZATION, ...parameters }))
  const answer = answerOf(await answerPages(browser, page))
  const code = answer.get('code')
  if (code === null) throw new Error(`no code but ${answer}`)
  return code
}

export function redeem(test: TestProvider, code: string, more: Values = {}): ReturnType<typeof postJson> {
  return postJson(test, '/api/oidc/token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more })
}

export function refresh(test: TestProvider, refresh_token: string, more: Values = {}): ReturnType<typeof postJson> {
  return postJson(test, '/api/oidc/token', { grant_type: 'refresh_token', refresh_token, ...more })
}

export async function isActive(test: TestProvider, token: string): Promise<boolean> {
  const { body } = await postJson(test, '/api/oidc/introspection', { token })
  return (body as Record<string, unknown>)['active'] === true
}
