/** With `--expose` all of `/dev` is for whoever has the control token: a browser is asked for it once, by a form. */
import { plainText, type Reply, redirect, withHeaders } from '../provider/http/reply.ts'
import type { IncomingRequest } from '../provider/http/request.ts'
import type { DevPart } from './host.ts'
import type { Lock } from './lock.ts'

export interface GateOptions {
  lock: Lock
  issuer: string
  basePath: string
}

/** Bytes: the token and a path. */
const FORM_LIMIT = 8 * 1024

/** A path of ours and nothing else. */
function ownPath(text: string | null, { issuer, basePath }: GateOptions): string {
  const { origin } = new URL(issuer)
  const url = text !== null && URL.canParse(text, origin) ? new URL(text, origin) : undefined
  const isOurs = url?.origin === origin && url.pathname.startsWith(`${basePath}/`)
  return isOurs ? url.pathname + url.search : `${basePath}/dev`
}

/** Browsers say where a form comes from; old ones say nothing. */
function isSameOrigin({ headers, url }: IncomingRequest): boolean {
  const [site, origin] = [headers.get('sec-fetch-site'), headers.get('origin')]
  return (site === null || site === 'same-origin') && (origin === null || origin === url.origin)
}

async function ask(options: GateOptions, back: string | null, failed: boolean): Promise<Reply> {
  const { unlockPage } = await import('./unlock-page.tsx')
  const { issuer, basePath } = options
  return unlockPage({
    issuer,
    base_path: basePath,
    action: `${basePath}/dev/unlock`,
    back: ownPath(back, options),
    failed,
  })
}

async function unlock(request: IncomingRequest, options: GateOptions): Promise<Reply> {
  if (!isSameOrigin(request)) return plainText(403, 'The form is sent from our own origin.')
  const form = new URLSearchParams(await request.text(FORM_LIMIT))
  const back = form.get('return')
  if (!options.lock.isToken(form.get('token') ?? '')) return ask(options, back, true)
  const isHttps = request.url.protocol === 'https:'
  return withHeaders(redirect(ownPath(back, options)), {
    'Set-Cookie': options.lock.cookie(`${options.basePath}/`, isHttps),
  })
}

/** Comes before all other parts but the control API, which asks for itself. */
export function createGate(options: GateOptions): DevPart {
  return async (request) => {
    const { pathname, search } = request.url
    if (pathname === `${options.basePath}/dev/unlock` && request.method === 'POST') {
      return unlock(request, options).catch(() => plainText(400, 'Bad request.'))
    }
    if (options.lock.isOpenTo(request)) return undefined
    if (request.method === 'GET') return ask(options, pathname + search, false)
    return plainText(403, 'The control token is missing.')
  }
}
