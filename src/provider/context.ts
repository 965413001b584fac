/** What every part of the provider is given: one context for each configuration, one exchange for each request. */
import type { ResolvedConfiguration } from '../config/resolved.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import type { Clock } from '../primitives/clock.ts'
import { type Random, uuid } from '../primitives/random.ts'
import { equalInConstantTime } from '../primitives/sha256.ts'
import { type ClientKeys, createClientKeys } from './client/client-keys.ts'
import { createDerivationQueue, type DerivationQueue, parallelDerivations } from './client/derivation-queue.ts'
import { plaintextSecret } from './client/plaintext-secret.ts'
import { type ClientRegistry, createClientRegistry } from './client/registry.ts'
import { createSecretMemory, type DigestCost, type SecretMemory } from './client/secret-memory.ts'
import { type AsReleased, chooseBehaviour } from './compat.ts'
import { createLearnedRedirects, type LearnedRedirects } from './dev/learned-redirects.ts'
import type { DevOptions } from './dev/options.ts'
import { createRefusals, type Refusals } from './dev/refusals.ts'
import { type CorsPolicy, configuredOrigins } from './http/cors.ts'
import { type DocumentFetcher, noFetcher } from './http/fetcher.ts'
import { createIssuerPolicy, type IssuerPolicy } from './http/issuer.ts'
import { createRateLimiter, type RateLimiter } from './http/rate-limit.ts'
import type { IncomingRequest } from './http/request.ts'
import { createKeyRing, type KeyRing } from './keys.ts'
import type { Log } from './log.ts'
import type { RetiredKey } from './retired-keys.ts'
import { createEnrolments, type Enrolments } from './second-factor/enrolments.ts'
import { createFormTokens, type FormTokens } from './session/form-token.ts'
import { createGuesses, type Guesses } from './session/guesses.ts'
import type { Storage } from './storage/storage.ts'
import { createOpaqueTokens, type OpaqueTokens } from './tokens/opaque.ts'
import type { ComputedAttributes, SecondFactorStore, UserStore } from './user-store.ts'
import type { Witness } from './witness.ts'

export interface ProviderOptions {
  config: ResolvedConfiguration
  keys: readonly IssuerKey[]
  users: UserStore
  storage: Storage
  clock: Clock
  random: Random
  log: Log
  /** Fixes the issuer; else it follows the request's host where that is one of ours. */
  issuer?: string | undefined
  /** CIDR blocks. */
  trustedProxies?: readonly string[] | undefined
  secondFactors?: SecondFactorStore | undefined
  computedAttributes?: ComputedAttributes | undefined
  dev?: DevOptions | undefined
  compat?: 'authelia' | undefined
  /** Whether a secret belongs to a digest; default: that of `src/secrets`. */
  verifyDigest?: ((digest: string, secret: string) => Promise<boolean>) | undefined
  /** Milliseconds that a digest costs, roughly; default: that of `src/secrets`. */
  digestCost?: DigestCost | undefined
  /** For `jwks_uri` and `request_uri`; without one nothing is fetched. */
  fetchDocument?: DocumentFetcher | undefined
  /** Processor cores that derivations may count on; default 2. */
  cores?: number | undefined
  /** Limits failed requests by address; default false. */
  rateLimits?: boolean | undefined
}

/** A discovery document as it was written. */
export interface WrittenDocument {
  text: Promise<string>
  /** Seconds. */
  until: number
}

export interface ProviderContext {
  config: ResolvedConfiguration
  clients: ClientRegistry
  clientKeys: ClientKeys
  keys: KeyRing
  users: UserStore
  secondFactors: SecondFactorStore | undefined
  computedAttributes: ComputedAttributes | undefined
  storage: Storage
  opaque: OpaqueTokens
  secrets: SecretMemory
  rateLimiter: RateLimiter | undefined
  guesses: Guesses
  enrolments: Enrolments
  learnedRedirects: LearnedRedirects
  refusals: Refusals
  /** Password checks wait in the same line as client secrets. */
  derivations: DerivationQueue
  formTokens: FormTokens
  issuers: IssuerPolicy
  /** Discovery documents by kind and issuer. */
  documents: Map<string, WrittenDocument>
  cors: CorsPolicy
  dev: DevOptions | undefined
  asReleased: AsReleased
  fetchDocument: DocumentFetcher
  clock: Clock
  random: Random
  log: Log
}

