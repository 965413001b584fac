/**
 * The recorder: it follows every request through the provider, listens to the log for why one was refused, and keeps what
 * may be kept. Its cost is paid by each request of `--dev`, so it loads no page, renders nothing, and does its work when the
 * answer has gone out.
 */
import type { Clock } from '../../primitives/clock.ts'
import type { Reply } from '../../provider/http/reply.ts'
import type { Log } from '../../provider/log.ts'
import type { Follower, SeenRequest } from '../follow.ts'
import { createClaimsReader } from './claims.ts'
import { finishStep, refusalOf, type SeenStep } from './finish-step.ts'
import type { Flow, FlowSummary } from './flow.ts'
import { createFlowStore } from './flow-store.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createMasker } from './mask.ts'
import type { Tools } from './tools.ts'

/** Hears the id of a flow that was begun or has changed. */
export type Listener = (id: string) => void

export interface Recorder {
  follower: Follower
  /** A log that tells everything to `next`, and refusals to the recorder. */
  tee(next: Log): Log
  find(id: string): Flow | undefined
  /** The flow that a code, a token or a pushed request belongs to. */
  flowOf(value: string): Flow | undefined
  /** The one that changed last comes first. */
  flows(): readonly FlowSummary[]
  /** Calls `listener` until the result is called. */
  listen(listener: Listener): () => void
  /** Masks alike, for pages that show the same values. */
  readonly tools: Tools
  /** Bytes that are kept, roughly. */
  readonly bytes: number
}

export interface RecorderOptions {
  clock: Clock
  /** Random; marks mean nothing without it. */
  salt: string
  limits?: Limits
}

/** Pages that every visit loads, and what belongs to nobody's flow. */
const UNRECORDED: ReadonlySet<string> = new Set(['home', 'sign-out', 'why'])

const QUIET_PATHS = /\/(?:static\/|favicon\.ico$)/

function isRecorded({ endpoint, url }: SeenRequest): boolean {
  return endpoint === undefined ? !QUIET_PATHS.test(url.pathname) : !UNRECORDED.has(endpoint)
}

/** An answer that has gone out. */
interface Answered {
  seen: SeenStep
  reply: Reply
  /** Milliseconds. */
  at: number
}

/** Milliseconds that an answer is put off, until the next ones have gone out: what was sent is unmasked until then. */
const PUT_OFF_MS = 20
/** As many at once are not put off any longer. */
const MOST_PUT_OFF = 20

export function createRecorder({ clock, salt, limits = LIMITS }: RecorderOptions): Recorder {
  const masker = createMasker(salt, limits)
  const tools = { masker, claims: createClaimsReader(masker, limits), limits }
  const store = createFlowStore(limits)
  const pending = new Map<string, SeenStep>()
  const listeners = new Set<Listener>()
  let answered: Answered[] = []
  let timer: NodeJS.Timeout | undefined

  const keep = ({ seen, reply, at }: Answered) => {
    const id = store.add(finishStep(seen, reply, at, tools))
    for (const listener of listeners) listener(id)
  }
  const settle = () => {
    clearTimeout(timer)
    timer = undefined
    const waiting = answered
    answered = []
    waiting.forEach(keep)
  }
  const note = (request: SeenRequest): SeenStep => {
    const seen: SeenStep = { request, decisions: [], signed: [] }
    pending.set(request.id, seen)
    for (const oldest of pending.keys()) {
      if (pending.size <= limits.pending) break
      pending.delete(oldest)
    }
    return seen
  }
  const settled = () => {
    settle()
    return store
  }
  return {
    follower: {
      witness(request) {
        if (!isRecorded(request)) return undefined
        const { decisions, signed } = note(request)
        return {
          decided: (decision) => void (decisions.length < limits.decisions && decisions.push(decision)),
          signs(draft) {
            signed.push({ draft })
            return draft
          },
          signed(kind, jwt) {
            const last = signed.findLast(({ draft }) => draft.kind === kind)
            if (last !== undefined) last.jwt = jwt
            return jwt
          },
        }
      },
      after(request, reply) {
        const seen = pending.get(request.id)
        if (seen === undefined) return reply
        pending.delete(request.id)
        answered.push({ seen, reply, at: clock() })
        if (answered.length >= MOST_PUT_OFF) settle()
        else timer ??= setTimeout(settle, PUT_OFF_MS).unref()
        return reply
      },
    },
    tee: (next) => (event) => {
      const seen = event.event === 'refused' ? pending.get(event.request_id ?? '') : undefined
      if (seen !== undefined) seen.refusal = refusalOf(event, tools)
      next(event)
    },
    find: (id) => settled().find(id),
    flowOf: (value) => settled().follow(masker.mask('token', value).mark),
    flows: () => settled().all(),
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tools,
    get bytes() {
      return settled().bytes
    },
  }
}
