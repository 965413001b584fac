/** The flows that are remembered: found by their links, and forgotten from the oldest on. */
import type { FinishedStep } from './finish-step.ts'
import type { Flow, FlowKind, FlowOutcome, Shown, Step } from './flow.ts'
import type { Limits } from './limits.ts'

export interface FlowStore {
  add(finished: FinishedStep): Flow
  find(id: string): Flow | undefined
  /** The one that changed last comes first. */
  all(): Flow[]
  /** Bytes that are kept, roughly. */
  readonly bytes: number
}

interface Kept {
  flow: Flow
  /** Size of each step. */
  sizes: number[]
  bytes: number
  links: Set<string>
}

/** Characters are two bytes at most, and each value comes with an object around it. */
const BYTES_A_CHARACTER = 2
const BYTES_A_VALUE = 150
const BYTES_A_DECISION = 500
const BYTES_A_STEP = 1_500

function sizeOfValues(values: readonly Pick<Shown, 'value'>[]): number {
  let size = values.length * BYTES_A_VALUE
  for (const { value } of values) size += BYTES_A_CHARACTER * (value?.length ?? 0)
  return size
}

/** Roughly, since every request pays for it. */
function sizeOf({ headers, parameters, answer, decisions, claims, path }: Step): number {
  let size = BYTES_A_STEP + BYTES_A_CHARACTER * path.length + BYTES_A_DECISION * decisions.length
  size += sizeOfValues(headers) + sizeOfValues(parameters) + sizeOfValues(answer)
  for (const { claims: members } of claims) size += sizeOfValues(members)
  return size
}

const BEGINNINGS: Readonly<Record<string, FlowKind>> = {
  authorization: 'authorization',
  'pushed-authorization-request': 'authorization',
  'device-authorization': 'device',
  'openid-configuration': 'discovery',
  'oauth-authorization-server': 'discovery',
  jwks: 'discovery',
}

function kindOf({ endpoint, parameters }: Step): FlowKind {
  if (endpoint !== 'token') return BEGINNINGS[endpoint ?? ''] ?? 'other'
  const grant = parameters.find(({ name }) => name === 'grant_type')?.value
  return grant === 'client_credentials' ? 'client_credentials' : 'token'
}

/** Polling too early, or before the user has decided, is no refusal (RFC 8628 §3.5). */
const PENDING: ReadonlySet<string | undefined> = new Set(['authorization_pending', 'slow_down'])

/** Kinds of flows in which somebody is waited for. */
const WAITING: ReadonlySet<FlowKind> = new Set<FlowKind>(['authorization', 'device'])

function outcomeOf({ kind, outcome: before }: Flow, { step, granted }: FinishedStep): FlowOutcome {
  if (step.refusal !== undefined && !PENDING.has(step.refusal.error)) return 'refused'
  if (step.status === 404) return 'refused'
  if (granted) return 'granted'
  return WAITING.has(kind) ? before : 'answered'
}

/** Requests for the documents are one flow: nothing tells whose they are. */
const DISCOVERY_LINK = 'discovery'

export function createFlowStore(limits: Limits): FlowStore {
  const kept = new Map<string, Kept>()
  const byLink = new Map<string, Kept>()
  let count = 0
  let bytes = 0

  const forgetLinks = (one: Kept, links: Iterable<string>) => {
    for (const link of links) {
      one.links.delete(link)
      if (byLink.get(link) === one) byLink.delete(link)
    }
  }
  const forget = (one: Kept) => {
    kept.delete(one.flow.id)
    forgetLinks(one, one.links)
    bytes -= one.bytes
  }
  const link = (one: Kept, links: readonly string[]) => {
    for (const name of links) {
      const other = byLink.get(name)
      if (other !== undefined && other !== one) other.links.delete(name)
      byLink.set(name, one)
      one.links.delete(name)
      one.links.add(name)
    }
    if (one.links.size > limits.links) forgetLinks(one, [...one.links].slice(0, one.links.size - limits.links))
  }
  const begin = (step: Step): Kept => {
    count += 1
    const { at: started_at } = step
    const flow: Flow = {
      id: String(count),
      kind: kindOf(step),
      outcome: 'waiting',
      started_at,
      changed_at: started_at,
      client_id: undefined,
      user: undefined,
      steps: [],
      forgotten: 0,
    }
    return { flow, sizes: [], bytes: 0, links: new Set() }
  }
  const append = (one: Kept, finished: FinishedStep) => {
    const { step, user } = finished
    const { flow, sizes } = one
    const size = sizeOf(step)
    sizes.push(size)
    one.bytes += size
    bytes += size
    const steps = [...flow.steps, step]
    while (steps.length > limits.steps) {
      steps.shift()
      const dropped = sizes.shift() ?? 0
      one.bytes -= dropped
      bytes -= dropped
    }
    one.flow = {
      id: flow.id,
      kind: flow.kind,
      outcome: outcomeOf(flow, finished),
      started_at: flow.started_at,
      changed_at: step.at + step.duration,
      client_id: step.client_id ?? flow.client_id,
      user: user ?? flow.user,
      steps,
      forgotten: flow.forgotten + flow.steps.length + 1 - steps.length,
    }
  }
  return {
    add(finished) {
      const { step, links } = finished
      const isDiscovery = kindOf(step) === 'discovery'
      const known = isDiscovery ? [DISCOVERY_LINK] : links.known
      const found = known.map((name) => byLink.get(name)).find((one) => one !== undefined)
      const one = found ?? begin(step)
      append(one, finished)
      link(one, isDiscovery ? known : links.issued)
      kept.delete(one.flow.id)
      kept.set(one.flow.id, one)
      for (const oldest of kept.values()) {
        if (kept.size <= limits.flows && bytes <= limits.bytes) break
        if (oldest !== one) forget(oldest)
      }
      return one.flow
    },
    find: (id) => kept.get(id)?.flow,
    all: () => [...kept.values()].map(({ flow }) => flow).reverse(),
    get bytes() {
      return bytes
    },
  }
}
