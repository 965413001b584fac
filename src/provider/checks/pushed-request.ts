/** Redeeming the `request_uri` of a pushed authorization request (RFC 9126 §4). */
import { AuthorizationRefused } from '../authorization/refused.ts'
import { destinationOf } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import { type Objection, type Received, refusal } from './check.ts'

export const PUSHED_PREFIX = 'urn:ietf:params:oauth:request_uri:'

const AGAIN = 'in the application: push the request again for each attempt, and send the user at once'

const RULE = 'RFC 9126 §4: a pushed request is redeemed in time, by its client'

/**
 * Replaces the request by the one that was pushed, which is used up with this.
 *
 * @throws {@link AuthorizationRefused} once the pushed request is known, and with it the redirect URI
 */
export async function redeemPushedRequest(received: Received, exchange: Exchange): Promise<Received | Objection> {
  const request_uri = received.parameters.get('request_uri')
  if (request_uri?.startsWith(PUSHED_PREFIX) !== true) return received
  const { storage } = exchange.context
  const row = await storage.findPushedRequest(request_uri)
  if (row === undefined || !(await storage.usePushedRequest(request_uri))) {
    return {
      error: 'invalid_request_uri',
      hint: 'The request_uri is unknown or was used before.',
      change: AGAIN,
    }
  }
  const objection = objectToPushed(received, row, exchange)
  if (objection !== undefined) throw new AuthorizationRefused(refusal(objection, RULE), destinationOf(row.request))
  exchange.witness?.decided?.({ decision: 'pushed request: redeemed', rule: RULE })
  return { ...received, pushed: row.request }
}

function objectToPushed(
  { parameters }: Received,
  row: { expires_at: number; request: { client_id: string } },
  { now }: Exchange,
): Objection | undefined {
  if (row.expires_at <= now)
    return { error: 'invalid_request_uri', hint: 'The request_uri has expired.', change: AGAIN }
  if (parameters.get('client_id') === row.request.client_id) return undefined
  return {
    error: 'invalid_request',
    hint: 'The client_id is not the one that pushed the request.',
    sent: parameters.get('client_id') ?? '',
    expected: [row.request.client_id],
    change: 'in the application: send the client_id beside the request_uri',
  }
}
