/** What a user (or, with client credentials, the client itself) has granted: every token is minted from one such value. */
import type { ClaimsRequest } from '../claims/claims-parameter.ts'
import type { User } from '../user-store.ts'

/** When and how the user logged in. */
export interface Authentication {
  /** Seconds; the later of the factors. */
  auth_time: number
  /** RFC 8176. */
  amr: readonly string[]
}

export interface Grant {
  /** The family: every code, access and refresh token that descends from one authorization has it. */
  request_id: string
  /** The flow that the user answered; null where no page was shown. */
  flow_id: string | null
  issuer: string
  client_id: string
  /** Null with client credentials. */
  subject: string | null
  username: string | null
  /** Seconds; when the authorization was asked for. */
  requested_at: number
  scopes: readonly string[]
  /** Granted audiences and resources (RFC 8707). */
  audience: readonly string[]
  /** Null with client credentials. */
  authentication: Authentication | null
  nonce: string | null
  /** Whether `acr_values` was asked for. */
  acr: boolean
  claims: ClaimsRequest | null
  /** Voluntary claims that the user agreed to. */
  granted_claims: readonly string[]
  /** User claims of the ID token, as they were when the user authorized. */
  id_token_claims: Readonly<Record<string, unknown>>
  /** The code, for `c_hash`; only while the ID token of a hybrid response is made, and after its code is redeemed. */
  hashed_code: string | null
  /** The login session, for `provider.refresh_requires_session`. */
  session_key: string | null
  /** The user with the claims that were edited for the login (`--dev`); absent: as the user store has them. */
  edited_user?: User
}
