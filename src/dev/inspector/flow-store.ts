/**
 * The flows that are remembered: found by their links, and forgotten from the oldest on. Steps are kept as JSON: a text is
 * one thing for the garbage collector, and what it takes is known.
 */
import type { FinishedStep } from './finish-step.ts'
import type { Flow, FlowKind, FlowOutcome, FlowSummary, Step } from './flow.ts'
import type { Limits } from './limits.ts'

export interface FlowStore {
  /** The id of the flow that the step belongs to. */
  add(finished: FinishedStep): string
  find(id: string): Flow | undefined
  /** The flow that a link leads to. */
  follow(link: string): Flow | undefined
  /** The one that changed last comes first. */
  all(): FlowSummary[]
  /** Bytes that are kept, roughly. */
  readonly bytes: number
}

interface Kept {
  summary: FlowSummary
  /** JSON. */
  steps: string[]
  links: Set<string>
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

function outcomeOf({ kind, outcome: before }: FlowSummary, { step, granted }: FinishedStep): FlowOutcome {
  if (step.refusal !== undefined && !PENDING.has(step.refusal.error)) return 'refused'
  if (step.status === 404) return 'refused'
  if (granted) return 'granted'
  return WAITING.has(kind) ? before : 'answered'
}

/** Requests for the documents are one flow: nothing tells whose they are. */
const DISCOVERY_LINK = 'discovery'

/** A character of a text is two bytes at most; a link is a text in two tables. */
const BYTES_A_CHARACTER = 2
const BYTES_A_FLOW = 1_000
const BYTES_A_LINK = 200

function sizeOf({ steps, links }: Kept): number {
  const characters = steps.reduce((sum, step) => sum + step.length, 0)
  return BYTES_A_FLOW + BYTES_A_LINK * links.size + BYTES_A_CHARACTER * characters
}

function begin(id: string, step: Step): Kept {
  const { at, method, path, status } = step
  const times = { started_at: at, changed_at: at }
  const summary: FlowSummary = {
    id,
    kind: kindOf(step),
    outcome: 'waiting',
    ...times,
    client_id: undefined,
    user: undefined,
    count: 0,
    last: { method, path, status },
  }
  return { summary, steps: [], links: new Set() }
}

function flowOf({ summary: { count, last: _last, ...summary }, steps }: Kept): Flow {
  return { ...summary, steps: steps.map((step): Step => JSON.parse(step)), forgotten: count - steps.length }
}

export function createFlowStore(limits: Limits): FlowStore {
  const kept = new Map<string, Kept>()
  const byLink = new Map<string, Kept>()
  let count = 0
  let bytes = 0

  const unlink = (one: Kept, links: Iterable<string>) => {
    for (const link of links) {
      one.links.delete(link)
      if (byLink.get(link) === one) byLink.delete(link)
    }
  }
  const link = (one: Kept, links: readonly string[]) => {
    for (const name of links) {
      const other = byLink.get(name)
      if (other !== undefined && other !== one) other.links.delete(name)
      byLink.set(name, one)
      one.links.add(name)
    }
    if (one.links.size > limits.links) unlink(one, [...one.links].slice(0, one.links.size - limits.links))
  }
  const append = (one: Kept, finished: FinishedStep) => {
    const { step, user } = finished
    const { summary, steps } = one
    steps.push(JSON.stringify(step))
    if (steps.length > limits.steps) steps.shift()
    summary.outcome = outcomeOf(summary, finished)
    summary.changed_at = step.at + step.duration
    summary.client_id = step.client_id ?? summary.client_id
    summary.user = user ?? summary.user
    summary.count += 1
    summary.last = { method: step.method, path: step.path, status: step.status }
  }
  const forget = (one: Kept) => {
    kept.delete(one.summary.id)
    bytes -= sizeOf(one)
    unlink(one, [...one.links])
  }
  const newFlow = (step: Step): Kept => {
    count += 1
    return begin(String(count), step)
  }
  return {
    add(finished) {
      const { step, links } = finished
      const isDiscovery = kindOf(step) === 'discovery'
      const known = isDiscovery ? [DISCOVERY_LINK] : links.known
      const found = known.map((name) => byLink.get(name)).find((one) => one !== undefined)
      const one = found ?? newFlow(step)
      if (found !== undefined) bytes -= sizeOf(one)
      append(one, finished)
      link(one, isDiscovery ? known : links.issued)
      bytes += sizeOf(one)
      const { id } = one.summary
      kept.delete(id)
      kept.set(id, one)
      for (const oldest of kept.values()) {
        if (kept.size <= limits.flows && bytes <= limits.bytes) break
        if (oldest !== one) forget(oldest)
      }
      return id
    },
    find(id) {
      const one = kept.get(id)
      return one && flowOf(one)
    },
    follow(name) {
      const one = byLink.get(name)
      return one && flowOf(one)
    },
    all: () => [...kept.values()].map(({ summary }) => summary).reverse(),
    get bytes() {
      return bytes
    },
  }
}