/** One request on its way to its answer. */
export interface Exchange {
  context: ProviderContext
  request: IncomingRequest
  url: URL
  /** The effective issuer. */
  issuer: string
  /** Address of the user or client, trusted proxies looked through. */
  address: string
  /** Names the request in the log and on the error page. */
  id: string
  /** When it came; seconds, rounded down. */
  now: number
  /** When it came; milliseconds. */
  milliseconds: number
  witness: Witness | undefined
}

/** What outlives a change of the configuration. */
export interface Lasting {
  /** Keys of earlier configurations. */
  retiredKeys: readonly RetiredKey[]
  /** Absent where they are switched off. */
  rateLimiter: RateLimiter | undefined
  guesses: Guesses
  learnedRedirects: LearnedRedirects
  refusals: Refusals
  derivations: DerivationQueue
  secrets: SecretMemory
}

/** The parts that do not depend on the configuration. */
export function createLasting(options: ProviderOptions): Lasting {
  const { verifyDigest = verifyStoredDigest, digestCost = estimateDigestCost } = options
  const derivations = createDerivationQueue(parallelDerivations(options.cores ?? 2))
  return {
    retiredKeys: [],
    rateLimiter: options.rateLimits === true ? createRateLimiter() : undefined,
    guesses: createGuesses(),
    learnedRedirects: createLearnedRedirects(),
    refusals: createRefusals(),
    derivations,
    secrets: createSecretMemory({
      random: options.random,
      queue: derivations,
      verifyDigest,
      digestCost: costOf(digestCost),
    }),
  }
}

/** Plain text costs nothing, and is not worth loading the digests' code for. */
function costOf(digestCost: DigestCost): DigestCost {
  return (digest) => (digest.startsWith('$') && !digest.startsWith('$plaintext$') ? digestCost(digest) : 0)
}

/** What cannot be read is not tried in vain twice: it counts as dear. */
async function estimateDigestCost(text: string): Promise<number> {
  const [{ parseDigest }, { estimateCost }] = await Promise.all([
    import('../secrets/digest.ts'),
    import('../secrets/cost.ts'),
  ])
  try {
    return estimateCost(parseDigest(text)).milliseconds
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** The digests' own code is loaded when the first one has to be checked, not at start; plain text needs none of it. */
async function verifyStoredDigest(digest: string, secret: string): Promise<boolean> {
  const plain = plaintextSecret({ client_secret: digest })
  if (plain !== undefined) return equalInConstantTime(plain, secret)
  const [{ parseDigest }, { verifySecret }] = await Promise.all([
    import('../secrets/digest.ts'),
    import('../secrets/verify.ts'),
  ])
  return verifySecret(parseDigest(digest), secret)
}

/** Everything made once from a configuration; nothing of it is made per request. */
export function createContext(options: ProviderOptions, lasting: Lasting): ProviderContext {
  const { config, keys, users, storage, clock, random, log, dev, secondFactors } = options
  const asReleased = chooseBehaviour(options.compat)
  const fetchDocument = options.fetchDocument ?? noFetcher
  const now = () => Math.floor(clock() / 1000)
  return {
    ...lasting,
    config,
    clients: createClientRegistry(config.provider.clients),
    clientKeys: createClientKeys(fetchDocument, now),
    keys: createKeyRing(keys, asReleased, { keys: lasting.retiredKeys, now }),
    users,
    secondFactors,
    computedAttributes: options.computedAttributes,
    storage,
    opaque: createOpaqueTokens(config.provider.hmac_secret, random, asReleased),
    enrolments: createEnrolments(config.provider.hmac_secret),
    formTokens: createFormTokens(config.provider.hmac_secret, random, storage),
    issuers: createIssuerPolicy({
      issuer: options.issuer,
      base_path: config.base_path,
      cookies: config.session.cookies,
      trustedProxies: options.trustedProxies ?? [],
      dev: dev !== undefined,
    }),
    documents: new Map(),
    cors: {
      origins: configuredOrigins(config.provider),
      enabled: new Set(config.provider.cors.endpoints),
      dev: dev !== undefined,
    },
    dev,
    asReleased,
    fetchDocument,
    clock,
    random,
    log,
  }
}

/** `undefined`: the request is for a host that is not ours. */
export function openExchange(
  context: ProviderContext,
  request: IncomingRequest,
  witness: Witness | undefined,
): Exchange | undefined {
  const issuer = context.issuers.issuerOf(request)
  if (issuer === undefined) return undefined
  const milliseconds = context.clock()
  return {
    context,
    request,
    url: request.url,
    issuer,
    address: context.issuers.clientAddress(request),
    id: witness?.id ?? uuid(context.random),
    now: Math.floor(milliseconds / 1000),
    milliseconds,
    witness,
  }
}
