/** `serve --dev --login-as USER --consent`: the pages answer themselves, for made-up clients and loopback redirect URIs only. */
import { isLoopbackUri } from '../checks/redirect-uri.ts'
import type { Exchange } from '../context.ts'
import { type Browser, logIn } from '../session/browser.ts'
import { voluntaryClaims } from './consent.ts'
import type { ConsentAnswer, Situation } from './decide.ts'

function isHarmless({ context }: Exchange, { client, request }: Situation): boolean {
  const isMadeUp = context.dev?.madeUpClients.has(client.client_id) === true
  return isMadeUp && isLoopbackUri(request.redirect_uri) && !request.prompt.includes('none')
}

async function signedIn(exchange: Exchange, browser: Browser): Promise<Browser> {
  const username = exchange.context.dev?.loginAs
  const user = username === undefined ? undefined : await exchange.context.users.find(username)
  if (user === undefined || browser.login?.user.username === username) return browser
  return logIn(exchange, browser, user, { password_at: exchange.milliseconds, totp_at: exchange.milliseconds })
}

/** The situation with whatever `--dev` was told to answer. */
export async function autopilot(exchange: Exchange, situation: Situation): Promise<Situation> {
  const { dev } = exchange.context
  if (dev === undefined || !isHarmless(exchange, situation)) return situation
  exchange.witness?.decided?.({
    decision: 'pages answered by --login-as or --consent',
    rule: '--dev, this machine alone',
  })
  const answer: ConsentAnswer = { decision: 'accept', claims: voluntaryClaims(situation.request), remember: false }
  return {
    ...situation,
    browser: await signedIn(exchange, situation.browser),
    ...(dev.consent === true ? { answer } : {}),
  }
}
