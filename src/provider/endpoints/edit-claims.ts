/** `--dev`: the claims of a test user, edited for one login. What comes of that login has them, and nothing else does. */
import { demandFlow } from '../authorization/flow.ts'
import { demandClient } from '../authorization/proceed.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import type { DevOptions } from '../dev/options.ts'
import type { Reply } from '../http/reply.ts'
import { type ClaimsFields, EDITED_FIELDS, type EditClaimsInteraction } from '../interaction/interaction.ts'
import { formFor, interactionClient, pageUrl, showPage } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import { type Browser, readBrowser } from '../session/browser.ts'
import { readOwnForm } from '../session/own-form.ts'
import type { FlowRow } from '../storage/storage.ts'
import type { User } from '../user-store.ts'
import { cardUser, enter } from './login.ts'

/** A request of the developer's, within a flow or for a page of ours. */
interface Editing {
  exchange: Exchange
  dev: DevOptions
  browser: Browser
  flow: FlowRow | undefined
  user: User
}

/** Reading YAML is loaded when somebody edits, not when the provider starts. */
const fieldsModule = () => import('../dev/edited-claims.ts')

function notHere(): OAuthError {
  return new OAuthError('invalid_request', {
    hint: 'Claims are edited in development alone, by the developer, for a test user.',
    detail: { rule: 'claims are edited in --dev, for the users who have a card' },
  })
}

/** The query of the login page, with the user whose claims are edited. */
function searchFor({ exchange }: Pick<Editing, 'exchange'>, username?: string): string {
  const search = new URLSearchParams(exchange.url.search)
  search.delete('user')
  if (username !== undefined) search.set('user', username)
  return search.size === 0 ? '' : `?${search}`
}

function show(editing: Editing, fields: ClaimsFields, failed?: EditClaimsInteraction['failed']): Reply {
  const { exchange, dev, browser, flow, user } = editing
  const { username, display_name } = user
  const here = (name: string) => pageUrl(exchange, 'edit-claims') + searchFor(editing, name)
  const client = flow && demandClient(exchange, flow.request.client_id)
  const interaction: EditClaimsInteraction = {
    page: 'edit-claims',
    ...(client && { client: interactionClient(client) }),
    user: { username, display_name },
    users: dev.users.map((one) => ({ ...one, edit_url: here(one.username) })),
    ...formFor(exchange, browser, 'edit-claims', flow?.id),
    action: here(username),
    fields,
    back: pageUrl(exchange, 'login') + searchFor(editing),
    ...(failed === undefined ? {} : { failed }),
  }
  return showPage(exchange, interaction, { browser, ui_locales: flow?.request.ui_locales ?? null })
}

async function receive(editing: Editing): Promise<Reply> {
  const { exchange, browser, flow, user } = editing
  const purpose = { session_key: browser.key, form: 'edit-claims', subject: flow?.id ?? '' } as const
  const form = await readOwnForm(exchange, purpose)
  const { editUser, typedFields } = await fieldsModule()
  const fields = typedFields(EDITED_FIELDS, (name) => form.get(name))
  const edited_user = editUser(user, fields)
  if (edited_user === undefined) return show(editing, fields, 'extra')
  const { username } = user
  exchange.witness?.decided?.({ decision: 'signed in by a card, claims edited', rule: 'Core §3.1.2.3', user: username })
  exchange.context.log({ level: 'info', event: 'claims_edited', request_id: exchange.id, username })
  return enter(exchange, browser, flow, edited_user, { edited_user })
}

/** The user of the query, or whoever the client hints at, or the first. */
async function chosenUser(exchange: Exchange, dev: DevOptions, flow: FlowRow | undefined): Promise<User | undefined> {
  const asked = exchange.url.searchParams.get('user')
  if (asked !== null) return cardUser(exchange, asked)
  const hinted = await cardUser(exchange, flow?.request.login_hint ?? undefined)
  return hinted ?? cardUser(exchange, dev.users[0]?.username)
}

export async function editClaimsEndpoint(exchange: Exchange): Promise<Reply> {
  const dev = developerOf(exchange)
  if (dev === undefined) throw notHere()
  const browser = await readBrowser(exchange)
  const flow = exchange.url.searchParams.has('flow') ? await demandFlow(exchange, browser) : undefined
  const user = await chosenUser(exchange, dev, flow)
  if (user === undefined) throw notHere()
  const editing = { exchange, dev, browser, flow, user }
  if (exchange.request.method === 'POST') return receive(editing)
  const { fieldsOf } = await fieldsModule()
  return show(editing, fieldsOf(user))
}
