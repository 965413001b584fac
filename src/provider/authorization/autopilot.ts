/** `serve --dev --login-as USER --consent`: the pages answer themselves, for made-up clients and loopback redirect URIs only. */
import { isLoopbackUri } from '../checks/redirect-uri.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import type { DevOptions } from '../dev/options.ts'
import { type Browser, logIn } from '../session/browser.ts'
import { voluntaryClaims } from './consent.ts'
import type { ConsentAnswer, Situation } from './decide.ts'

function isHarmless({ madeUpClients, setClients }: DevOptions, { client, request }: Situation): boolean {
  const isMadeUp = madeUpClients.has(client.client_id) || setClients?.has(client.client_id) === true
  return isMadeUp && isLoopbackUri(request.redirect_uri) && !request.prompt.includes('none')
}

async function signedIn(exchange: Exchange, browser: Browser, { loginAs: username }: DevOptions): Promise<Browser> {
  const user = username === undefined ? undefined : await exchange.context.users.find(username)
  if (user === undefined || browser.login?.user.username === username) return browser
  return logIn(exchange, browser, user, { password_at: exchange.milliseconds, totp_at: exchange.milliseconds })
}

/** The situation with whatever `--dev` was told to answer. */
export async function autopilot(exchange: Exchange, situation: Situation): Promise<Situation> {
  const dev = developerOf(exchange)
  if (dev === undefined || !isHarmless(dev, situation)) return situation
  if (dev.loginAs !== undefined || dev.consent === true) {
    exchange.witness?.decided?.({ decision: 'pages answered by --login-as or --consent', rule: 'for loopback alone' })
  }
  const answer: ConsentAnswer = { decision: 'accept', claims: voluntaryClaims(situation.request), remember: false }
  return {
    ...situation,
    browser: await signedIn(exchange, situation.browser, dev),
    ...(dev.consent === true ? { answer } : {}),
  }
}
