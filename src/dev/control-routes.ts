/** What each route of the control API does: the same functions that the testing library calls. */
import type { LoadedConfiguration } from '../config/load.ts'
import type { ResolvedClient } from '../config/resolved.ts'
import { encodeBase64url } from '../primitives/base64url.ts'
import { systemRandom } from '../primitives/random.ts'
import { empty, json, type Reply } from '../provider/http/reply.ts'
import type { MovableClock } from './clock.ts'
import { BodyRefused, CLOCK_BODY, FAULT_BODY, NAMESPACE_BODY, OBJECT_BODY, readBody } from './control-bodies.ts'
import type { GivenClient } from './given-client.ts'
import type { GivenUser } from './given-users.ts'
import type { NamespaceRegistry } from './namespace-registry.ts'
import type { Namespace } from './namespaces.ts'

export interface Controlled {
  main: Namespace
  namespaces: NamespaceRegistry
  /** The file that clients of namespaces may refer to, where there is one. */
  loaded: () => LoadedConfiguration | undefined
  /** Passwords that are made up cannot be guessed. */
  expose: boolean
}

/** One request to the API, on its way to its route. */
export interface ControlCall {
  controlled: Controlled
  /** Of the run, as the caller reaches it. */
  baseIssuer: string
  query: URLSearchParams
  /** Parsed JSON; `{}` where nothing was sent. */
  body: unknown
}

export type Route = (call: ControlCall, namespace: Namespace, name: string) => Reply | Promise<Reply>

const SECRET_BYTES = 32
const PASSWORD_BYTES = 12

export function openNamespace({ controlled, baseIssuer, body }: ControlCall): Reply {
  const { login_as, consent } = readBody(NAMESPACE_BODY, body)
  const { id, issuer } = controlled.namespaces.create({ baseIssuer, loginAs: login_as, consent })
  return json(201, { id, issuer })
}

async function closeNamespace({ controlled }: ControlCall, { id }: Namespace): Promise<Reply> {
  if (await controlled.namespaces.remove(id)) return empty(204)
  return json(409, { error: { code: 'ERR_MAIN_NAMESPACE', message: 'the run itself ends with its process' } })
}

function shown({ now, frozen }: MovableClock): { now: string; frozen: boolean } {
  return { now: new Date(now()).toISOString(), frozen }
}

/** A clock that is to stand stops first, so that no time passes before it is set. */
function moveClock({ body }: ControlCall, { clock }: Namespace): Reply {
  const { now, advance, frozen } = readBody(CLOCK_BODY, body)
  if (frozen === true) clock.freeze()
  if (now !== undefined) clock.set(typeof now === 'number' ? now * 1000 : Date.parse(now))
  if (advance !== undefined) clock.advance(advance)
  if (frozen === false) clock.unfreeze()
  return json(200, shown(clock))
}

function addFault({ body }: ControlCall, { faults }: Namespace): Reply {
  return json(201, faults.add(readBody(FAULT_BODY, body)))
}

function listFaults(_call: ControlCall, { faults }: Namespace): Reply {
  return json(200, { faults: faults.list() })
}

function clearFaults(_call: ControlCall, { faults }: Namespace): Reply {
  faults.clear()
  return empty(204)
}

async function setUser({ body, controlled }: ControlCall, namespace: Namespace, name: string): Promise<Reply> {
  const { readGivenUser } = await import('./given-users.ts')
  const given: GivenUser = readBody(OBJECT_BODY, body)
  const drawn = controlled.expose ? { password: encodeBase64url(systemRandom(PASSWORD_BYTES)) } : {}
  const { user, password } = readGivenUser(name, { ...drawn, ...given })
  namespace.setUser(user, { password })
  return json(200, { username: name, password })
}

/** A client that has to have a secret and was given none gets one. */
function withSecret(client: Record<string, unknown>): Record<string, unknown> {
  const { public: isPublic, client_secret, token_endpoint_auth_method: method } = client
  const needsNone =
    isPublic === true || client_secret !== undefined || method === 'private_key_jwt' || method === 'none'
  return needsNone ? client : { ...client, client_secret: encodeBase64url(systemRandom(SECRET_BYTES)) }
}

async function resolved(
  client: Record<string, unknown>,
  { controlled: { loaded } }: ControlCall,
  { contents, clock }: Namespace,
): Promise<ResolvedClient> {
  const { resolveGivenClient } = await import('./control-client.ts')
  return resolveGivenClient(client as Record<string, unknown> & GivenClient, {
    loaded: loaded(),
    keys: contents().keys,
    clock: clock.now,
  })
}

async function setClient(call: ControlCall, namespace: Namespace, client_id: string): Promise<Reply> {
  const given: Record<string, unknown> = readBody(OBJECT_BODY, call.body)
  if (given['client_id'] !== undefined && given['client_id'] !== client_id) {
    throw new BodyRefused(`the path names another client: ${client_id}`, { path: 'client_id' })
  }
  const entry = withSecret({ ...given, client_id })
  namespace.setClient(await resolved(entry, call, namespace))
  const { client_secret } = entry
  return json(200, { client_id, ...(client_secret !== undefined && { client_secret }) })
}

function listEvents({ query }: ControlCall, namespace: Namespace): Reply {
  const after = Number(query.get('after') ?? 0)
  return json(200, { events: namespace.events(Number.isFinite(after) ? after : 0) })
}

/** By path below `/namespaces/ID`, where NAME stands for any name, and by method. */
export const ROUTES: ReadonlyMap<string, ReadonlyMap<string, Route>> = new Map([
  ['', new Map<string, Route>([['DELETE', closeNamespace]])],
  ['clock', new Map<string, Route>([['PUT', moveClock]])],
  [
    'faults',
    new Map<string, Route>([
      ['POST', addFault],
      ['GET', listFaults],
      ['DELETE', clearFaults],
    ]),
  ],
  ['users/NAME', new Map<string, Route>([['PUT', setUser]])],
  ['clients/NAME', new Map<string, Route>([['PUT', setClient]])],
  ['events', new Map<string, Route>([['GET', listEvents]])],
])
