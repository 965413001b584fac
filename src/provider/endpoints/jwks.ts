/** The JWK Set of the issuer (RFC 7517 §5). */
import type { Exchange } from '../context.ts'
import { jsonText, type Reply } from '../http/reply.ts'

export function jwksEndpoint({ context }: Exchange): Reply {
  return jsonText(context.keys.jwks)
}
