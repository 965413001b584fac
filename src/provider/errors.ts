/** The one place where a refusal becomes an answer: a page, JSON, text, or a redirect to the client. */
import { AuthorizationRefused } from './authorization/refused.ts'
import { writeRefusal } from './authorization/write.ts'
import { TooBusy } from './client/derivation-queue.ts'
import type { Exchange, ProviderContext } from './context.ts'
import { developerOf } from './dev/developer.ts'
import { learnForm } from './endpoints/learn-redirect.ts'
import { type Endpoint, pathOf } from './endpoints.ts'
import { empty, json, plainText, type Reply, redirect, withHeaders } from './http/reply.ts'
import { BodyTooLarge } from './http/request.ts'
import type { ErrorExplanation } from './interaction/interaction.ts'
import { showPage } from './interaction/show.ts'
import { errorDescription, formatOptionPath, OAuthError, type RefusalDetail } from './oauth-error.ts'
import { type Browser, readBrowser } from './session/browser.ts'

function toOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error
  if (error instanceof TooBusy) {
    return new OAuthError('temporarily_unavailable', {
      status: 429,
      headers: { 'Retry-After': String(error.retryAfter) },
      detail: { rule: 'attempts with slow secrets wait their turn; the busiest address is sent away first' },
    })
  }
  if (error instanceof BodyTooLarge) {
    return new OAuthError('invalid_request', {
      status: 413,
      strict: true,
      hint: 'The body is too large.',
      detail: { rule: 'bodies have a limit' },
    })
  }
  return new OAuthError('server_error', { cause: error })
}

/** `file:line:column` of an option; of the entry around it where the option itself is left at its default. */
function position({ config }: ProviderContext, { option = [] }: RefusalDetail): string | undefined {
  for (let length = option.length; length > 0; length -= 1) {
    const found = config.positionOf(option.slice(0, length))
    if (found !== undefined) return `${found.file}:${found.line}:${found.column}`
  }
  return undefined
}

/** What the log and the page of `--dev` say; a client that stands in no file is not changed by a command. */
function explain(context: ProviderContext, { learn: _learn, ...detail }: RefusalDetail): ErrorExplanation {
  const { option, command, ...rest } = detail
  const at = position(context, detail)
  const isChangeable = at !== undefined || context.dev === undefined || command?.startsWith('oidc client ') !== true
  return {
    ...rest,
    ...(option === undefined ? {} : { option: formatOptionPath(option) }),
    ...(at === undefined ? {} : { position: at }),
    ...(command === undefined || !isChangeable ? {} : { command }),
  }
}

function logRefusal({ context, id, address, request, url }: Exchange, refusal: OAuthError): void {
  context.log({
    level: refusal.error === 'server_error' ? 'error' : 'warn',
    event: 'refused',
    request_id: id,
    method: request.method,
    path: url.pathname,
    address,
    error: refusal.error,
    status: refusal.status,
    hint: refusal.hint,
    debug: refusal.debug,
    ...(refusal.detail === undefined ? {} : explain(context, refusal.detail)),
    ...(refusal.error === 'server_error' && refusal.cause instanceof Error ? { cause: refusal.cause.stack } : {}),
  })
}

/** The released reference shows errors at another page, which reads them from its query. */
function outcomePage({ context, issuer }: Exchange, refusal: OAuthError): Reply {
  const debug = context.config.provider.enable_client_debug_messages
  const query = new URLSearchParams({
    error: refusal.error,
    error_description: errorDescription(new OAuthError(refusal.error), { debug: false }),
    error_status_code: String(refusal.status),
    ...(refusal.hint === undefined ? {} : { error_hint: refusal.hint }),
    ...(debug && refusal.debug !== undefined ? { error_debug: refusal.debug } : {}),
  })
  return redirect(`${issuer}/consent/completion?${query}`, 302)
}

/** What `--dev` shows beside the error, with the button where there is one. */
function explanationFor(exchange: Exchange, browser: Browser | undefined, detail: RefusalDetail): ErrorExplanation {
  const explanation = explain(exchange.context, detail)
  if (browser === undefined || detail.learn === undefined) return explanation
  return { ...explanation, learn: learnForm(exchange, browser, detail.learn) }
}

/** Answers of every day, which nobody has to read about. */
const WAITING: readonly string[] = ['authorization_pending', 'slow_down', 'temporarily_unavailable']

/** RFC 6749 §4.1.2.1, §5.2: the page of `--dev` that explains what the client is told; the wire has no other place for it. */
function errorUri({ context, issuer, id }: Exchange, refusal: OAuthError): string | undefined {
  const { detail, status, error } = refusal
  if (context.dev === undefined || detail === undefined || WAITING.includes(error)) return undefined
  if (refusal.bodiless || context.asReleased('local_errors')) return undefined
  const error_description = errorDescription(refusal, { debug: true })
  const dev = explain(context, detail)
  context.refusals.remember({ page: 'error', status, error, error_description, request_id: id, told: true, dev })
  return `${issuer}${pathOf('why')}?id=${id}`
}

const SET_UP: readonly string[] = ['invalid_request', 'invalid_client', 'unauthorized_client', 'invalid_scope']

/** An option of the configuration and what the application sent do not fit: nothing that its user did. */
function isSetUp({ error, detail }: OAuthError): boolean {
  return SET_UP.includes(error) && detail?.option !== undefined
}

async function errorPage(exchange: Exchange, endpoint: Endpoint, refusal: OAuthError): Promise<Reply> {
  const { context, id } = exchange
  const { detail, status, error } = refusal
  if (context.asReleased('local_errors') && endpoint.name === 'authorization' && !refusal.strict) {
    return outcomePage(exchange, refusal)
  }
  const needsBrowser = detail?.learn !== undefined && developerOf(exchange) !== undefined
  const browser = needsBrowser ? await readBrowser(exchange) : undefined
  return showPage(
    exchange,
    {
      page: 'error',
      status,
      error,
      error_description: errorDescription(refusal, { debug: context.config.provider.enable_client_debug_messages }),
      request_id: id,
      time: exchange.now,
      set_up: endpoint.name === 'authorization' && isSetUp(refusal),
      ...(context.dev === undefined || detail === undefined ? {} : { dev: explanationFor(exchange, browser, detail) }),
    },
    { status, ...(browser && { browser }) },
  )
}

function errorJson(exchange: Exchange, refusal: OAuthError): Reply {
  const debug = exchange.context.config.provider.enable_client_debug_messages
  if (refusal.bodiless) return empty(refusal.status)
  const error_uri = errorUri(exchange, refusal)
  return json(refusal.status, {
    error: refusal.error,
    error_description: errorDescription(refusal, { debug }),
    ...(error_uri === undefined ? {} : { error_uri }),
  })
}

async function deliver(exchange: Exchange, endpoint: Endpoint, refusal: OAuthError): Promise<Reply> {
  switch (endpoint.errors) {
    case 'page':
      return errorPage(exchange, endpoint, refusal)
    case 'json':
      return errorJson(exchange, refusal)
    case 'text':
      return plainText(refusal.status, errorDescription(refusal, { debug: false }))
  }
}

/** Logs a refusal and delivers it the way its endpoint does. */
export async function writeError(exchange: Exchange, endpoint: Endpoint, error: unknown): Promise<Reply> {
  if (error instanceof AuthorizationRefused) {
    logRefusal(exchange, error.refusal)
    return writeRefusal(exchange, error, errorUri(exchange, error.refusal))
  }
  const refusal = toOAuthError(error)
  logRefusal(exchange, refusal)
  return withHeaders(await deliver(exchange, endpoint, refusal), refusal.headers)
}
