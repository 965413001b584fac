/** `--dev`: the page that `error_uri` leads to, which explains what an application was told (RFC 6749 §4.1.2.1, §5.2). */
import type { Exchange } from '../context.ts'
import { developerOf } from '../dev/developer.ts'
import type { Reply } from '../http/reply.ts'
import { showPage } from '../interaction/show.ts'
import { OAuthError } from '../oauth-error.ts'

export function whyEndpoint(exchange: Exchange): Reply {
  const { context, url } = exchange
  const id = url.searchParams.get('id') ?? ''
  const refusal = developerOf(exchange) && context.refusals.find(id)
  if (refusal !== undefined) return showPage(exchange, refusal)
  throw new OAuthError('invalid_request', {
    hint: 'Refusals are explained in development alone, to the developer: the last hundred of a run.',
    detail: { rule: 'a refusal is explained in --dev, while it is remembered' },
  })
}
