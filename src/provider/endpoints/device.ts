/** The user's side of the device flow (RFC 8628 §3.3): log in, enter the code, answer. */
import { describeScopes } from '../authorization/pages.ts'
import { demandClient } from '../authorization/proceed.ts'
import type { Exchange } from '../context.ts'
import { approveDevice, denyDevice } from '../device/decide.ts'
import { normalizeUserCode, userCodeQuery } from '../device/user-code.ts'
import { readForm } from '../http/form.ts'
import type { Parameters } from '../http/parameters.ts'
import { type Reply, redirect } from '../http/reply.ts'
import { disclosed } from '../interaction/disclosed.ts'
import type { DeviceInteraction } from '../interaction/interaction.ts'
import { detourUrl, interactionClient, pageUrl, showPage, withCookie } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import { levelOf, neededLevel, satisfies } from '../policy/level.ts'
import { type Browser, type Login, readBrowser } from '../session/browser.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { DeviceRow } from '../storage/storage.ts'

/** RFC 8628 §5.1: wrong codes that a session, and an address, may enter. */
const ATTEMPTS = 5
/** Seconds that they are remembered. */
const ATTEMPT_WINDOW = 10 * 60

function formOf(exchange: Exchange, browser: Browser, subject: string) {
  const { formTokens } = exchange.context
  return {
    action: pageUrl(exchange, 'device'),
    form_token: formTokens.issue({ session_key: browser.key, form: 'device', subject }, exchange.now),
  }
}

/** The code is asked for even when it came in the link: who follows a stranger's link should see it (RFC 8628 §5.4). */
function codePage(exchange: Exchange, browser: Browser, { user }: Login, failed?: DeviceInteraction['failed']): Reply {
  const linked = exchange.url.searchParams.get('user_code')
  return showPage(
    exchange,
    {
      page: 'device',
      ...formOf(exchange, browser, ''),
      user: { username: user.username, display_name: user.display_name },
      ...(linked === null || failed !== undefined ? {} : { user_code: normalizeUserCode(linked) }),
      ...(failed === undefined ? {} : { failed }),
    },
    { browser },
  )
}

function consentPage(exchange: Exchange, browser: Browser, { user }: Login, row: DeviceRow, user_code: string): Reply {
  const form = formOf(exchange, browser, user_code)
  const client = demandClient(exchange, row.client_id)
  const { scopes, requested_at } = row
  return showPage(
    exchange,
    {
      page: 'consent',
      client: interactionClient(client),
      user: { username: user.username, display_name: user.display_name },
      action: `${form.action}?user_code=${user_code}`,
      form_token: form.form_token,
      scopes: describeScopes(scopes, disclosed(exchange, client, user, { scopes, claims: null, requested_at })),
      claims: [],
      audience: row.audience,
      remember_allowed: false,
      switch_account: false,
    },
    { browser },
  )
}

/** Takes a place among those of a name; `undefined` when none is left. */
async function takePlace({ context, now }: Exchange, name: string): Promise<string | undefined> {
  const window = Math.floor(now / ATTEMPT_WINDOW)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const place = JSON.stringify(['user code', name, window, attempt])
    if (await context.storage.useOnce('form', place, now + ATTEMPT_WINDOW, now)) return place
  }
  return undefined
}

/** The places that an attempt takes before the code is looked up, so that many at once are no way around the limit. */
async function takePlaces(exchange: Exchange, { key }: Browser): Promise<string[] | undefined> {
  const [own, shared] = await Promise.all([takePlace(exchange, key), takePlace(exchange, exchange.address)])
  if (own !== undefined && shared !== undefined) return [own, shared]
  await giveBack(exchange, [own, shared])
  return undefined
}

/** Only wrong codes count: many people may sit behind one address. */
async function giveBack({ context }: Exchange, places: readonly (string | undefined)[]): Promise<void> {
  for (const place of places) if (place !== undefined) await context.storage.forgetOnce('form', place)
}

async function findPending({ context, now }: Exchange, user_code: string): Promise<DeviceRow | undefined> {
  const row = await context.storage.findDeviceByUserCode(context.opaque.userCodeSignature(user_code))
  const isPending = row?.status === 'pending' && row.active && row.expires_at > now
  return isPending ? row : undefined
}

function needsSecondFactor(
  { context, address }: Exchange,
  { session, user }: Login,
  { client_id }: DeviceRow,
): boolean {
  const client = context.clients.find(client_id)
  const isWanted = client !== undefined && neededLevel(context.config.provider, client, user, address) === 'two_factor'
  return isWanted && levelOf(session) === 'one_factor'
}

