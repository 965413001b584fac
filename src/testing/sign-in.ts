/** Answers the provider's pages as one user would: card or password, one-time code, consent. */
import { ToolError } from '../errors.ts'
import { pageName, readForm, textOf } from './page-form.ts'
import type { Page, Visitor } from './visitor.ts'

/** The provider did not let the user through; the message says what it answered. */
export class LoginFailed extends ToolError {
  readonly code = 'ERR_LOGIN_FAILED'
}

/** Who signs in, and what they know. */
export interface Person {
  username: string
  password: string
  /** The one-time code of this moment. */
  oneTimeCode(): Promise<string | undefined>
}

type Answer = (html: string, person: Person) => Promise<readonly [marker: string, values: Record<string, string>]>

const ANSWERS: Readonly<Record<string, Answer>> = {
  login: async (html, { username, password }) =>
    html.includes('class="user-cards"')
      ? ['class="user-cards"', { user: username }]
      : ['id="login-submit"', { username, password }],
  'second-factor': async (_html, person) => ['id="second-factor-submit"', { totp: (await person.oneTimeCode()) ?? '' }],
  consent: async () => ['id="consent-accept"', { decision: 'accept' }],
}

function refused({ html, status }: Page, username: string): LoginFailed {
  const said = [textOf(html, 'error'), textOf(html, 'error-description')].filter((text) => text !== '').join(': ')
  const page = pageName(html) ?? 'no page'
  return new LoginFailed(`${username} is not signed in: ${said || `the provider answered with ${page} (${status})`}`)
}

/** Pages that one sign-in can show, and one more. */
const MOST_PAGES = 5

/**
 * Goes through the pages until one comes that asks for nothing: the application's, or the provider's own.
 *
 * @throws {@link LoginFailed}
 */
export async function answerPages(visitor: Visitor, start: Page, person: Person): Promise<Page> {
  let page = start
  const seen = new Set<string>()
  for (let count = 0; count < MOST_PAGES; count++) {
    const name = pageName(page.html)
    const answer = name === undefined ? undefined : ANSWERS[name]
    if (name === undefined || answer === undefined) return page
    const [marker, values] = await answer(page.html, person)
    const form = readForm(page.html, marker)
    if (form === undefined || seen.has(name)) throw refused(page, person.username)
    seen.add(name)
    for (const [field, value] of Object.entries(values)) form.fields.set(field, value)
    page = await visitor.submit(page, form)
    if (page.status >= 400) throw refused(page, person.username)
  }
  throw refused(page, person.username)
}

/** What an error page says, as an error. */
export function assertNoErrorPage(page: Page, { username }: Person): void {
  if (page.status >= 400 || pageName(page.html) === 'error') throw refused(page, username)
}
