/** The button of the error page in `--dev`: a redirect URI of this machine is accepted for the rest of the run. */
import { PARKED } from '../authorization/parked.ts'
import { isLearnable } from '../checks/redirect-uri.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { ErrorExplanation } from '../interaction/interaction.ts'
import { pageUrl } from '../interaction/show.ts'
import type { RefusedRedirect } from '../oauth-error.ts'
import { OAuthError } from '../oauth-error.ts'
import { type Browser, readBrowser } from '../session/browser.ts'
import { readOwnForm } from '../session/own-form.ts'

/** What the form token is bound to: nobody learns by it what the page did not show. */
function subjectOf({ client_id, redirect_uri }: RefusedRedirect): string {
  return JSON.stringify([client_id, redirect_uri])
}

/** The form of the button; it takes the query of the refused request along, so that the request is tried again. */
export function learnForm(exchange: Exchange, browser: Browser, refused: RefusedRedirect): LearnForm {
  const { context, now, url } = exchange
  const purpose = { session_key: browser.key, form: 'learn-redirect', subject: subjectOf(refused) } as const
  const isRepeatable = !url.searchParams.has(PARKED)
  return {
    ...refused,
    action: pageUrl(exchange, 'learn-redirect') + (isRepeatable ? url.search : ''),
    form_token: context.formTokens.issue(purpose, now),
  }
}

type LearnForm = NonNullable<ErrorExplanation['learn']>

function notHere(): OAuthError {
  return new OAuthError('invalid_request', {
    hint: 'Redirect URIs are learned in development alone, by the developer, for this machine alone.',
    detail: { rule: 'a redirect URI is learned in --dev, when it is http(s) to a loopback host without fragment' },
  })
}

export async function learnRedirectEndpoint(exchange: Exchange): Promise<Reply> {
  const { context, url } = exchange
  if (developerOf(exchange) === undefined) throw notHere()
  const browser = await readBrowser(exchange)
  const form = await readOwnForm(exchange, (fields) => {
    const refused = { client_id: fields.get('client_id') ?? '', redirect_uri: fields.get('redirect_uri') ?? '' }
    return { session_key: browser.key, form: 'learn-redirect', subject: subjectOf(refused) }
  })
  const [client_id, redirect_uri] = [form.get('client_id') ?? '', form.get('redirect_uri') ?? '']
  if (context.clients.find(client_id) === undefined || !isLearnable(redirect_uri)) throw notHere()
  context.learnedRedirects.learn(client_id, redirect_uri)
  context.log({ level: 'info', event: 'redirect_learned', request_id: exchange.id, client_id, redirect_uri })
  return redirect(url.search === '' ? pageUrl(exchange, 'home') : pageUrl(exchange, 'authorization') + url.search)
}