/** The user is one whom the policy of the client lets in, at the level of this session. @throws {@link OAuthError} `access_denied` */
export function demandLevel(exchange: Exchange, login: Login, row: DeviceRow): void {
  const { context, address } = exchange
  const client = demandClient(exchange, row.client_id)
  const level = neededLevel(context.config.provider, client, login.user, address)
  if (satisfies(levelOf(login.session), level)) return
  throw new OAuthError('access_denied', {
    hint: 'The account may not use this application, or needs a second factor for it.',
    detail: {
      rule: 'the authorization policy of the client decides about devices too',
      option: context.clients.optionPath(client, 'authorization_policy'),
      sent: levelOf(login.session),
      expected: [level],
    },
  })
}

function tellDevice({ witness }: Exchange, { user }: Login, row: DeviceRow, decision: string): void {
  const { signature: device, client_id } = row
  witness?.decided?.({ decision, rule: 'RFC 8628 §3.3', device, client_id, user: user.username })
}

async function receiveCode(exchange: Exchange, browser: Browser, login: Login, form: Parameters): Promise<Reply> {
  const places = await takePlaces(exchange, browser)
  if (places === undefined) return codePage(exchange, browser, login, 'slow_down')
  const user_code = normalizeUserCode(form.get('user_code') ?? '')
  const row = await findPending(exchange, user_code)
  if (row === undefined) return codePage(exchange, browser, login, 'user_code')
  tellDevice(exchange, login, row, 'user code: known')
  await giveBack(exchange, places)
  if (needsSecondFactor(exchange, login, row)) {
    return redirect(detourUrl(exchange, 'second-factor', 'device', userCodeQuery(user_code)))
  }
  demandLevel(exchange, login, row)
  return consentPage(exchange, browser, login, row, user_code)
}

async function receiveDecision(exchange: Exchange, login: Login, user_code: string, decision: string): Promise<Reply> {
  const row = await findPending(exchange, user_code)
  if (row === undefined) {
    throw new OAuthError('invalid_request', {
      hint: 'The code has expired or was answered before.',
      detail: { rule: 'RFC 8628 §3.3: a user code is answered once, in time' },
    })
  }
  tellDevice(exchange, login, row, `device: ${decision === 'accept' ? 'approved' : 'denied'} by its user`)
  demandLevel(exchange, login, row)
  const client = demandClient(exchange, row.client_id)
  const isApproved = decision === 'accept'
  if (isApproved) await approveDevice(exchange, client, row, login)
  else await denyDevice(exchange, row)
  return showPage(exchange, {
    page: 'device-done',
    outcome: isApproved ? 'approved' : 'denied',
    client: interactionClient(client),
    user: { username: login.user.username, display_name: login.user.display_name },
  })
}

/** The code is not looked up, so that giving up is no way to try codes; the device waits until its code has expired. */
function giveUp(exchange: Exchange, { user }: Login): Reply {
  const { username, display_name } = user
  return showPage(exchange, { page: 'device-done', outcome: 'denied', user: { username, display_name } })
}

async function receive(exchange: Exchange, browser: Browser, login: Login): Promise<Reply> {
  const linked = normalizeUserCode(exchange.url.searchParams.get('user_code') ?? '')
  const purpose = { session_key: browser.key, form: 'device', subject: linked } as const
  const form = await readOwnForm(exchange, purpose)
  if (form.has('cancel')) return giveUp(exchange, login)
  const decision = form.get('decision')
  return decision === undefined
    ? receiveCode(exchange, browser, login, form)
    : receiveDecision(exchange, login, linked, decision)
}

/** To the login and back. A code that was typed while the session ended comes back to its page; it decides nothing there. */
async function detourToLogin(exchange: Exchange, browser: Browser): Promise<Reply> {
  const { request, url } = exchange
  const typed = request.method === 'POST' ? (await readForm(request)).get('user_code') : undefined
  const search = typed === undefined ? url.search : userCodeQuery(typed)
  return withCookie(redirect(detourUrl(exchange, 'login', 'device', search)), browser)
}

export async function deviceEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const { login } = browser
  if (login === undefined) return detourToLogin(exchange, browser)
  return exchange.request.method === 'POST' ? receive(exchange, browser, login) : codePage(exchange, browser, login)
}
