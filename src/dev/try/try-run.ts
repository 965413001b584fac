/** Runs of the built-in application: in memory, each for the browser session that began it, for a quarter of an hour. */
import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import type { Shown, ShownClaims, ShownDecision, ShownRefusal } from '../inspector/flow.ts'

export type StepName = 'push' | 'authorization' | 'callback' | 'token' | 'userinfo' | 'introspection' | 'refresh'

export type CheckName =
  | 'state'
  | 'iss'
  | 'code'
  | 'signature'
  | 'id_token_iss'
  | 'id_token_aud'
  | 'id_token_exp'
  | 'nonce'
  | 'at_hash'
  | 'sub'
  | 'active'

export interface Check {
  name: CheckName
  outcome: 'passed' | 'wrong' | 'skipped'
}

/** A step that was done: masked, as the inspector masks it. */
export interface DoneStep {
  name: StepName
  method: string
  url: string
  headers: readonly Shown[]
  parameters: readonly Shown[]
  status?: number
  answer: readonly Shown[]
  claims: readonly ShownClaims[]
  decisions: readonly ShownDecision[]
  refusal?: ShownRefusal | undefined
  checks: readonly Check[]
}

/** Endpoints as discovery names them. */
export interface Metadata {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  pushed_authorization_request_endpoint: string
  userinfo_endpoint: string
  introspection_endpoint: string
  jwks_uri: string
}

/** What could be used, and is forgotten when the run ends. */
export interface Held {
  code_verifier: string
  client_secret?: string | undefined
  request_uri?: string
  code?: string
  access_token?: string
  refresh_token?: string
  id_token?: string
}

export interface TryRun {
  id: string
  /** Key of the browser session. */
  session: string
  client_id: string
  /** Seconds. */
  ends_at: number
  metadata: Metadata
  redirect_uri: string
  state: string
  nonce: string
  /** The authorization request. */
  parameters: Readonly<Record<string, string>>
  held: Held
  /** The flow as the inspector knows it. */
  flow?: string | undefined
  /** `sub` of the ID token. */
  sub?: string
  steps: DoneStep[]
  next: StepName | 'done' | 'failed'
  /** Why it cannot go on. */
  problem?: 'secret' | 'unsupported' | undefined
}

/** Seconds. */
const LIFETIME = 15 * 60
/** Somebody has started over many times. */
const LIMIT = 20

export interface TryRuns {
  begin(run: Omit<TryRun, 'id' | 'ends_at' | 'steps'>, now: number): TryRun
  find(session: string, id: string, now: number): TryRun | undefined
  /** The run that waits for the answer with that state. */
  awaiting(session: string, state: string, now: number): TryRun | undefined
  end(run: TryRun): void
}

/** Forgets what could be used; what was shown stays. */
export function finishRun(run: TryRun, next: 'done' | 'failed'): void {
  run.next = next
  run.held = { code_verifier: '' }
}

export function createTryRuns(random: Random): TryRuns {
  const runs = new Map<string, TryRun>()
  const alive = (session: string, run: TryRun | undefined, now: number) =>
    run !== undefined && run.session === session && run.ends_at > now ? run : undefined
  const sweep = (now: number) => {
    for (const run of runs.values()) if (run.ends_at <= now || runs.size > LIMIT) runs.delete(run.id)
  }
  return {
    begin(given, now) {
      const run: TryRun = { ...given, id: encodeBase64url(random(16)), ends_at: now + LIFETIME, steps: [] }
      runs.set(run.id, run)
      sweep(now)
      return run
    },
    find: (session, id, now) => alive(session, runs.get(id), now),
    awaiting: (session, state, now) =>
      alive(
        session,
        [...runs.values()].find((run) => run.state === state),
        now,
      ),
    end: (run) => void runs.delete(run.id),
  }
}
