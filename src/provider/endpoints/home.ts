/** The home page, and signing out of the browser session. */
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import { ENDPOINTS } from '../endpoints.ts'
import { type Reply, redirect } from '../http/reply.ts'
import type { HomeInteraction } from '../interaction/interaction.ts'
import { formFor, pageUrl, showPage, withCookie } from '../interaction/show.ts'
import { logOut, readBrowser } from '../session/browser.ts'
import { readOwnForm } from '../session/own-form.ts'

/** What `--dev` shows of the provider; passwords of made-up users alone. */
function devMembers(exchange: Exchange): Pick<HomeInteraction, 'dev'> {
  const {
    issuer,
    context: { config, issuers },
  } = exchange
  const dev = developerOf(exchange)
  if (dev === undefined) return {}
  return {
    dev: {
      ...(dev.tools && { try: `${issuers.basePath}/dev/try`, inspector: `${issuers.basePath}/dev` }),
      users: dev.users.map((user) => {
        const password = dev.passwords?.[user.username]
        return password === undefined ? user : { ...user, password }
      }),
      clients: config.provider.clients.map(({ client_id, client_name, public: isPublic, redirect_uris }) => ({
        client_id,
        name: client_name,
        public: isPublic,
        redirect_uris,
        ...(dev.madeUpClients.has(client_id) && { any_loopback: true }),
      })),
      endpoints: ENDPOINTS.filter(({ cors }) => cors !== undefined).map(({ name, path, cors }) => ({
        name,
        url: issuer + path,
        browsable: cors?.policy === 'public',
      })),
    },
  }
}

export async function homeEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  const { login } = browser
  const user = login && { username: login.user.username, display_name: login.user.display_name }
  const interaction: HomeInteraction = {
    page: 'home',
    issuer: exchange.issuer,
    ...(user === undefined
      ? { sign_in: pageUrl(exchange, 'login') }
      : { user, sign_out: formFor(exchange, browser, 'sign-out') }),
    ...devMembers(exchange),
  }
  return showPage(exchange, interaction, { browser })
}

export async function signOutEndpoint(exchange: Exchange): Promise<Reply> {
  const browser = await readBrowser(exchange)
  await readOwnForm(exchange, { session_key: browser.key, form: 'sign-out', subject: '' })
  return withCookie(redirect(pageUrl(exchange, 'home')), await logOut(exchange, browser))
}
