/** Requests that are too long for a URL, kept for the moment between a POST and the GET that follows it. */
import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Exchange } from '../context.ts'
import { OAuthError } from '../oauth-error.ts'

/** The parameter that names a parked request. */
export const PARKED = 'parked_request'

/** Seconds. */
const LIFETIME = 60

/** Keeps a query and gives the random name that it can be had for once. */
export async function park({ context, now }: Exchange, query: string): Promise<string> {
  const id = encodeBase64url(context.random(32))
  await context.storage.saveParked({ id, query, expires_at: now + LIFETIME })
  return id
}

/** @throws {@link OAuthError} `invalid_request` when it was fetched before or is late */
export async function loadParked({ context, now }: Exchange, id: string): Promise<string> {
  const row = await context.storage.takeParked(id)
  if (row !== undefined && row.expires_at > now) return row.query
  throw new OAuthError('invalid_request', { hint: 'The request was processed before or has waited too long.' })
}
