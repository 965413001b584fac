/** A provider that is shot at, with a memory of what it gave away. */
import { deepStrictEqual } from 'node:assert'
import type { Provider } from '../../../src/provider/app.ts'
import type { LogEvent } from '../../../src/provider/log.ts'
import { client, ISSUER, SPA, SVC, type TestProvider, testProvider, WEB } from '../../provider/support/provider.ts'
import type { Shot, Value } from './requests.ts'

const MOST_KNOWN = 400

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

const CLIENTS = [
  client({
    ...WEB,
    audience: ['https://api.example.com'],
    token_endpoint_auth_methods: ['client_secret_post', 'client_secret_basic'],
  }),
  SPA,
  client({ ...SVC, token_endpoint_auth_methods: ['client_secret_post'] }),
  client({
    client_id: 'tv',
    public: true,
    scopes: ['openid', 'profile'],
    grant_types: [DEVICE_GRANT],
    authorization_policy: 'one_factor',
    token_endpoint_auth_methods: ['none'],
  }),
  client({
    ...WEB,
    client_id: 'hybrid',
    consent_mode: 'implicit',
    response_types: [
      'code',
      'id_token',
      'token',
      'id_token token',
      'code id_token',
      'code token',
      'code id_token token',
    ],
    response_modes: ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    claims_policy: '',
  }),
  client({
    ...WEB,
    client_id: 'jwt',
    token_endpoint_auth_methods: ['client_secret_post'],
    introspection_endpoint_auth_methods: ['client_secret_post'],
    introspection_signed_response_alg: 'RS256',
    userinfo_signed_response_alg: 'RS256',
    access_token_signed_response_alg: 'RS256',
  }),
]

/** What a page, a redirect, a document or a cookie gives to those who want to try it elsewhere. */
function harvest(response: Response, text: string): string[] {
  const location = response.headers.get('Location')
  const inUrl = location === null ? [] : [...new URL(location, ISSUER).searchParams.values()]
  const inFragment = location?.includes('#') ? [...new URLSearchParams(location.split('#')[1]).values()] : []
  const inPage = [...text.matchAll(/name="(?:form_token|flow|response|code)" value="([^"]*)"/g)].map(
    ([, value = '']) => value,
  )
  return [...inUrl, ...inFragment, ...inPage, ...inDocument(response, text)].filter((value) => value.length > 7)
}

function inDocument(response: Response, text: string): string[] {
  if (!response.headers.get('Content-Type')?.startsWith('application/json') || text === '') return []
  const values = Object.values(JSON.parse(text) as Record<string, unknown>)
  return values.filter((value) => typeof value === 'string')
}

export interface Range {
  test: TestProvider
  answer: Provider['answer']
  /** Sends a request and checks that the answer is no failure of ours. */
  fire(shot: Shot): Promise<void>
  /** How many answers had which status. */
  statuses: Map<number, number>
  /** Log entries that tell of a bug; none may be there. */
  failures: LogEvent[]
}

/** Headers must be bytes; what cannot be sent is not. */
function headersOf(values: readonly (readonly [string, string])[]): Headers {
  const headers = new Headers()
  for (const [name, value] of values) {
    try {
      headers.append(name, value)
    } catch {
      // No client can send it.
    }
  }
  return headers
}

function bodyOf(body: Shot['body'], form: [string, string][]): { text: string; type: string | undefined } {
  const encoded = new URLSearchParams(form).toString()
  switch (body) {
    case 'urlencoded':
      return { text: encoded, type: 'application/x-www-form-urlencoded' }
    case 'multipart':
      return {
        text: `${form.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--b--\r\n`,
        type: 'multipart/form-data; boundary=b',
      }
    case 'json':
      return { text: JSON.stringify(form), type: 'application/json' }
    case 'broken':
      return { text: encoded.replaceAll('=', '%'), type: 'application/x-www-form-urlencoded' }
    case 'none':
      return { text: '', type: undefined }
  }
}

export function fuzzRange(options: { compat?: 'authelia' } = {}): Range {
  const statuses = new Map<number, number>()
  const failures: LogEvent[] = []
  const log = (event: LogEvent) => {
    if (event.level === 'error') failures.push(event)
  }
  const test = testProvider({
    clients: CLIENTS,
    log,
    provider: {
      cors: {
        endpoints: ['token', 'userinfo', 'authorization'],
        allowed_origins: ['https://rp.example.com'],
        allowed_origins_from_client_redirect_uris: false,
      },
      enable_pkce_plain_challenge: true,
    },
    ...options,
  })
  const known: string[] = ['nothing']
  let cookies = ''
  const text = (value: Value) => ('text' in value ? value.text : (known[value.known % known.length] ?? ''))
  const pairs = (values: readonly [string, Value][]) =>
    values.map(([name, value]): [string, string] => [name, text(value)])

  async function fire(shot: Shot): Promise<void> {
    const url = new URL(ISSUER + shot.path)
    for (const [name, value] of pairs(shot.query)) url.searchParams.append(name, value)
    const hasBody = !['GET', 'HEAD'].includes(shot.method)
    const { text: content, type } = bodyOf(shot.body, pairs(shot.form))
    const headers = headersOf([
      ...(shot.cookies && cookies !== '' ? [['Cookie', cookies] as const] : []),
      ...(hasBody && type !== undefined ? [['Content-Type', type] as const] : []),
      ...pairs(shot.headers),
    ])
    const request = new Request(url, { method: shot.method, headers, ...(hasBody ? { body: content } : {}) })
    const response = await test.provider.fetch(request, { address: '203.0.113.7' })
    const answer = await response.text()
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    known.push(...harvest(response, answer))
    if (known.length > MOST_KNOWN) known.splice(0, known.length - MOST_KNOWN)
    const [cookie] = response.headers.getSetCookie()
    if (cookie !== undefined) cookies = cookie.split(';', 1)[0] ?? ''
    test.wait(1)
    deepStrictEqual({ failed: response.status >= 500, failures }, { failed: false, failures: [] })
  }

  return { test, answer: test.provider.answer, fire, statuses, failures }
}
