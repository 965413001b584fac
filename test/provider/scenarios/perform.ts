/** Doing the request of a row. */
import { Browser, type Page, pageName } from '../support/browser.ts'
import { compute } from './compute.ts'
import { logIn, openSession } from './sessions.ts'
import { assertion, requestObject } from './signed-fixtures.ts'
import type { ComputeRequest, DecisionRequest, HttpRequest, Json, LoginRequest, RowRequest } from './vectors.ts'
import { fill, fillValues, ISSUER, keepTokens, type Tokens, toParameters, type World } from './world.ts'

export interface Outcome {
  /** The answer itself; redirects that stay on the provider are not followed. */
  first: Page | undefined
  /** What the browser shows at last. */
  page: Page | undefined
  /** Answers to requests sent at the same time. */
  answers: readonly Page[]
  /** Of a computation. */
  value: Json | undefined
  /** Parameters of the request, for `echo`. */
  sent: Readonly<Record<string, string | readonly string[]>>
}

const NOTHING: Outcome = { first: undefined, page: undefined, answers: [], value: undefined, sent: {} }

async function fillObjects(
  world: World,
  values: Record<string, string | string[]>,
): Promise<Record<string, string | string[]>> {
  const filled = await Promise.all(
    Object.entries(values).map(async ([name, value]): Promise<[string, string | string[]]> => {
      const object = typeof value === 'string' ? /^<object:(.*)>$/.exec(value)?.[1] : undefined
      return [name, object === undefined ? value : await requestObject(world, object)]
    }),
  )
  return Object.fromEntries(filled)
}

interface Credentials {
  headers: Record<string, string>
  form: Record<string, string>
}

async function credential(world: World, text: string): Promise<Credentials> {
  const [method = '', value = ''] = text.split(' ')
  const [id = '', secret = ''] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
  switch (method) {
    case 'basic':
      return { headers: { Authorization: `Basic ${Buffer.from(value).toString('base64')}` }, form: {} }
    case 'post':
      return { headers: {}, form: { client_id: id, client_secret: secret } }
    case 'none':
      return { headers: {}, form: { client_id: value } }
    case 'assertion':
      return {
        headers: {},
        form: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertion(world, value),
        },
      }
    default:
      throw new Error(`no client_auth ${method}`)
  }
}

async function credentials(world: World, text: string | undefined): Promise<Credentials> {
  const parts = await Promise.all((text?.split(' + ') ?? []).map((one) => credential(world, one)))
  return {
    headers: Object.assign({}, ...parts.map(({ headers }) => headers)),
    form: Object.assign({}, ...parts.map(({ form }) => form)),
  }
}

async function http(world: World, request: HttpRequest): Promise<Outcome> {
  const own = await credentials(world, request.client_auth)
  const { Host: host, ...headers } = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name, fill(world, value)]),
  )
  const url = new URL(`${host === undefined ? ISSUER : `https://${host}`}${request.path}`)
  const query = await fillObjects(world, fillValues(world, request.query ?? {}))
  url.search = toParameters(query).toString()
  const form = { ...(await fillObjects(world, fillValues(world, request.form ?? {}))), ...own.form }
  const pad = request.pad === undefined ? {} : { pad: 'x'.repeat(request.pad) }
  const init: RequestInit = {
    method: request.method,
    headers: { ...headers, ...own.headers },
    ...(request.method === 'POST' ? { body: toParameters({ ...form, ...pad }) } : {}),
  }
  const browser = request.from === undefined ? world.browser : new Browser(world.provider, request.from)
  const answers = await Promise.all(Array.from({ length: request.parallel ?? 1 }, () => browser.send(url.href, init)))
  let first = answers[0]
  for (let again = 1; again < (request.repeat ?? 1); again += 1) first = await browser.send(url.href, init)
  if (first === undefined) throw new Error('nothing was asked')
  keepAnswer(world, first, request, own)
  const page = await browser.follow(first)
  return { ...NOTHING, first, page, answers, sent: { ...query, ...form } }
}

function ownerOf(request: HttpRequest, { form }: Credentials): string {
  return form['client_id'] ?? /^basic ([^:]*):/.exec(request.client_auth ?? '')?.[1] ?? ''
}

function keepAnswer(world: World, { body, response }: Page, request: HttpRequest, own: Credentials): void {
  if (!request.path.endsWith('/api/oidc/token') || response.status !== 200 || body === '') return
  keepTokens(world, JSON.parse(body) as Tokens, ownerOf(request, own))
}

async function login(world: World, { login: user }: LoginRequest): Promise<Outcome> {
  if (world.page === undefined) throw new Error('there is no login page')
  const page = await logIn(world, world.page, user)
  return { ...NOTHING, first: page, page }
}

async function decide(world: World, { decision, remember, claims, as }: DecisionRequest): Promise<Outcome> {
  if (world.consent === undefined) throw new Error('there is no consent page')
  const browser = as === undefined ? world.browser : new Browser(world.provider)
  if (as !== undefined) await openSession(world, browser, as)
  const page = await browser.submit(world.consent, {
    decision,
    ...(remember === true ? { remember: 'true' } : {}),
    ...(claims === undefined ? {} : { claims }),
  })
  return { ...NOTHING, first: page, page, sent: { state: 'state-0123456789' } }
}

async function calculate(world: World, { compute: name, input }: ComputeRequest): Promise<Outcome> {
  return { ...NOTHING, value: await compute(world, name, input) }
}

/** Does it, and keeps what the browser shows for the next stage. */
export async function perform(world: World, request: RowRequest): Promise<Outcome> {
  const outcome =
    'login' in request
      ? await login(world, request)
      : 'decision' in request
        ? await decide(world, request)
        : 'compute' in request
          ? await calculate(world, request)
          : await http(world, request)
  if (outcome.page !== undefined && !('decision' in request)) world.page = outcome.page
  if (outcome.page !== undefined && pageName(outcome.page.body) === 'consent') world.consent = outcome.page
  return outcome
}
