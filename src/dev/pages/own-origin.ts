/**
 * Who may ask for a page under `/dev`. Any page in the developer's browser can send requests here: what browsers say about
 * where a request comes from must be true of us, and a page of ours is never a part of another one.
 */
import { plainText, type Reply } from '../../provider/http/reply.ts'
import type { IncomingRequest } from '../../provider/http/request.ts'

/** Following a link from anywhere shows the page to its user, and nobody else gets to read it. */
function isOpened({ method, headers }: IncomingRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD'
  return isRead && headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
}

function isFromElsewhere(request: IncomingRequest): boolean {
  const { headers, url } = request
  const origin = headers.get('origin')
  if (origin !== null && origin !== url.origin) return true
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none' && !isOpened(request)
}

/** The refusal of a request from another origin; `undefined` for one of ours, or of a program that is no browser. */
export function refuseElsewhere(request: IncomingRequest): Reply | undefined {
  return isFromElsewhere(request) ? plainText(403, 'This page is not for other origins.') : undefined
}
