/** What stands in the tokens of a rehearsal, read back from them. */
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { userinfoEndpoint } from '../endpoints/userinfo.ts'
import { OAuthError } from '../oauth-error.ts'
import type { PredictedClaims, PredictedSigner } from './prediction.ts'
import type { Rehearsal } from './rehearsal.ts'

/** Claims whose value is another one each time. */
const FRESH: ReadonlySet<string> = new Set([
  ...['sub', 'exp', 'iat', 'nbf', 'jti', 'auth_time', 'rat', 'updated_at', 'nonce', 'at_hash', 'c_hash', 's_hash'],
])

/** Claims that say something about the request or the client, whoever the user is. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  ...['iss', 'aud', 'azp', 'client_id', 'scp', 'scope', 'acr', 'email_verified', 'phone_number_verified'],
])

export interface Place {
  claims: PredictedClaims | null
  signer: PredictedSigner | null
}

export const NOWHERE: Place = { claims: null, signer: null }

function isJwt(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
}

function predicted(claims: PredictedClaims, isKnown: boolean): PredictedClaims {
  const isShown = (name: string) => !FRESH.has(name) && (isKnown || OF_THE_REQUEST.has(name))
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, isShown(name) ? value : null]))
}

/** The claims of a JWT, with values where they are the same each time; nothing of anything else. */
export function readJwt(text: string | undefined, isKnown: boolean): Place {
  if (!isJwt(text)) return NOWHERE
  const { alg = '', kid = null } = decodeProtectedHeader(text)
  return { claims: predicted(decodeJwt(text), isKnown), signer: { alg, kid } }
}

/** The seconds that a JWT lives. */
export function lifeOf(text: string | undefined): number | undefined {
  if (!isJwt(text)) return undefined
  const { exp = 0, iat = 0 } = decodeJwt(text)
  return exp - iat
}

/** The answer of userinfo to an access token; nothing where it opens none. */
export async function readUserinfo(
  rehearsal: Rehearsal,
  access_token: string | undefined,
  isKnown: boolean,
): Promise<Place> {
  if (access_token === undefined) return NOWHERE
  try {
    const exchange = rehearsal.exchange('userinfo', { authorization: `Bearer ${access_token}` })
    const { body } = await userinfoEndpoint(exchange)
    if (isJwt(body ?? undefined)) return readJwt(body ?? undefined, isKnown)
    return { claims: predicted(JSON.parse(body ?? '{}'), isKnown), signer: null }
  } catch (error) {
    if (error instanceof OAuthError) return NOWHERE
    throw error
  }
}
