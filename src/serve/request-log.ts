/**
 * A line of the log for each request: who asked for what, what was decided, and how long it took. It follows requests, which
 * has its price; a server that writes JSON for a collector does without, unless it is asked for details.
 */
import type { Follower, SeenRequest } from '../dev/follow.ts'
import type { Clock } from '../primitives/clock.ts'
import type { Log, LogEvent } from '../provider/log.ts'
import type { Decision } from '../provider/witness.ts'

export interface RequestLog {
  follower: Follower
  /** What the provider tells goes through here, so that it can become a part of its request's line. */
  log: Log
}

export interface RequestLogOptions {
  next: Log
  clock: Clock
  /** `merged`: for people, who want one line. `beside`: for programs, which know the events by their names. */
  form: 'merged' | 'beside'
}

interface InFlight {
  decisions: Decision[]
  refused?: LogEvent
}

/** Said by the request's line, too. */
const SAID_BY_LINE: ReadonlySet<string> = new Set(['token_issued', 'authorization_granted', 'token_revoked'])

/** What matters most of what was decided. */
const WEIGHTY = ['grant', 'flow', 'device', 'user'] as const

function textOf(decisions: readonly Decision[], name: string): string | undefined {
  const found = decisions.find((decision) => typeof decision[name] === 'string')?.[name]
  return typeof found === 'string' ? found : undefined
}

function summary(decisions: readonly Decision[]): string | undefined {
  const weighty = WEIGHTY.map((name) => decisions.findLast((decision) => typeof decision[name] === 'string'))
  const main = weighty.find((one) => one !== undefined)?.decision
  const parts = [textOf(decisions, 'authentication'), main].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** Why it was refused, without what the line says already. */
function whyOf({ level: _level, event: _event, request_id: _id, ...refused }: LogEvent): Record<string, unknown> {
  const { method: _method, path: _path, status: _status, address: _address, ...why } = refused
  return why
}

function lineOf(request: SeenRequest, status: number, duration_ms: number, { decisions, refused }: InFlight): LogEvent {
  const client_id = textOf(decisions, 'client_id') ?? request.client_id
  return {
    level: refused?.level ?? 'info',
    event: 'request',
    request_id: request.id,
    method: request.method,
    path: request.url.pathname,
    status,
    ...(client_id === undefined ? {} : { client_id }),
    user: textOf(decisions, 'user'),
    decision: summary(decisions),
    duration_ms,
  }
}

export function createRequestLog({ next, clock, form }: RequestLogOptions): RequestLog {
  const inFlight = new Map<string, InFlight>()
  return {
    follower: {
      witness(request) {
        const noted: InFlight = { decisions: [] }
        inFlight.set(request.id, noted)
        return { decided: (decision) => void noted.decisions.push(decision) }
      },
      after(request, reply) {
        const noted = inFlight.get(request.id)
        inFlight.delete(request.id)
        if (noted === undefined) return reply
        const line = lineOf(request, reply.status, Math.max(0, clock() - request.at), noted)
        next(noted.refused === undefined ? line : { ...line, why: whyOf(noted.refused) })
        return reply
      },
    },
    log(event) {
      const noted = form === 'merged' ? inFlight.get(event.request_id ?? '') : undefined
      if (noted !== undefined && event.event === 'refused') noted.refused = event
      else if (noted === undefined || !SAID_BY_LINE.has(event.event)) next(event)
    },
  }
}
