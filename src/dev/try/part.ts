/**
 * The built-in application as a part of the dev host:
 *
 * - `/dev/try` choosing a client; `?run=ID` a run
 * - `/dev/try/authorize?run=ID` sends the browser to the authorization endpoint
 * - `/dev/try/callback` the redirect URI
 * - `/dev/try/start`, `/dev/try/step`, `/dev/try/stop` forms
 */
import type { ResolvedClient } from '../../config/resolved.ts'
import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import { readForm } from '../../provider/http/form.ts'
import type { Parameters } from '../../provider/http/parameters.ts'
import { plainText, type Reply, redirect, withHeaders } from '../../provider/http/reply.ts'
import type { IncomingRequest } from '../../provider/http/request.ts'
import { createFormTokens } from '../../provider/session/form-token.ts'
import { createMemoryStorage } from '../../provider/storage/memory.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import type { DevPart } from '../host.ts'
import type { Recorder } from '../inspector/recorder.ts'
import type { Namespace } from '../namespaces.ts'
import { pageReply } from '../pages/dev-page.tsx'
import { devViewOf } from '../pages/dev-view.ts'
import { refuseElsewhere } from '../pages/own-origin.ts'
import { methodFor, needsSecret } from './authenticate.ts'
import { authorizationParameters, authorizationUrl, discover, doNext, takeAnswer } from './relying-party.ts'
import { sender } from './send.ts'
import { RunPage, StartPage } from './try-page.tsx'
import { createTryRuns, type TryRun } from './try-run.ts'
import { readTrySession, type TrySession } from './try-session.ts'

export interface TryOptions {
  main: Pick<Namespace, 'answer' | 'clients' | 'learnRedirect' | 'clock'>
  /** Path prefix of everything, `''` without one. */
  basePath: string
  random: Random
  recorder: Recorder
}

/** One request and who sent it. */
interface Visit {
  request: IncomingRequest
  session: TrySession
  /** Seconds. */
  now: number
}

/** Clients that can run the code flow: their registration says so. */
function tryable(clients: readonly ResolvedClient[]): ResolvedClient[] {
  return clients.filter(
    ({ response_types, grant_types }) =>
      response_types.includes('code') && grant_types.includes(GRANT_TYPE.authorizationCode),
  )
}

const SHORT_METHODS = { push: 'push', token: 'token', refresh: 'token', introspection: 'introspection' } as const

function isSecretNeeded({ next, held }: TryRun, client: ResolvedClient): boolean {
  const endpoint = Object.entries(SHORT_METHODS).find(([name]) => name === next)?.[1]
  if (endpoint === undefined || held.client_secret !== undefined) return false
  return needsSecret(client, methodFor(client, endpoint))
}

const FORM_LIMIT = 8 * 1024

