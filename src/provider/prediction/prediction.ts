/** What the provider would do with a request of a client: the contract of `oidc client check`. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { User } from '../user-store.ts'

export interface PredictionRequest {
  client: ResolvedClient
  /** Who asks; without one, anybody who has every attribute and whom no policy singles out. */
  user: User | undefined
  scopes: readonly string[]
  prompt: readonly string[]
  /** Default: the first that the client is registered for. */
  response_type?: string | undefined
  /** Where the user comes from, for policies with networks. */
  address?: string | undefined
}

/** `null`: made anew for each token, or the user's own where no user is named. */
export type PredictedClaims = Readonly<Record<string, unknown>>

export interface PredictedSigner {
  alg: string
  /** `null` for HS*, which are keyed with the client's secret. */
  kid: string | null
}

export interface PredictedRefusal {
  error: string
  reason: string
  /** The rule, with its section. */
  rule?: string
  /** The option that decided. */
  option?: string
}

export interface Prediction {
  client_id: string
  user: string | null
  flow: 'authorization' | 'device' | 'client_credentials'
  request: { response_type: string | null; scope: string; prompt: string }
  /** Present when the request gets an error instead of tokens. */
  refused?: PredictedRefusal
  /** `level` is `null` where the policy decides by user and none is named. */
  policy: { name: string; level: 'one_factor' | 'two_factor' | 'deny' | null }
  consent: {
    /** Whether the page is shown; `null` where the request is refused before. */
    required: boolean | null
    mode: ResolvedClient['consent_mode'] | null
  }
  pkce: { required: boolean; option: string | null; methods: readonly string[] }
  par: { required: boolean; option: string | null }
  /** `null`: not signed, or not given. */
  signing: {
    id_token: PredictedSigner | null
    userinfo: PredictedSigner | null
    access_token: PredictedSigner | null
  }
  /** `null`: no such place, an opaque access token included. */
  claims: {
    id_token: PredictedClaims | null
    userinfo: PredictedClaims | null
    access_token: PredictedClaims | null
  }
  /** Scopes that are granted. */
  scope: string | null
  refresh_token: boolean
  /** Seconds. */
  lifetimes: { access_token?: number; id_token?: number; refresh_token?: number }
}
