/** What a request comes to, in few words, so that both behaviours of a difference can be written beside each other. */
import { decodeJwt } from 'jose'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import type { Difference } from '../../../src/provider/compat.ts'
import { Browser, type Page, pageName } from '../support/browser.ts'
import { AUTHORIZATION, answerPages, authorizationUrl, authorize, redeem, type Values } from '../support/flows.ts'
import {
  client,
  ISSUER,
  SPA,
  SVC,
  type TestOptions,
  type TestProvider,
  testProvider,
  WEB,
} from '../support/provider.ts'

/** `undefined` follows the standards. */
export type Mode = 'authelia' | undefined

/** One difference: what is seen in each mode. */
export interface Observation {
  observe: (mode: Mode) => Promise<unknown>
  standard: unknown
  released: unknown
}

export type Observations<Name extends Difference> = Readonly<Record<Name, Observation>>

/** A provider in a mode, with other options of `web` (and the usual other clients). */
export function providerIn(
  mode: Mode,
  { web = {}, ...options }: TestOptions & { web?: Partial<ResolvedClient> } = {},
): TestProvider {
  return testProvider({ clients: [client({ ...WEB, ...web }), SPA, SVC], ...options, compat: mode })
}

/** Where an authorization request ends: at a page of ours, or with an answer to the client. */
export function outcome({ response, body }: Page): string {
  if (response.headers.get('Location') === null) {
    return `page ${pageName(body)}${response.status === 200 ? '' : ` ${response.status}`}`
  }
  return outcomeOf(new URL(response.headers.get('Location') ?? '', ISSUER), response.status)
}

function outcomeOf({ origin, pathname, searchParams, hash }: URL, status: number): string {
  const fragment = new URLSearchParams(hash.slice(1))
  const error = searchParams.get('error') ?? fragment.get('error')
  const where = origin === ISSUER ? `${status} ${pathname}` : hash === '' ? 'query' : 'fragment'
  return `${where}: ${error ?? 'granted'}`
}

/** Sends an authorization request of a browser that nobody knows. */
export async function ask(test: TestProvider, values: Values, browser = new Browser(test.provider)): Promise<string> {
  return outcome(await browser.send(authorizationUrl({ ...AUTHORIZATION, ...values })))
}

/** The same, with every page answered until the client is. */
export async function askAndAnswer(test: TestProvider, values: Values): Promise<string> {
  const browser = new Browser(test.provider)
  const first = await browser.send(authorizationUrl({ ...AUTHORIZATION, ...values }))
  const isOver = first.response.status === 302
  return outcome(isOver ? first : await answerPages(browser, await browser.follow(first)))
}

/** A browser in which alice is logged in. */
export async function loggedIn(test: TestProvider): Promise<Browser> {
  const browser = new Browser(test.provider)
  await browser.submit(await browser.open(`${ISSUER}/login`), { username: 'alice', password: 'alice' })
  return browser
}

/** The token response of a whole code flow. */
export async function tokensOf(test: TestProvider, asked: Values = {}): Promise<Record<string, string>> {
  return (await redeem(test, await authorize(test, asked))).body
}

export async function idTokenClaims(test: TestProvider, asked: Values = {}): Promise<Record<string, unknown>> {
  return decodeJwt((await tokensOf(test, asked))['id_token'] ?? '')
}
