/** The device authorization grant at the token endpoint (RFC 8628 §3.4, §3.5). */
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { ofGrant } from '../decisions.ts'
import { OAuthError } from '../oauth-error.ts'
import type { DeviceRow } from '../storage/storage.ts'
import { mintTokens, type TokenResponse } from '../tokens/mint.ts'
import { demandGrantType, demandIssuer, invalidGrant, type TokenRequest } from './token-request.ts'

/** RFC 8628 §3.5: each poll that comes too early makes the wait longer by this many seconds. */
const SLOW_DOWN = 5

/** The released reference has no better word for what it does not know. */
function refuseCode({ exchange }: TokenRequest, rule: string): OAuthError {
  return new OAuthError(exchange.context.asReleased('device_errors') ? 'server_error' : 'invalid_grant', {
    hint: 'The device code is unknown, was used before, or was issued to another client.',
    detail: { rule },
  })
}

async function findDevice(request: TokenRequest): Promise<DeviceRow> {
  const { exchange, parameters, client } = request
  const { opaque, storage } = exchange.context
  const presented = opaque.read('dc', parameters.get('device_code') ?? '')
  const row = presented?.genuine === true ? await storage.findDevice(presented.signature) : undefined
  if (row === undefined) throw refuseCode(request, 'RFC 8628 §3.4: the device code is known')
  if (row.client_id === client.client_id) return row
  throw invalidGrant(
    'RFC 8628 §3.4: the device code is of this client',
    'The device code was issued to another client.',
  )
}

async function notePoll({ exchange }: TokenRequest, row: DeviceRow): Promise<void> {
  const { storage, asReleased } = exchange.context
  const isEarly = row.polled_at !== null && exchange.milliseconds < row.polled_at + row.interval * 1000
  const interval = isEarly ? row.interval + SLOW_DOWN : row.interval
  await storage.pollDevice(row.signature, { polled_at: exchange.milliseconds, interval })
  if (!isEarly || asReleased('device_errors')) return
  throw new OAuthError('slow_down', {
    hint: `Wait ${interval} seconds between requests.`,
    detail: { rule: 'RFC 8628 §3.5: the client waits for the interval' },
  })
}

function demandDecision(request: TokenRequest, row: DeviceRow): void {
  const isExpired = row.expires_at <= request.exchange.now
  const asReleased = request.exchange.context.asReleased('device_errors')
  if (row.status === 'denied') {
    throw new OAuthError(asReleased ? 'server_error' : 'access_denied', {
      ...(asReleased ? {} : { status: 400 }),
      hint: 'The user denied the request.',
      detail: { rule: 'RFC 8628 §3.5: the user denied the request' },
    })
  }
  if (isExpired && !(asReleased && row.status === 'pending')) {
    throw new OAuthError('expired_token', { detail: { rule: 'RFC 8628 §3.5: the device code has not expired' } })
  }
  if (row.status === 'pending') {
    throw new OAuthError('authorization_pending', { detail: { rule: 'RFC 8628 §3.5: the user has decided' } })
  }
}

/** Answers a poll: with tokens once the user has approved, and then no more. */
export async function deviceCodeGrant(request: TokenRequest): Promise<TokenResponse> {
  const { exchange, client } = request
  demandGrantType(request, GRANT_TYPE.deviceCode)
  const row = await findDevice(request)
  exchange.witness?.decided?.({ decision: `device: ${row.status}`, rule: 'RFC 8628 §3.5', device: row.signature })
  if (!row.active) throw refuseCode(request, 'RFC 8628 §3.5: a device code is used once')
  await notePoll(request, row)
  demandDecision(request, row)
  const { grant } = row
  if (grant === null) throw refuseCode(request, 'RFC 8628 §3.5: the user has approved')
  demandIssuer(exchange, grant.issuer)
  exchange.witness?.decided?.(ofGrant('device: its user has approved', grant, 'RFC 8628 §3.5'))
  const { scopes, audience } = grant
  const { response, rows } = await mintTokens(exchange, {
    client,
    grant,
    lifespanGrant: 'device_code',
    scopes,
    audience,
    withNonce: false,
  })
  if (!(await exchange.context.storage.redeemDevice(row.signature, rows))) {
    throw refuseCode(request, 'RFC 8628 §3.5: a device code is used once')
  }
  return response
}
