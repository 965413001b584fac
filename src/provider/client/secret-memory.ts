/**
 * Client secrets are stored as slow digests. The first right one of a client is derived once and remembered as an HMAC
 * under a key that lives as long as the process; so are the last few wrong ones, so that a misconfigured client does
 * not burn the processor.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Random } from '../../primitives/random.ts'
import type { DerivationQueue } from './derivation-queue.ts'

export interface SecretAttempt {
  client_id: string
  /** As configured; its text is part of the key, so that a changed digest forgets what was known. */
  digest: string
  secret: string
  /** Where the attempt comes from. */
  address: string
}

export interface SecretMemory {
  /** Whether the secret is right. @throws {@link TooBusy} */
  verify(attempt: SecretAttempt): Promise<boolean>
  /** Keeps what belongs to these digests alone; called when the configuration changes. */
  retain(digests: Iterable<{ client_id: string; digest: string }>): void
}

/** Milliseconds that a digest costs, roughly. */
export type DigestCost = (digest: string) => number | Promise<number>

export interface SecretMemoryOptions {
  random: Random
  queue: DerivationQueue
  verifyDigest: (digest: string, secret: string) => Promise<boolean>
  digestCost: DigestCost
}

/** Milliseconds; cheaper digests are computed each time. */
const WORTH_REMEMBERING = 5
const WRONG_LIMIT = 4

interface Known {
  right: Buffer | undefined
  wrong: Buffer[]
  /** Derivations under way, by the HMAC of the secret: the same question is asked once. */
  pending: Map<string, Promise<boolean>>
}

function recall({ right, wrong }: Known, mac: Buffer): boolean | undefined {
  if (right !== undefined && timingSafeEqual(right, mac)) return true
  return wrong.some((known) => timingSafeEqual(known, mac)) ? false : undefined
}

function remember(known: Known, mac: Buffer, isRight: boolean): void {
  if (isRight) known.right = mac
  else known.wrong = [...known.wrong.slice(1 - WRONG_LIMIT), mac]
}

/** A memory for one process; nothing in it can be turned back into a secret. */
export function createSecretMemory({ random, queue, verifyDigest, digestCost }: SecretMemoryOptions): SecretMemory {
  const key = random(32)
  const entries = new Map<string, Known>()
  const entryKey = (client_id: string, digest: string) => JSON.stringify([client_id, digest])
  const entryFor = (name: string): Known => {
    const known = entries.get(name) ?? { right: undefined, wrong: [], pending: new Map() }
    entries.set(name, known)
    return known
  }
  const derive = (attempt: SecretAttempt, known: Known, mac: Buffer): Promise<boolean> => {
    const { client_id, digest, secret, address } = attempt
    const question = mac.toString('base64url')
    const asked = known.pending.get(question)
    if (asked !== undefined) return asked
    const derivation = queue
      .run({ target: client_id, address }, () => verifyDigest(digest, secret))
      .then((isRight) => {
        remember(known, mac, isRight)
        return isRight
      })
      .finally(() => known.pending.delete(question))
    known.pending.set(question, derivation)
    return derivation
  }
  return {
    async verify(attempt) {
      const { client_id, digest, secret } = attempt
      const name = entryKey(client_id, digest)
      if (!entries.has(name) && (await digestCost(digest)) < WORTH_REMEMBERING) return verifyDigest(digest, secret)
      const known = entryFor(name)
      const mac = createHmac('sha256', key).update(name).update('\0').update(secret).digest()
      return recall(known, mac) ?? derive(attempt, known, mac)
    },
    retain(digests) {
      const kept = new Set([...digests].map(({ client_id, digest }) => entryKey(client_id, digest)))
      for (const name of entries.keys()) if (!kept.has(name)) entries.delete(name)
    },
  }
}
