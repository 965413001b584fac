/** Reading form bodies: type and length first, then the text (never a multipart parser for what is not multipart). */
import { OAuthError } from '../oauth-error.ts'
import { Parameters } from './parameters.ts'
import { BodyTooLarge, type IncomingRequest } from './request.ts'

/** Bytes. */
export const BODY_LIMIT = 64 * 1024
/** Bytes, where request objects come in: authorization and pushed requests. */
export const LARGE_BODY_LIMIT = 256 * 1024

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

/** The client hung up while it was sending: that is no failure of ours. */
function refuseUnread(cause: unknown): never {
  if (cause instanceof BodyTooLarge) throw cause
  throw new OAuthError('invalid_request', { hint: 'The body ended before it was complete.', cause })
}

async function readMultipart(contentType: string, text: string): Promise<Parameters> {
  try {
    const form = await new Response(text, { headers: { 'Content-Type': contentType } }).formData()
    return Parameters.from([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  } catch (cause) {
    throw new OAuthError('invalid_request', { hint: 'The body is not a form.', cause })
  }
}

/**
 * The form of a POST request, at most `limit` bytes.
 *
 * @throws {@link BodyTooLarge}
 * @throws {@link OAuthError} `invalid_request` when it is not a form (RFC 6749 §3.2, appendix B)
 */
export async function readForm(request: IncomingRequest, limit: number = BODY_LIMIT): Promise<Parameters> {
  const contentType = request.headers.get('content-type') ?? ''
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase()
  const text = await request.text(limit).catch(refuseUnread)
  if (type === URLENCODED) return Parameters.from(new URLSearchParams(text))
  if (type === MULTIPART) return readMultipart(contentType, text)
  if (text === '') return Parameters.from([])
  throw new OAuthError('invalid_request', {
    hint: 'The body must be a form.',
    detail: { rule: 'RFC 6749 §3.2, appendix B: parameters come as a form', sent: type ?? '', expected: [URLENCODED] },
  })
}

/** {@link readForm} for endpoints where an empty body means nothing was asked. */
export async function readRequiredForm(request: IncomingRequest, limit: number = BODY_LIMIT): Promise<Parameters> {
  const parameters = await readForm(request, limit)
  if (parameters.isEmpty) throw new OAuthError('invalid_request', { hint: 'The request has no body.' })
  return parameters
}