export function createTry({ main, basePath, random, recorder }: TryOptions): DevPart {
  const storage = createMemoryStorage()
  const formTokens = createFormTokens(encodeBase64url(random(32)), random, storage)
  const runs = createTryRuns(random)
  const home = `${basePath}/dev/try`

  const pageOf = ({ id }: TryRun) => redirect(`${home}?run=${id}`)
  const formFor = ({ session, now }: Visit, action: 'start' | 'step' | 'stop', run?: string) => ({
    action: `${home}/${action}${run === undefined ? '' : `?run=${run}`}`,
    form_token: formTokens.issue({ session_key: session.key, form: 'try', subject: `${action} ${run ?? ''}` }, now),
  })
  const clientOf = ({ client_id }: Pick<TryRun, 'client_id'>) =>
    tryable(main.clients()).find((client) => client.client_id === client_id)
  const runOf = ({ session, request, now }: Visit) =>
    runs.find(session.key, request.url.searchParams.get('run') ?? '', now)

  const showStart = (visit: Visit, gone: boolean): Reply =>
    pageReply(
      StartPage({
        view: devViewOf(visit.request, basePath),
        clients: tryable(main.clients()),
        form: formFor(visit, 'start'),
        gone,
      }),
      gone ? 410 : 200,
    )

  const showRun = (visit: Visit): Reply => {
    const run = runOf(visit)
    const client = run && clientOf(run)
    if (run === undefined || client === undefined) return showStart(visit, true)
    const sent = new URL(authorizationUrl(run)).searchParams
    return pageReply(
      RunPage({
        view: devViewOf(visit.request, basePath),
        run,
        request: [...sent].map(([name, value]) => recorder.tools.masker.parameter(name, value)),
        needsSecret: isSecretNeeded(run, client),
        step: formFor(visit, 'step', run.id),
        stop: formFor(visit, 'stop', run.id),
        flow: run.flow,
        method: client.token_endpoint_auth_methods.join(', '),
      }),
    )
  }

  const start = async (visit: Visit, form: Parameters): Promise<Reply> => {
    const client = clientOf({ client_id: form.get('client_id') ?? '' })
    if (client === undefined) return showStart(visit, true)
    const { client_id } = client
    const metadata = await discover(sender(main.answer, visit.request), visit.request.url.origin + basePath)
    const redirect_uri = `${metadata.issuer}/dev/try/callback`
    main.learnRedirect(client_id, redirect_uri)
    const scope = form.get('scope') ?? client.scopes.join(' ')
    const { code_verifier, ...asked } = authorizationParameters(
      { client_id, redirect_uri, scope },
      form.get('parameters') ?? '',
      random,
    )
    const run = runs.begin(
      {
        session: visit.session.key,
        client_id,
        metadata,
        redirect_uri,
        ...asked,
        held: { code_verifier },
        next: client.require_pushed_authorization_requests ? 'push' : 'authorization',
      },
      visit.now,
    )
    return pageOf(run)
  }

  const step = async (visit: Visit, form: Parameters): Promise<Reply> => {
    const run = runOf(visit)
    const client = run && clientOf(run)
    if (run === undefined || client === undefined) return showStart(visit, true)
    if (isSecretNeeded(run, client)) {
      run.held.client_secret = form.get('client_secret')
      if (run.held.client_secret === undefined) return pageOf(run)
    }
    await doNext({ run, client, send: sender(main.answer, visit.request), recorder, now: visit.now, random })
    return pageOf(run)
  }

  const stop = (visit: Visit): Reply => {
    const run = runOf(visit)
    if (run !== undefined) runs.end(run)
    return redirect(home)
  }

  const receive = async (visit: Visit, action: string): Promise<Reply> => {
    const form = await readForm(visit.request, FORM_LIMIT)
    const run = visit.request.url.searchParams.get('run') ?? ''
    const purpose = { session_key: visit.session.key, form: 'try', subject: `${action} ${run}` } as const
    const isOurs = await formTokens.redeem(form.get('form_token') ?? '', purpose, visit.now)
    void storage.sweep(visit.now)
    if (!isOurs) return showStart(visit, true)
    if (action === 'start') return start(visit, form)
    return action === 'step' ? step(visit, form) : stop(visit)
  }

  /** With a parameter in the URL a page would show it: the run keeps it, and the browser goes on without. */
  const callback = (visit: Visit): Reply => {
    const answer = visit.request.url.searchParams
    const run = runs.awaiting(visit.session.key, answer.get('state') ?? '', visit.now)
    if (run?.next !== 'authorization') return showStart(visit, true)
    takeAnswer(run, answer, recorder)
    return pageOf(run)
  }

  const authorize = (visit: Visit): Reply => {
    const run = runOf(visit)
    return run?.next === 'authorization' ? redirect(authorizationUrl(run), 302) : showStart(visit, true)
  }

  const answer = async (visit: Visit, path: string): Promise<Reply | undefined> => {
    const isPost = visit.request.method === 'POST'
    const action = /^\/(start|step|stop)$/.exec(path)?.[1]
    if (action !== undefined && isPost) return receive(visit, action)
    if (isPost || action !== undefined) {
      return withHeaders(plainText(405, 'Method not allowed.'), { Allow: action === undefined ? 'GET' : 'POST' })
    }
    if (path === '/callback') return callback(visit)
    if (path === '/authorize') return authorize(visit)
    if (path !== '') return undefined
    return visit.request.url.searchParams.has('run') ? showRun(visit) : showStart(visit, false)
  }

  return async (request) => {
    const refused = refuseElsewhere(request)
    if (refused !== undefined) return refused
    const session = readTrySession(request, basePath, random)
    const visit = { request, session, now: Math.floor(main.clock.now() / 1000) }
    const reply = await answer(visit, request.url.pathname.slice(home.length)).catch(() =>
      plainText(400, 'Bad request.'),
    )
    return reply === undefined || session.cookie === undefined
      ? reply
      : withHeaders(reply, { 'Set-Cookie': session.cookie })
  }
}
