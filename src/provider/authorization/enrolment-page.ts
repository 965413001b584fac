/** The page on which a user sets up a second factor, for those who may. */

import { otpauthUri, type Totp, totpCode, totpStep } from '../../secrets/totp.ts'
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import type { Reply } from '../http/reply.ts'
import type { EnrolInteraction } from '../interaction/interaction.ts'
import { formFor, interactionClient, pageUrl, showPage, slowedDown } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'
import type { PendingEnrolment } from '../second-factor/enrolments.ts'
import type { Login } from '../session/browser.ts'
import type { SecondFactorWaiting } from './waiting.ts'

/** How far the user is, and what went wrong on the way. */
export interface EnrolmentProgress {
  failed?: NonNullable<EnrolInteraction['failed']>
  pending?: PendingEnrolment
}

/** `--dev` asks for no code: whoever can open its pages signs in as anyone. */
export async function mayEnrol(exchange: Exchange, username: string): Promise<boolean> {
  const { secondFactors, config } = exchange.context
  if (secondFactors?.enrol === undefined || config.totp.disable) return false
  return developerOf(exchange) !== undefined || (await secondFactors.hasEnrolmentCode?.(username)) === true
}

/** The generator that a new secret makes, of the kind that the configuration chooses. */
export function newGenerator({ context }: Exchange, secret: Uint8Array): Totp {
  const { algorithm, digits, period } = context.config.totp
  return { secret, algorithm, digits, period }
}

/** Outside `--dev` nobody enrols with the password alone. */
function withoutSecondFactor(
  { context }: Exchange,
  { user }: Login,
  client: SecondFactorWaiting['client'],
): OAuthError {
  if (context.config.totp.disable) {
    return new OAuthError('access_denied', {
      hint: 'This application needs a second factor, and this server offers none.',
      detail: {
        rule: 'the authorization policy of the client is two_factor, and one-time passwords are switched off',
        option: ['totp', 'disable'],
        sent: 'true',
        expected: ['false'],
        change: 'totp:\n  disable: false',
      },
    })
  }
  return new OAuthError('access_denied', {
    hint: 'This application needs a second factor, and the account has none.',
    detail: {
      rule: 'the authorization policy of the client is two_factor, and nobody enrols with the password alone',
      ...(client === undefined ? {} : { option: context.clients.optionPath(client, 'authorization_policy') }),
      sent: 'one_factor',
      expected: ['two_factor'],
      command: `oidc users totp ${user.username}`,
    },
  })
}

async function setupOf(exchange: Exchange, waiting: SecondFactorWaiting, { user }: Login, pending: PendingEnrolment) {
  const { context, now } = exchange
  const generator = newGenerator(exchange, pending.secret)
  const { username } = user
  const uri = otpauthUri(generator, { issuer: context.config.totp.issuer, username })
  const owner = { username, session_key: waiting.browser.key }
  return {
    setup: {
      secret: new URL(uri).searchParams.get('secret') ?? '',
      otpauth_uri: uri,
      sealed: await context.enrolments.seal(pending, owner, now),
    },
    ...(developerOf(exchange) && { dev_code: totpCode(generator, totpStep(generator, now)) }),
  }
}

/**
 * Asks for the enrolment code, or with `pending` shows the new secret and asks for its first one-time code.
 *
 * @throws {@link OAuthError} `access_denied` for whom no code waits, naming the command that makes one
 */
export async function enrolmentPage(
  exchange: Exchange,
  waiting: SecondFactorWaiting,
  { failed, pending }: EnrolmentProgress = {},
): Promise<Reply> {
  const { request, client, browser, flow } = waiting
  const { login } = browser
  if (login === undefined) throw new Error('a second factor comes after the first')
  const { username, display_name } = login.user
  if (!(await mayEnrol(exchange, username))) throw withoutSecondFactor(exchange, login, client)
  const { context } = exchange
  const free =
    developerOf(exchange) === undefined
      ? undefined
      : { secret: context.random(context.config.totp.secret_size), enrolment_code: '' }
  const shown = pending ?? free
  const interaction: EnrolInteraction = {
    page: 'second-factor-enrol',
    ...(client === undefined ? {} : { client: interactionClient(client, request?.redirect_uri) }),
    user: { username, display_name },
    ...formFor(exchange, browser, 'second-factor-enrol', flow?.id),
    ...(flow === undefined ? { action: pageUrl(exchange, 'second-factor-enrol') + exchange.url.search } : {}),
    ...(shown === undefined ? {} : await setupOf(exchange, waiting, login, shown)),
    ...(failed === undefined ? {} : { failed }),
    cancel: flow !== undefined,
  }
  return slowedDown(failed, showPage(exchange, interaction, { browser, ui_locales: request?.ui_locales ?? null }))
}
