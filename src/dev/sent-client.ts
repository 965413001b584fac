/** Which client a request says it is from, before anybody has checked it. */
import { decodeJwt } from 'jose'

/** RFC 6749 §2.3.1: form-encoded, then Base64. */
function fromBasic(authorization: string | null): string | undefined {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const [name = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** RFC 7523 §3: the subject of a client assertion is the client. */
function fromAssertion(assertion: string | undefined): string | undefined {
  if (assertion === undefined) return undefined
  try {
    return decodeJwt(assertion).sub
  } catch {
    return undefined
  }
}

/** The `client_id` that a request names, if it names one. */
export function sentClientId(
  parameters: readonly (readonly [string, string])[],
  authorization: string | null,
): string | undefined {
  const sent = new Map(parameters)
  return sent.get('client_id') ?? fromBasic(authorization) ?? fromAssertion(sent.get('client_assertion'))
}
