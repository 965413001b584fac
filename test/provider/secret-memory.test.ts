import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { createDerivationQueue, parallelDerivations, TooBusy } from '../../src/provider/client/derivation-queue.ts'
import { createSecretMemory } from '../../src/provider/client/secret-memory.ts'
import { CONFIGURATION_DEFAULTS, PROVIDER_DEFAULTS } from '../../src/provider/dev/configuration.ts'
import { basic, post } from './support/flows.ts'
import { client, ISSUER, SVC, testProvider } from './support/provider.ts'

const DIGEST = '$pbkdf2-sha512$310000$salt$key'
const ATTEMPT = { client_id: 'web', digest: DIGEST, secret: 'right', address: '203.0.113.7' }

function memory({ cost = 150 }: { cost?: number } = {}) {
  const asked: string[] = []
  const verifyDigest = async (_digest: string, secret: string) => {
    asked.push(secret)
    return secret === 'right'
  }
  const queue = createDerivationQueue(1)
  return { asked, secrets: createSecretMemory({ random: systemRandom, queue, verifyDigest, digestCost: () => cost }) }
}

function deferred(): { promise: Promise<boolean>; resolve: (value: boolean) => void } {
  const resolvers: ((value: boolean) => void)[] = []
  const promise = new Promise<boolean>((resolve) => resolvers.push(resolve))
  return { promise, resolve: (value) => resolvers[0]?.(value) }
}

/** A derivation that ends when the test says so. */
function held() {
  const { promise, resolve } = deferred()
  return { derive: () => promise, release: () => resolve(true) }
}

describe('the memory of client secrets', () => {
  it('the first right secret is derived once', async () => {
    const { asked, secrets } = memory()
    expect(await secrets.verify(ATTEMPT)).toBe(true)
    expect(await secrets.verify(ATTEMPT)).toBe(true)
    expect(asked).toEqual(['right'])
  })

  it('the last few wrong ones are not derived again', async () => {
    const { asked, secrets } = memory()
    for (let again = 0; again < 3; again += 1) expect(await secrets.verify({ ...ATTEMPT, secret: 'wrong' })).toBe(false)
    expect(asked).toEqual(['wrong'])
  })

  it('more wrong ones than it remembers do not push out the right one', async () => {
    const { asked, secrets } = memory()
    await secrets.verify(ATTEMPT)
    for (let guess = 0; guess < 20; guess += 1) await secrets.verify({ ...ATTEMPT, secret: `guess ${guess}` })
    expect(await secrets.verify(ATTEMPT)).toBe(true)
    expect(asked.filter((secret) => secret === 'right')).toHaveLength(1)
  })

  it('the same question at the same time is one derivation', async () => {
    const { asked, secrets } = memory()
    await Promise.all(Array.from({ length: 10 }, () => secrets.verify(ATTEMPT)))
    expect(asked).toEqual(['right'])
  })

  it('a secret that is right for one client is not so for another', async () => {
    const { asked, secrets } = memory()
    await secrets.verify(ATTEMPT)
    await secrets.verify({ ...ATTEMPT, client_id: 'other' })
    expect(asked).toEqual(['right', 'right'])
  })

  it('a changed digest forgets what was known, an unchanged one does not', async () => {
    const { asked, secrets } = memory()
    const other = { ...ATTEMPT, client_id: 'other' }
    await secrets.verify(ATTEMPT)
    await secrets.verify(other)
    secrets.retain([{ client_id: 'web', digest: DIGEST }])
    await secrets.verify(ATTEMPT)
    await secrets.verify(other)
    expect(asked).toHaveLength(3)
  })

  it('cheap digests are not remembered', async () => {
    const { asked, secrets } = memory({ cost: 1 })
    await secrets.verify(ATTEMPT)
    await secrets.verify(ATTEMPT)
    expect(asked).toHaveLength(2)
  })
})

