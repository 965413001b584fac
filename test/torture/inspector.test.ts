/**
 * The inspector's memory: 100,000 flows of four requests each are told to the recorder as `follow` tells them, and 5,000
 * whole flows go through the real provider, which is some twenty times slower.
 */
import { describe, expect, it } from 'vitest'
import { follow, type SeenRequest } from '../../src/dev/follow.ts'
import { LIMITS } from '../../src/dev/inspector/limits.ts'
import { createRecorder, type Recorder } from '../../src/dev/inspector/recorder.ts'
import { systemRandom, uuid } from '../../src/primitives/random.ts'
import type { EndpointName } from '../../src/provider/endpoints.ts'
import { type Reply, toWebResponse } from '../../src/provider/http/reply.ts'
import { fromWebRequest } from '../../src/provider/http/request.ts'
import { createMemoryStorage } from '../../src/provider/storage/memory.ts'
import { authorize, redeem, refresh } from '../provider/support/flows.ts'
import { testProvider } from '../provider/support/provider.ts'
import { heapUsed } from '../support/heap.ts'

const MIB = 1024 * 1024
const ORIGIN = 'http://localhost:9091'

interface Told {
  endpoint: EndpointName
  parameters: Record<string, string>
  reply: Reply
  decision?: Record<string, string>
}

function tell(recorder: Recorder, { endpoint, parameters, reply, decision }: Told): void {
  const request: SeenRequest = {
    id: uuid(systemRandom),
    at: Date.now(),
    method: 'POST',
    url: new URL(`${ORIGIN}/api/oidc/${endpoint}`),
    headers: { get: (name) => (name === 'user-agent' ? 'torture' : null) },
    endpoint,
    parameters: Object.entries(parameters),
    client_id: parameters['client_id'],
  }
  const witness = recorder.follower.witness?.(request)
  if (decision !== undefined) witness?.decided?.({ decision: 'told', rule: 'a test', ...decision })
  recorder.follower.after?.(request, reply)
}

const page: Reply = { status: 200, headers: {}, body: '<html><body data-page="login" class="dev"></body></html>' }
const json = (members: Record<string, string>): Reply => ({ status: 200, headers: {}, body: JSON.stringify(members) })

/** A flow of four requests; `size` is that of the values that somebody else chose. */
function tellFlow(recorder: Recorder, size: number): void {
  const [flow, grant, code] = [uuid(systemRandom), uuid(systemRandom), uuid(systemRandom)]
  const state = code.padEnd(size, 'x')
  const sent = { client_id: `client-${flow}`, redirect_uri: `${ORIGIN}/${state}`, state, nonce: state, scope: state }
  tell(recorder, { endpoint: 'authorization', parameters: sent, reply: page, decision: { flow } })
  tell(recorder, { endpoint: 'login', parameters: { flow, username: state }, reply: page, decision: { user: flow } })
  const location = {
    status: 303,
    headers: { Location: `${ORIGIN}/cb?${new URLSearchParams({ code, state })}` },
    body: null,
  }
  tell(recorder, { endpoint: 'consent', parameters: { flow }, reply: location, decision: { grant, flow } })
  const tokens = { access_token: uuid(systemRandom), refresh_token: uuid(systemRandom), scope: state }
  tell(recorder, { endpoint: 'token', parameters: { code, client_id: `client-${flow}` }, reply: json(tokens) })
}

function expectWithinLimits(recorder: Recorder): void {
  expect(recorder.flows().length).toBeLessThanOrEqual(LIMITS.flows)
  expect(recorder.flows().every(({ id }) => (recorder.find(id)?.steps.length ?? 0) <= LIMITS.steps)).toBe(true)
  expect(recorder.bytes).toBeLessThanOrEqual(LIMITS.bytes)
}

describe('the inspector remembers no more than its limits', () => {
  it.each([
    { name: 'of usual size', size: 40, most: 4 * MIB },
    { name: 'as large as they are kept', size: 20_000, most: 2 * LIMITS.bytes },
  ])('100,000 flows $name leave the heap where 1,000 have left it', async ({ size, most }) => {
    const recorder = createRecorder({ clock: Date.now, salt: 'torture' })
    const empty = await heapUsed()
    for (let count = 0; count < 1_000; count += 1) tellFlow(recorder, size)
    const early = await heapUsed()
    for (let count = 0; count < 99_000; count += 1) tellFlow(recorder, size)
    const late = await heapUsed()
    expectWithinLimits(recorder)
    expect(recorder.flows()[0]?.id).toBe('100000')
    expect(late - early).toBeLessThan(MIB)
    expect(late - empty).toBeLessThan(most)
  })

  it('a flow that never ends keeps its last requests', async () => {
    const recorder = createRecorder({ clock: Date.now, salt: 'torture' })
    const poll = () =>
      tell(recorder, {
        endpoint: 'token',
        parameters: { device_code: 'the same' },
        reply: json({ error: 'slow_down' }),
      })
    for (let count = 0; count < 1_000; count += 1) poll()
    const early = await heapUsed()
    for (let count = 0; count < 99_000; count += 1) poll()
    expectWithinLimits(recorder)
    expect(recorder.flows()).toMatchObject([{ id: '1', count: 100_000 }])
    expect(recorder.find('1')?.steps).toHaveLength(LIMITS.steps)
    expect((await heapUsed()) - early).toBeLessThan(MIB)
  })

  it('requests that are never answered are forgotten', async () => {
    const recorder = createRecorder({ clock: Date.now, salt: 'torture' })
    const headers = { get: () => null }
    const ask = () =>
      recorder.follower.witness?.({
        id: uuid(systemRandom),
        at: 0,
        method: 'GET',
        url: new URL(ORIGIN),
        headers,
        endpoint: 'token',
        parameters: [],
        client_id: undefined,
      })
    for (let count = 0; count < 1_000; count += 1) ask()
    const early = await heapUsed()
    for (let count = 0; count < 99_000; count += 1) ask()
    expect((await heapUsed()) - early).toBeLessThan(MIB)
  })
})

describe('5,000 flows through the real provider', () => {
  it('leave the recorder within its limits', async () => {
    const recorder = createRecorder({ clock: Date.now, salt: 'torture' })
    const test = testProvider({ storage: createMemoryStorage(), log: recorder.tee(() => undefined) })
    const { provider } = test
    const answer = follow({ provider, followers: [recorder.follower], clock: Date.now, random: systemRandom })
    const fetch = async (request: Request) =>
      toWebResponse(await answer(fromWebRequest(request, '127.0.0.1')), request.method)
    const followed = { ...test, provider: { ...provider, answer, fetch } }
    for (let count = 0; count < 5_000; count += 1) {
      const { body } = await redeem(followed, await authorize(followed))
      await refresh(followed, body['refresh_token'] ?? '')
    }
    expectWithinLimits(recorder)
    expect(recorder.flows()).toHaveLength(LIMITS.flows)
    expect(recorder.flows()[0]).toMatchObject({ id: '5000', kind: 'authorization', outcome: 'granted', user: 'alice' })
    expect(recorder.find('5000')?.steps).toHaveLength(6)
  })
})
