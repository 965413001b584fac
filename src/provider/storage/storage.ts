/**
 * What the provider remembers. One interface, one suite of tests (`test/provider/storage-suite.ts`) for every backend.
 *
 * What may happen once only is decided here, by compare-and-set: the methods that return a boolean return `true` to one
 * caller. Times are NumericDates (seconds) unless a name says otherwise. A row whose `expires_at` has passed may still
 * be found: what expiry means is the caller's business.
 */
import type { AuthorizationRequest } from '../authorization/request.ts'
import type { Grant } from '../grants/grant.ts'
import type { User } from '../user-store.ts'

/** Where an authorization code leads; `signature` stands for the code, which is never stored. */
export interface CodeRow {
  signature: string
  grant: Grant
  expires_at: number
  /** False once redeemed. */
  active: boolean
  /** As sent to the authorization endpoint; null when it was omitted there. */
  redirect_uri: string | null
  code_challenge: string | null
  code_challenge_method: 'S256' | 'plain' | null
}

export interface AccessTokenRow {
  /** The signature half of an opaque token, the signature segment of a JWT. */
  signature: string
  grant: Grant
  /** The scopes and audiences of this token: a refresh may narrow them. */
  scopes: readonly string[]
  audience: readonly string[]
  issued_at: number
  expires_at: number
}

export interface RefreshTokenRow {
  signature: string
  grant: Grant
  audience: readonly string[]
  expires_at: number
  /** False once rotated or revoked. */
  active: boolean
}

/** What one token response leaves behind. */
export interface IssuedTokens {
  access: AccessTokenRow
  refresh?: RefreshTokenRow | undefined
}

/** A browser that is logged in; `key` is a hash of the cookie. */
export interface SessionRow {
  key: string
  username: string
  /** Milliseconds. */
  password_at: number
  /** Milliseconds; null without a second factor. */
  totp_at: number | null
  created_at: number
  used_at: number
  expires_at: number
  /** The user with the claims that were edited for this login alone (`--dev`). */
  edited_user?: User
}

/** An authorization that waits for its user. */
export interface FlowRow {
  id: string
  /** The browser session that it belongs to, a hash of the cookie. */
  session_key: string
  request: AuthorizationRequest
  expires_at: number
  /** Whether the user has logged in for this flow. */
  authenticated: boolean
  /** False once it was answered. */
  open: boolean
}

/** A remembered consent. */
export interface ConsentRow {
  id: string
  client_id: string
  subject: string
  created_at: number
  expires_at: number
  scopes: readonly string[]
  audience: readonly string[]
  /** Hex SHA-256 of the canonical `claims`; null without that parameter. */
  claims_signature: string | null
  granted_claims: readonly string[]
}

/** A pushed authorization request (RFC 9126). */
export interface PushedRequestRow {
  request_uri: string
  request: AuthorizationRequest
  expires_at: number
  used: boolean
}

/** A request too long for a URL, between a POST and the GET that follows. */
export interface ParkedRow {
  id: string
  query: string
  expires_at: number
}

export type DeviceStatus = 'pending' | 'approved' | 'denied'

/** A device authorization (RFC 8628). */
export interface DeviceRow {
  signature: string
  user_code_signature: string
  client_id: string
  issuer: string
  scopes: readonly string[]
  audience: readonly string[]
  requested_at: number
  expires_at: number
  status: DeviceStatus
  /** False once redeemed. */
  active: boolean
  /** Milliseconds of the last poll; null before the first. */
  polled_at: number | null
  /** Seconds between polls. */
  interval: number
  /** Set with the approval. */
  grant: Grant | null
}

/** Spaces of {@link Storage.useOnce}. */
export type OnceSpace = 'form' | 'jti' | 'totp' | 'dpop'

export interface Storage {
  saveCode(row: CodeRow): Promise<void>
  findCode(signature: string): Promise<CodeRow | undefined>
  /** Marks the code used and saves its tokens, both or neither; `false` when it was used before. */
  redeemCode(signature: string, tokens: IssuedTokens): Promise<boolean>

  saveTokens(tokens: IssuedTokens): Promise<void>
  findAccessToken(signature: string): Promise<AccessTokenRow | undefined>
  findRefreshToken(signature: string): Promise<RefreshTokenRow | undefined>
  /** Ends every token of the family and saves the new ones; `false`, and nothing saved, when the token was not active any more. */
  rotateRefreshToken(signature: string, tokens: IssuedTokens): Promise<boolean>
  /** Access tokens of the family are gone, refresh tokens inactive; codes stay what they are. */
  revokeFamily(request_id: string): Promise<void>

  /** The identifier of a user in a sector, `candidate` when there was none; the same for everybody who asks at once. */
  subjectFor(sector: string, username: string, candidate: string): Promise<string>

  saveSession(row: SessionRow): Promise<void>
  /** Notes its use; a session that is gone stays gone. */
  touchSession(key: string, used_at: number): Promise<void>
  findSession(key: string): Promise<SessionRow | undefined>
  deleteSession(key: string): Promise<void>

  saveFlow(row: FlowRow): Promise<void>
  findFlow(id: string): Promise<FlowRow | undefined>
  /** Hands an open flow to another browser session; `false` when it was closed before. */
  moveFlow(id: string, to: Pick<FlowRow, 'session_key' | 'authenticated'>): Promise<boolean>
  /** Closes an open flow; `false` when it was closed before. */
  closeFlow(id: string): Promise<boolean>

  saveConsent(row: ConsentRow): Promise<void>
  findConsents(client_id: string, subject: string): Promise<readonly ConsentRow[]>

  savePushedRequest(row: PushedRequestRow): Promise<void>
  findPushedRequest(request_uri: string): Promise<PushedRequestRow | undefined>
  /** Marks it used; `false` when it was used before. */
  usePushedRequest(request_uri: string): Promise<boolean>
  /** Makes a used one usable again: the user has to log in first. */
  releasePushedRequest(request_uri: string): Promise<void>

  saveParked(row: ParkedRow): Promise<void>
  /** Gives it to one caller and forgets it. */
  takeParked(id: string): Promise<ParkedRow | undefined>

  /** Remembers a value until `expires_at`; `false` when it is remembered already. An expired one does not count. */
  useOnce(space: OnceSpace, value: string, expires_at: number, now: number): Promise<boolean>
  /** Makes a remembered value usable again. */
  forgetOnce(space: OnceSpace, value: string): Promise<void>

  saveDevice(row: DeviceRow): Promise<void>
  findDevice(signature: string): Promise<DeviceRow | undefined>
  findDeviceByUserCode(user_code_signature: string): Promise<DeviceRow | undefined>
  /** Approves (with the grant) or denies a pending request; `false` when it was decided before. */
  decideDevice(
    signature: string,
    decision: { status: 'approved'; grant: Grant } | { status: 'denied' },
  ): Promise<boolean>
  /** Notes a poll. */
  pollDevice(signature: string, poll: { polled_at: number; interval: number }): Promise<void>
  /** Marks it redeemed and saves its tokens, both or neither; `false` when it was redeemed before. */
  redeemDevice(signature: string, tokens: IssuedTokens): Promise<boolean>

  /** Forgets some of what ended before `now`; called from time to time. */
  sweep(now: number): Promise<void>
  close(): Promise<void>
}