describe('the queue of derivations', () => {
  it('leaves a core to signing and the event loop', () => {
    expect([1, 2, 3, 8].map(parallelDerivations)).toEqual([1, 1, 2, 2])
  })

  it('runs no more at a time than it may', async () => {
    const queue = createDerivationQueue(2)
    let running = 0
    let most = 0
    const derive = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    }
    await Promise.all(Array.from({ length: 6 }, (_, at) => queue.run({ target: `${at}`, address: 'a' }, derive)))
    expect(most).toBe(2)
  })

  it('serves callers in turn: a guesser does not keep the owner waiting', async () => {
    const queue = createDerivationQueue(1)
    const first = held()
    const order: string[] = []
    const ask = (target: string, address: string) =>
      queue.run({ target, address }, async () => void order.push(address))
    const start = queue.run({ target: 'x', address: 'x' }, first.derive)
    const guesses = Array.from({ length: 5 }, () => ask('web', 'guesser'))
    const owner = ask('web', 'owner')
    first.release()
    await Promise.all([start, ...guesses, owner])
    expect(order.indexOf('owner')).toBeLessThanOrEqual(1)
  })

  it('one target and address may wait eight deep, then it is 429', async () => {
    const queue = createDerivationQueue(1)
    const first = held()
    const asked = Array.from({ length: 10 }, () => queue.run({ target: 'web', address: 'a' }, first.derive))
    await expect(asked[9]).rejects.toBeInstanceOf(TooBusy)
    first.release()
    await Promise.all(asked.slice(0, 9))
  })

  it('the addresses of one IPv6 network wait in one line', async () => {
    const queue = createDerivationQueue(1)
    const first = held()
    const asked = Array.from({ length: 10 }, (_, at) =>
      queue.run({ target: 'web', address: `2001:db8:1:2::${at}` }, first.derive),
    )
    const settled = Promise.allSettled(asked)
    first.release()
    expect((await settled).map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1)
  })

  it('when it is full the busiest address is sent away first', async () => {
    const queue = createDerivationQueue(1)
    const first = held()
    const ask = (target: string, address: string) => queue.run({ target, address }, first.derive)
    const busy = Array.from({ length: 65 }, (_, at) => ask(`client ${at}`, 'attacker').catch((error: unknown) => error))
    const owner = ask('web', 'owner')
    first.release()
    expect(await owner).toBe(true)
    const refused = (await Promise.all(busy)).filter((outcome) => outcome instanceof TooBusy)
    expect(refused).toHaveLength(1)
  })
})

/** Of the secret `insecure_secret`, as the documentation of the provider prints it: 310000 rounds. */
const REAL =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'

const SESSION = { ...CONFIGURATION_DEFAULTS.session, cookies: [{ domain: 'example.com', authelia_url: ISSUER }] }
const PROVIDER = { ...PROVIDER_DEFAULTS, hmac_secret: 'this_is_a_secret_abc123abc123abc' }

/** A provider whose client has a secret that is stored as a slow digest, and what was derived. */
function slowProvider(digest: string, right: string) {
  const derived: string[] = []
  const clients = (stored: string) => [client({ ...SVC, client_secret: stored })]
  const test = testProvider({
    clients: clients(digest),
    verifyDigest: async (asked, secret) => {
      derived.push(asked)
      return secret === right
    },
  })
  const ask = async (secret: string) =>
    (await post(test, '/api/oidc/token', { grant_type: 'client_credentials' }, { Authorization: basic('svc', secret) }))
      .status
  return { test, derived, clients, ask }
}

describe('client secrets at the token endpoint', () => {
  it('a hundred requests of a client cost one derivation', async () => {
    const { derived, ask } = slowProvider(REAL, 'right')
    const first = await Promise.all(Array.from({ length: 50 }, () => ask('right')))
    for (let more = 0; more < 50; more += 1) first.push(await ask('right'))
    expect(new Set(first)).toEqual(new Set([200]))
    expect(derived).toEqual([REAL])
  })

  it('by the real derivation: the first takes its time, the next hundred together take less', async () => {
    const test = testProvider({ clients: [client({ ...SVC, client_secret: REAL })] })
    const headers = { Authorization: basic('svc', 'insecure_secret') }
    const ask = async () => (await post(test, '/api/oidc/token', { grant_type: 'client_credentials' }, headers)).status
    const start = performance.now()
    expect(await ask()).toBe(200)
    const cold = performance.now() - start
    for (let more = 0; more < 100; more += 1) expect(await ask()).toBe(200)
    expect((performance.now() - start - cold) / 100).toBeLessThan(cold / 4)
  })

  it('a configuration with another digest is asked, one with the same is not', async () => {
    const { test, derived, clients, ask } = slowProvider(REAL, 'right')
    const configured = (digest: string) => {
      const config = { ...CONFIGURATION_DEFAULTS, session: SESSION, provider: PROVIDER }
      return { config: { ...config, provider: { ...config.provider, clients: clients(digest) } } }
    }
    expect(await ask('right')).toBe(200)
    test.provider.reconfigure(configured(REAL))
    expect(await ask('right')).toBe(200)
    expect(derived).toHaveLength(1)
    const changed = REAL.replace('c8p78', 'd8p78')
    test.provider.reconfigure(configured(changed))
    expect(await ask('right')).toBe(200)
    expect(derived).toEqual([REAL, changed])
  })

  it('a digest that costs next to nothing is computed each time', async () => {
    const { derived, ask } = slowProvider(
      '$pbkdf2-sha512$1$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U',
      'right',
    )
    await ask('right')
    await ask('right')
    expect(derived).toHaveLength(2)
  })

  it('a digest that cannot be read counts as dear: it is tried once', async () => {
    const { derived, ask } = slowProvider('$unheard-of$1$c2FsdA$a2V5', 'right')
    await ask('right')
    await ask('right')
    expect(derived).toHaveLength(1)
  })
})
