/** Rules of a client's inline `jwks` and of its request objects. */
import { HMAC_ALGORITHMS } from '../../../spec/algorithms.ts'
import { describeValue } from '../../decode/describe-value.ts'
import { reportKeyProblem } from '../issuer-keys.ts'
import { type ClientContext, type ClientRule, clientLabel } from './client-context.ts'

function inlineKeys({ client, index, clientKeys, pathOf, report }: ClientContext): void {
  for (const [position, { problems }] of clientKeys.entries()) {
    for (const problem of problems) {
      const message = `${clientLabel(client, index)}: ${problem.message}`
      reportKeyProblem(report, { ...problem, message }, pathOf('jwks', position, problem.option))
    }
  }
}

function requestObjectAlgorithm({ client, clientKeys, tell }: ClientContext): void {
  const alg = client.request_object_signing_alg ?? ''
  if (alg === '' || clientKeys.length === 0 || clientKeys.some((key) => key.alg === undefined || key.alg === alg))
    return
  const have = clientKeys.map((key) => key.alg).join(', ')
  tell(
    'ERR_CLIENT_REQUEST_OBJECT_ALGORITHM',
    'request_object_signing_alg',
    `no key of the client has ${describeValue(alg)}`,
    {
      hint: `its keys have ${have}`,
    },
  )
}

/**
 * What the request objects of a client are verified with (OpenID Connect Core §6.1): its keys, or with `HS*` its secret.
 * Encrypted ones are encrypted to the provider and ask nothing of the client's keys.
 */
function requestObjectKeys({ client, hasKeys, secret, tell }: ClientContext): void {
  const alg = client.request_object_signing_alg ?? ''
  if (alg === '' || alg === 'none') return
  const lacking = (message: string, hint: string) =>
    tell('ERR_CLIENT_REQUEST_OBJECT_KEYS', 'request_object_signing_alg', message, { hint })
  if (!(HMAC_ALGORITHMS as readonly string[]).includes(alg)) {
    if (!hasKeys) lacking(`no key of the client is there to verify its ${alg} request objects`, 'add jwks or jwks_uri')
  } else if (secret === 'none' || secret === 'digest') {
    const problem = secret === 'none' ? 'the client has none' : 'only its digest is stored'
    const hint = 'store the secret in plain text as $plaintext$SECRET, or let the client sign with a key of its own'
    lacking(`${alg} request objects are verified with the client secret, and ${problem}`, hint)
  }
}

export const KEY_RULES: readonly ClientRule[] = [inlineKeys, requestObjectAlgorithm, requestObjectKeys]
