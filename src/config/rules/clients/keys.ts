/** Rules of a client's inline `jwks` and of its request objects. */
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

const REQUEST_OBJECT_OPTIONS = ['request_object_signing_alg', 'request_object_encryption_alg'] as const

function requestObjectKeys({ client, hasKeys, tell }: ClientContext): void {
  if (hasKeys) return
  for (const option of REQUEST_OBJECT_OPTIONS) {
    const alg = client[option] ?? ''
    if (alg === '' || alg === 'none') continue
    tell('ERR_CLIENT_REQUEST_OBJECT_KEYS', option, 'the client has no keys for its request objects', {
      hint: 'add jwks or jwks_uri',
    })
  }
}

export const KEY_RULES: readonly ClientRule[] = [inlineKeys, requestObjectAlgorithm, requestObjectKeys]
