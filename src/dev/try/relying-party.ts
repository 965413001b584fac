/** The built-in application: what a relying party does, one step at a time. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import { sha256Text } from '../../primitives/sha256.ts'
import { plaintextSecret } from '../../provider/client/plaintext-secret.ts'
import type { EndpointName } from '../../provider/endpoints.ts'
import type { Step } from '../inspector/flow.ts'
import type { Recorder } from '../inspector/recorder.ts'
import { methodFor, proofOf } from './authenticate.ts'
import { checkIdToken } from './check-id-token.ts'
import type { Send, Sent, ToSend } from './send.ts'
import { type Check, type DoneStep, finishRun, type Metadata, type StepName, type TryRun } from './try-run.ts'

/** What a step is done with. */
export interface Doing {
  run: TryRun
  client: ResolvedClient
  send: Send
  recorder: Recorder
  /** Seconds. */
  now: number
  random: Random
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** What the application learns from the issuer (OpenID Connect Discovery 1.0 §4). */
export async function discover(send: Send, here: string): Promise<Metadata> {
  const { members } = await send({ endpoint: `${here}/.well-known/openid-configuration` })
  const named = (name: keyof Metadata) => text(members[name]) ?? ''
  return {
    issuer: named('issuer'),
    authorization_endpoint: named('authorization_endpoint'),
    token_endpoint: named('token_endpoint'),
    pushed_authorization_request_endpoint: named('pushed_authorization_request_endpoint'),
    userinfo_endpoint: named('userinfo_endpoint'),
    introspection_endpoint: named('introspection_endpoint'),
    jwks_uri: named('jwks_uri'),
  }
}

/** The parameters that are this application's own; what is typed in beside them does not replace them. */
export function authorizationParameters(
  { client_id, redirect_uri, scope }: { client_id: string; redirect_uri: string; scope: string },
  more: string,
  random: Random,
): Pick<TryRun, 'parameters' | 'state' | 'nonce'> & { code_verifier: string } {
  const drawn = (bytes: number) => encodeBase64url(random(bytes))
  const state = drawn(24)
  const nonce = drawn(24)
  const code_verifier = drawn(32)
  return {
    state,
    nonce,
    code_verifier,
    parameters: {
      ...Object.fromEntries(new URLSearchParams(more)),
      client_id,
      redirect_uri,
      response_type: 'code',
      scope,
      state,
      ...(scope.split(' ').includes('openid') ? { nonce } : {}),
      code_challenge: sha256Text(code_verifier),
      code_challenge_method: 'S256',
    },
  }
}

/** Where the browser is sent. */
export function authorizationUrl({ metadata, held, client_id, parameters }: TryRun): string {
  const sent = held.request_uri === undefined ? parameters : { client_id, request_uri: held.request_uri }
  return `${metadata.authorization_endpoint}?${new URLSearchParams(sent)}`
}

/** The step as the inspector has seen it, with its decisions and explained claims: found by what it sent or was given. */
function recorded({ recorder, run }: Doing, endpoint: EndpointName, value: string): Step | undefined {
  const flow = value === '' ? undefined : recorder.flowOf(value)
  run.flow = flow?.id ?? run.flow
  return flow?.steps.findLast((step) => step.endpoint === endpoint)
}

function doneStep(doing: Doing, name: StepName, sending: ToSend, sent: Sent, seen: Step | undefined): DoneStep {
  const { masker } = doing.recorder.tools
  const { endpoint: url, form, headers = {} } = sending
  return {
    name,
    method: form === undefined ? 'GET' : 'POST',
    url,
    headers: seen?.headers ?? Object.keys(headers).map((key) => ({ name: key, value: '' })),
    parameters: Object.entries(form ?? {}).map(([key, value]) => masker.parameter(key, value)),
    status: sent.status,
    answer: Object.entries(sent.members).map(([key, value]) => masker.member(key, value)),
    claims: seen?.claims ?? [],
    decisions: seen?.decisions ?? [],
    refusal: seen?.refusal,
    checks: [],
  }
}

function secretOf({ run, client }: Doing): string {
  return plaintextSecret(client) ?? run.held.client_secret ?? ''
}

const ENDPOINTS = {
  push: ['pushed_authorization_request_endpoint', 'pushed-authorization-request'],
  token: ['token_endpoint', 'token'],
  refresh: ['token_endpoint', 'token'],
  introspection: ['introspection_endpoint', 'introspection'],
} as const

/** A request that the client authenticates. */
async function ask(
  doing: Doing,
  name: keyof typeof ENDPOINTS,
  form: Readonly<Record<string, string>>,
  unique: string,
): Promise<{ sent: Sent; step: DoneStep } | undefined> {
  const { run, client, now, random } = doing
  const method = methodFor(client, name === 'refresh' ? 'token' : name)
  if (method === undefined) return undefined
  const [member, endpoint] = ENDPOINTS[name]
  const proof = await proofOf(method, { client, secret: secretOf(doing), audience: run.metadata.issuer, now, random })
  const sending = { endpoint: run.metadata[member], headers: proof.headers, form: { ...form, ...proof.form } }
  const sent = await doing.send(sending)
  return {
    sent,
    step: doneStep(doing, name, sending, sent, recorded(doing, endpoint, text(sent.members['request_uri']) ?? unique)),
  }
}

/** What comes after a step that went well. */
function after(name: StepName, { held, parameters }: TryRun): TryRun['next'] {
  const hasOpenid = (parameters['scope'] ?? '').split(' ').includes('openid')
  switch (name) {
    case 'push':
      return 'authorization'
    case 'token':
      return hasOpenid ? 'userinfo' : 'introspection'
    case 'userinfo':
      return 'introspection'
    case 'introspection':
      return held.refresh_token === undefined ? 'done' : 'refresh'
    default:
      return 'done'
  }
}

function advance(run: TryRun, name: StepName): void {
  const next = after(name, run)
  if (next === 'done') finishRun(run, next)
  else run.next = next
}

/** A wrong secret may be typed again: what is refused so uses up nothing. */
function refused(run: TryRun, { status, members }: Sent, isTyped: boolean): void {
  if (isTyped && status === 401 && members['error'] === 'invalid_client') {
    run.held.client_secret = undefined
    run.problem = 'secret'
  } else finishRun(run, 'failed')
}

function keep(run: TryRun, { members }: Sent): void {
  for (const name of ['access_token', 'refresh_token', 'id_token', 'request_uri'] as const) {
    const value = text(members[name])
    if (value !== undefined) run.held[name] = value
  }
}

async function idTokenChecks(doing: Doing): Promise<Check[]> {
  const { run, client, send, now } = doing
  const { id_token, access_token } = run.held
  if (id_token === undefined) return []
  const { members } = await send({ endpoint: run.metadata.jwks_uri })
  const { checks, claims } = await checkIdToken(id_token, {
    issuer: run.metadata.issuer,
    client_id: client.client_id,
    nonce: run.nonce,
    access_token,
    jwks: { keys: Array.isArray(members['keys']) ? members['keys'] : [] },
    secret: plaintextSecret(client),
    now,
  })
  if (claims?.sub !== undefined) run.sub = claims.sub
  return checks
}

async function userinfo(doing: Doing): Promise<void> {
  const { run, recorder } = doing
  const { access_token = '' } = run.held
  const sending = { endpoint: run.metadata.userinfo_endpoint, headers: { authorization: `Bearer ${access_token}` } }
  const sent = await doing.send(sending)
  const step = doneStep(doing, 'userinfo', sending, sent, recorded(doing, 'userinfo', access_token))
  const sub =
    text(sent.members['sub']) ??
    recorder.tools.claims.jwt('userinfo', sent.text, {})?.claims.find(({ name }) => name === 'sub')?.value
  const isSame =
    run.sub === undefined || sub === undefined ? undefined : sub === run.sub || sub === JSON.stringify(run.sub)
  run.steps.push({
    ...step,
    checks: [{ name: 'sub', outcome: isSame === undefined ? 'skipped' : isSame ? 'passed' : 'wrong' }],
  })
  if (sent.status === 200) advance(run, 'userinfo')
  else finishRun(run, 'failed')
}

const FORMS = {
  push: ({ parameters }: TryRun) => ({ form: { ...parameters }, unique: '' }),
  token: ({ held, redirect_uri }: TryRun) => ({
    form: { grant_type: 'authorization_code', code: held.code ?? '', redirect_uri, code_verifier: held.code_verifier },
    unique: held.code ?? '',
  }),
  introspection: ({ held }: TryRun) => ({
    form: { token: held.access_token ?? '', token_type_hint: 'access_token' },
    unique: held.access_token ?? '',
  }),
  refresh: ({ held }: TryRun) => ({
    form: { grant_type: 'refresh_token', refresh_token: held.refresh_token ?? '' },
    unique: held.refresh_token ?? '',
  }),
} as const

async function checksOf(doing: Doing, name: keyof typeof FORMS, { members }: Sent): Promise<Check[]> {
  if (name === 'introspection') return [{ name: 'active', outcome: members['active'] === true ? 'passed' : 'wrong' }]
  return name === 'token' ? idTokenChecks(doing) : []
}

/** Does the next step of a run, which notes what came of it. */
export async function doNext(doing: Doing): Promise<void> {
  const { run, client } = doing
  run.problem = undefined
  if (run.next === 'userinfo') return userinfo(doing)
  if (!(run.next in FORMS)) return
  const name = run.next as keyof typeof FORMS
  const { form, unique } = FORMS[name](run)
  const asked = await ask(doing, name, form, unique)
  if (asked === undefined) {
    finishRun(run, 'failed')
    run.problem = 'unsupported'
    return
  }
  const { sent, step } = asked
  if (sent.status >= 400) {
    run.steps.push(step)
    refused(run, sent, plaintextSecret(client) === undefined)
    return
  }
  keep(run, sent)
  run.steps.push({ ...step, checks: await checksOf(doing, name, sent) })
  advance(run, name)
}

/** Takes the answer that the browser brings (RFC 6749 §4.1.2, RFC 9207 §2.4). */
export function takeAnswer(run: TryRun, answer: URLSearchParams, recorder: Recorder): void {
  const { masker } = recorder.tools
  const code = answer.get('code')
  run.flow = (code === null ? undefined : recorder.flowOf(code)?.id) ?? run.flow
  const iss = answer.get('iss')
  const isOurs = iss === run.metadata.issuer
  run.steps.push({
    name: 'callback',
    method: 'GET',
    url: run.redirect_uri,
    headers: [],
    parameters: [...answer].slice(0, 20).map(([name, value]) => masker.member(name, value)),
    answer: [],
    claims: [],
    decisions: [],
    checks: [
      { name: 'state', outcome: 'passed' },
      { name: 'iss', outcome: iss === null ? 'skipped' : isOurs ? 'passed' : 'wrong' },
      { name: 'code', outcome: code === null ? 'wrong' : 'passed' },
    ],
  })
  if (code === null || (iss !== null && !isOurs)) {
    finishRun(run, 'failed')
    return
  }
  run.held.code = code
  run.next = 'token'
}
