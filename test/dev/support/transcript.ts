/** One and the same conversation with a provider, written down: requests in a fixed order, answers byte for byte. */
import { createHash } from 'node:crypto'
import { Browser } from '../../support/browser.ts'
import type { Fetch } from './dev-run.ts'

export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

export interface Conversation {
  issuer: string
  fetch: Fetch
  client_id: string
  client_secret: string
}

export interface Transcript {
  lines: readonly string[]
  tokens: { access_token: string; id_token: string; refresh_token: string }
}

/** What differs between two connections, not between two providers. */
const OF_THE_CONNECTION = ['date', 'connection', 'keep-alive']

function written(request: Request, response: Response, body: string): string {
  const headers = [...response.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name))
  return JSON.stringify([request.method, request.url, response.status, headers, body])
}

/** Login by a card, consent, code, tokens, userinfo, introspection, refresh, an error, the keys: one after the other. */
export async function converse({ issuer, fetch, client_id, client_secret }: Conversation): Promise<Transcript> {
  const lines: string[] = []
  const send = async (request: Request) => {
    const response = await fetch(request)
    const body = await response.clone().text()
    lines.push(written(request, response, body))
    return response
  }
  const browser = new Browser({ send })
  const query = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirect_uri: 'http://localhost:3000/callback',
    scope: 'openid profile email offline_access',
    state: 'a-state-that-is-fixed',
    nonce: 'a-nonce-that-is-fixed',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'consent',
  })
  const login = await browser.open(`${issuer}/api/oidc/authorization?${query}`)
  const card = { selector: 'form:has(button[name="user"])', submitter: ['user', 'alice'] } as const
  const consent = await browser.submit(login, {}, card)
  const accept = { selector: 'form:has(#consent-accept)', submitter: ['decision', 'accept'] } as const
  const { url } = await browser.submit(consent, {}, accept)
  const post = async (path: string, form: Record<string, string>) => {
    const headers = { Authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` }
    return send(new Request(issuer + path, { method: 'POST', headers, body: new URLSearchParams(form) }))
  }
  const code = url.searchParams.get('code') ?? ''
  const grant = { grant_type: 'authorization_code', redirect_uri: 'http://localhost:3000/callback' }
  const tokens = await (await post('/api/oidc/token', { ...grant, code, code_verifier: VERIFIER })).json()
  const { access_token, refresh_token } = tokens
  await send(new Request(`${issuer}/api/oidc/userinfo`, { headers: { Authorization: `Bearer ${access_token}` } }))
  await post('/api/oidc/introspection', { token: access_token })
  await post('/api/oidc/token', { grant_type: 'refresh_token', refresh_token })
  await browser.open(`${issuer}/api/oidc/authorization?client_id=nobody`)
  await send(new Request(`${issuer}/jwks.json`))
  return { lines, tokens }
}
