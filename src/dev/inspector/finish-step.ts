/** A request on its way to its answer, and the step that both make. */
import type { Reply } from '../../provider/http/reply.ts'
import type { LogEvent } from '../../provider/log.ts'
import type { Decision } from '../../provider/witness.ts'
import type { SeenRequest } from '../follow.ts'
import { answerClaims, type SignedDraft } from './answer-claims.ts'
import { readAnswer, shownAnswer, shownPlace } from './answer-parts.ts'
import type { ShownDecision, ShownRefusal, Step } from './flow.ts'
import { type Links, linksOf } from './links.ts'
import { headersOf, parametersOf, sentClaims } from './request-parts.ts'
import type { Tools } from './tools.ts'

/** What is noted of a request before it is answered. */
export interface SeenStep {
  request: SeenRequest
  decisions: Decision[]
  signed: SignedDraft[]
  refusal?: ShownRefusal
}

/** A step and what says which flow it belongs to. */
export interface FinishedStep {
  step: Step
  links: Links
  user: string | undefined
  /** Whether the provider granted something with it. */
  granted: boolean
}

function shownDecision({ decision, rule, option }: Decision): ShownDecision {
  return { decision, rule, option }
}

function detailOf(decisions: readonly Decision[], name: string): string | undefined {
  const found = decisions.findLast((decision) => typeof decision[name] === 'string')?.[name]
  return typeof found === 'string' ? found : undefined
}

function isGranted(decisions: readonly Decision[], status: number): boolean {
  return status < 400 && decisions.some((decision) => typeof decision['grant'] === 'string')
}

/** The step that a request and its answer make. */
export function finishStep(seen: SeenStep, reply: Reply, now: number, tools: Tools): FinishedStep {
  const { request, decisions, refusal } = seen
  const { endpoint } = request
  const read = readAnswer(request, reply)
  const plain = (value: string) => tools.masker.text('', value).value ?? ''
  const client_id = detailOf(decisions, 'client_id') ?? request.client_id
  const step: Step = {
    request_id: request.id,
    at: request.at,
    duration: Math.max(0, now - request.at),
    method: request.method,
    path: plain(request.url.pathname),
    endpoint,
    client_id: client_id && plain(client_id),
    authentication: detailOf(decisions, 'authentication'),
    headers: headersOf(request, tools),
    parameters: parametersOf(request, tools),
    status: reply.status,
    location: shownPlace(read, request, tools),
    page: read.page,
    answer: shownAnswer(read, reply, tools),
    decisions: decisions.map(shownDecision),
    refusal,
    claims: [...sentClaims(request, tools), ...answerClaims(endpoint, reply.status, read, seen, tools)],
  }
  return {
    step,
    links: linksOf(seen, reply, read, step, tools),
    user: detailOf(decisions, 'user'),
    granted: isGranted(decisions, reply.status),
  }
}

const REFUSAL_TEXTS = ['hint', 'rule', 'option', 'position', 'sent', 'change', 'command'] as const

/** The refusal that the log tells of a request. */
export function refusalOf(event: LogEvent, { masker }: Pick<Tools, 'masker'>): ShownRefusal {
  const plain = (value: unknown) => masker.text('', String(value)).value ?? ''
  const { error, expected } = event as LogEvent & { error?: unknown; expected?: unknown }
  return {
    error: plain(error ?? ''),
    ...Object.fromEntries(
      REFUSAL_TEXTS.flatMap((name) => (typeof event[name] === 'string' ? [[name, plain(event[name])]] : [])),
    ),
    ...(Array.isArray(expected) && { expected: expected.map(plain) }),
  }
}
