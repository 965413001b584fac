/**
 * Following requests through a provider: the inspector keeps what happened, faults make answers wrong. Followers see what
 * was sent, secrets included: whoever keeps any of it masks it first.
 */
import type { Clock } from '../primitives/clock.ts'
import { type Random, uuid } from '../primitives/random.ts'
import type { Provider } from '../provider/app.ts'
import type { EndpointName } from '../provider/endpoints.ts'
import { LARGE_BODY_LIMIT } from '../provider/http/form.ts'
import type { Reply } from '../provider/http/reply.ts'
import { BodyTooLarge, type IncomingRequest } from '../provider/http/request.ts'
import type { Witness } from '../provider/witness.ts'
import { sentClientId } from './sent-client.ts'

/** A request as it was sent. */
export interface SeenRequest {
  /** Names it in the log, too. */
  id: string
  /** Milliseconds, by the provider's clock. */
  at: number
  method: string
  url: URL
  headers: IncomingRequest['headers']
  /** `undefined`: a path that belongs to none. */
  endpoint: EndpointName | undefined
  /** Query and form, in the order in which they were sent. */
  parameters: readonly (readonly [name: string, value: string])[]
  /** What the request says, by a parameter, the Basic header or a client assertion; not yet authenticated. */
  client_id: string | undefined
}

export interface Follower {
  /** Answers in the provider's place. */
  before?(request: SeenRequest): Promise<Reply | undefined>
  /** Goes along with the request. */
  witness?(request: SeenRequest): Omit<Witness, 'id'> | undefined
  /** Sees the answer, and may send another one. */
  after?(request: SeenRequest, reply: Reply): Reply
}

export interface FollowOptions {
  provider: Pick<Provider, 'answer' | 'endpointAt'>
  /** In order: the first one is nearest to the client. */
  followers: readonly Follower[]
  clock: Clock
  random: Random
}

interface ReadBody {
  text: string
  request: IncomingRequest
}

/** Reads the body ahead of the provider, which gets it from here; one that is too large is the provider's to refuse. */
async function readAhead(request: IncomingRequest): Promise<ReadBody> {
  try {
    const text = await request.text(LARGE_BODY_LIMIT)
    const size = Buffer.byteLength(text)
    const again = (limit: number) => (size > limit ? Promise.reject(new BodyTooLarge()) : Promise.resolve(text))
    return { text, request: { ...request, text: again } }
  } catch (error) {
    return { text: '', request: { ...request, text: () => Promise.reject(error) } }
  }
}

const FORM = /^application\/x-www-form-urlencoded/i

function parametersOf({ url, headers }: IncomingRequest, body: string): [string, string][] {
  const form = FORM.test(headers.get('content-type') ?? '') ? [...new URLSearchParams(body)] : []
  return [...url.searchParams, ...form]
}

/** One witness of several; each is told, and what one changes those nearer to the client see. */
function together(id: string, witnesses: readonly Omit<Witness, 'id'>[]): Witness {
  return {
    id,
    decided(decision) {
      for (const witness of witnesses) witness.decided?.(decision)
    },
    signs: (draft) => witnesses.reduceRight((shown, witness) => witness.signs?.(shown) ?? shown, draft),
    signed: (kind, jwt) => witnesses.reduceRight((shown, witness) => witness.signed?.(kind, shown) ?? shown, jwt),
    answers: ({ client_id, parameters }) =>
      witnesses.reduceRight((shown, one) => one.answers?.({ client_id, parameters: shown }) ?? shown, parameters),
  }
}

async function answeredBefore(followers: readonly Follower[], seen: SeenRequest): Promise<Reply | undefined> {
  for (const follower of followers) {
    const reply = await follower.before?.(seen)
    if (reply !== undefined) return reply
  }
  return undefined
}

/** The provider's `answer`, followed. */
export function follow({ provider, followers, clock, random }: FollowOptions): Provider['answer'] {
  return async (given) => {
    const { text, request } = await readAhead(given)
    const { method, url, headers } = request
    const parameters = parametersOf(request, text)
    const seen: SeenRequest = {
      id: uuid(random),
      at: clock(),
      method,
      url,
      headers,
      endpoint: provider.endpointAt(url.pathname),
      parameters,
      client_id: sentClientId(parameters, headers.get('authorization')),
    }
    const witnesses = followers.flatMap((follower) => follower.witness?.(seen) ?? [])
    const reply =
      (await answeredBefore(followers, seen)) ?? (await provider.answer(request, together(seen.id, witnesses)))
    return followers.reduceRight((shown, follower) => follower.after?.(seen, shown) ?? shown, reply)
  }
}
