/**
 * Slow derivations, a few at a time: queued per caller and served in turn, so that guessing is slow and neither another
 * client nor the rightful owner of a guessed one starves. When the queue is full, the busiest address is sent away.
 */
import { networkOf } from '../../primitives/networks.ts'

/** The queue is full, and this caller is the one who filled it: 429. */
export class TooBusy extends Error {
  /** Seconds. */
  readonly retryAfter: number
  constructor(retryAfter: number) {
    super('too many derivations wait')
    this.retryAfter = retryAfter
  }
}

export interface Caller {
  /** Who is guessed at: a client or a user. */
  target: string
  /** Who asks; a network of IPv6 addresses counts as one. */
  address: string
}

interface Job {
  /** The caller's, or its network. */
  address: string
  run: () => Promise<void>
  refuse: () => void
}

export interface DerivationQueue {
  /** Runs `derive` when its turn has come. @throws {@link TooBusy} */
  run<T>(caller: Caller, derive: () => Promise<T>): Promise<T>
}

/** Jobs that may wait, over all callers. */
const WAITING_LIMIT = 64
/** Jobs of one target and address that may wait. */
const LANE_LIMIT = 8
const RETRY_AFTER_SECONDS = 2

class Lanes {
  readonly #lanes = new Map<string, Job[]>()
  #waiting = 0

  get waiting(): number {
    return this.#waiting
  }

  length(lane: string): number {
    return this.#lanes.get(lane)?.length ?? 0
  }

  add(lane: string, job: Job): void {
    const jobs = this.#lanes.get(lane)
    if (jobs === undefined) this.#lanes.set(lane, [job])
    else jobs.push(job)
    this.#waiting += 1
  }

  /** The first job of the lane whose turn it is; the lane goes to the end of the line. */
  next(): Job | undefined {
    for (const [lane, jobs] of this.#lanes) {
      const job = jobs.shift()
      this.#lanes.delete(lane)
      if (jobs.length > 0) this.#lanes.set(lane, jobs)
      if (job === undefined) continue
      this.#waiting -= 1
      return job
    }
    return undefined
  }

  busiestAddress(): string | undefined {
    const counts = new Map<string, number>()
    for (const jobs of this.#lanes.values()) {
      for (const { address } of jobs) counts.set(address, (counts.get(address) ?? 0) + 1)
    }
    return [...counts].reduce<[string, number] | undefined>(
      (most, entry) => (most === undefined || entry[1] > most[1] ? entry : most),
      undefined,
    )?.[0]
  }

  /** Takes out the newest job of an address. */
  dropNewest(address: string): Job | undefined {
    for (const [lane, jobs] of [...this.#lanes].reverse()) {
      const at = jobs.findLastIndex((job) => job.address === address)
      if (at === -1) continue
      const [job] = jobs.splice(at, 1)
      if (jobs.length === 0) this.#lanes.delete(lane)
      this.#waiting -= 1
      return job
    }
    return undefined
  }
}

/** A queue that runs `parallel` derivations at a time. */
export function createDerivationQueue(parallel: number): DerivationQueue {
  const lanes = new Lanes()
  let running = 0
  const startNext = () => {
    if (running >= parallel) return
    const job = lanes.next()
    if (job === undefined) return
    running += 1
    void job.run().finally(() => {
      running -= 1
      startNext()
    })
  }
  const admit = (lane: string, job: Job) => {
    if (lanes.length(lane) >= LANE_LIMIT) return job.refuse()
    if (lanes.waiting >= WAITING_LIMIT) {
      const busiest = lanes.busiestAddress()
      if (busiest === undefined || busiest === job.address) return job.refuse()
      lanes.dropNewest(busiest)?.refuse()
    }
    lanes.add(lane, job)
    startNext()
  }
  return {
    run<T>({ target, address }: Caller, derive: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const network = networkOf(address)
        admit(JSON.stringify([target, network]), {
          address: network,
          run: () => derive().then(resolve, reject),
          refuse: () => reject(new TooBusy(RETRY_AFTER_SECONDS)),
        })
      })
    },
  }
}

/** How many derivations at a time leave room for signing and the event loop. */
export function parallelDerivations(cores: number): number {
  return Math.min(2, Math.max(1, cores - 1))
}
