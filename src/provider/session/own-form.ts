/** Forms of our own pages: they come from our own origin and carry a token that counts once. */
import type { Exchange } from '../context.ts'
import { readForm } from '../http/form.ts'
import { type Parameters, refuseRepeated } from '../http/parameters.ts'
import { OAuthError } from '../oauth-error.ts'
import type { FormPurpose } from './form-token.ts'

/** What browsers say about the origin of a post must be true of us; old ones say nothing. */
function isSameOrigin({ request, url, issuer }: Exchange): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  return origin === null || origin === url.origin || origin === new URL(issuer).origin
}

function refuseForm(rule: string): OAuthError {
  return new OAuthError('invalid_request', {
    hint: 'The form was sent before, has waited too long, or belongs to another browser session.',
    detail: { rule },
  })
}

/** Reads a form without its check boxes counting as repeated parameters. */
async function readFields(exchange: Exchange): Promise<Parameters> {
  const form = await readForm(exchange.request)
  refuseRepeated(form.with({ claims: undefined }))
  return form
}

/**
 * The fields of a form of ours; `purpose` may depend on them.
 *
 * @throws {@link OAuthError} `invalid_request`, shown here, when it comes from elsewhere, late or twice
 */
export async function readOwnForm(
  exchange: Exchange,
  purpose: FormPurpose | ((fields: Parameters) => FormPurpose),
): Promise<Parameters> {
  if (!isSameOrigin(exchange)) throw refuseForm('a form of ours is sent from our own origin')
  const form = await readFields(exchange)
  const token = form.get('form_token') ?? ''
  const shown = typeof purpose === 'function' ? purpose(form) : purpose
  if (await exchange.context.formTokens.redeem(token, shown, exchange.now)) return form
  throw refuseForm('a form carries the token that it was shown with, of its browser session, once')
}
