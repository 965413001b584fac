/** Rules about what a client is: its id, its policy and the names that it refers to. */
import { closest } from '../../../primitives/closest.ts'
import { describeValue } from '../../decode/describe-value.ts'
import { allowedHint } from '../one-of.ts'
import type { ClientContext, ClientOptionName, ClientRule } from './client-context.ts'

const CLIENT_ID_LIMIT = 100
const CLIENT_ID = /^[a-zA-Z0-9._~-]+$/

function clientId({ client, tell, isBroken, pathOf }: ClientContext): void {
  const { client_id: id = '' } = client
  if (id === '') {
    if (!isBroken(pathOf('client_id'))) tell('ERR_CLIENT_ID_MISSING', 'client_id', 'there is no client_id')
    return
  }
  const size = Buffer.byteLength(id)
  if (size > CLIENT_ID_LIMIT) {
    tell('ERR_CLIENT_ID_LENGTH', 'client_id', `the id has ${size} bytes`, {
      hint: `at most ${CLIENT_ID_LIMIT} are allowed`,
    })
  }
  if (!CLIENT_ID.test(id)) {
    tell('ERR_CLIENT_ID_CHARACTERS', 'client_id', 'the id has characters that are not allowed', {
      hint: 'use letters, digits and . _ ~ -',
    })
  }
}

function authorizationPolicy({ client, hasClientCredentials, references, tell }: ClientContext): void {
  const policy = client.authorization_policy ?? ''
  if (policy === '') return
  if (hasClientCredentials && policy !== 'one_factor') {
    tell(
      'ERR_CLIENT_POLICY_FORBIDDEN',
      'authorization_policy',
      `client_credentials does not go with ${describeValue(policy)}`,
      {
        hint: "use 'one_factor', or leave the option out",
      },
    )
  } else if (policy === 'deny') {
    tell('ERR_CLIENT_POLICY_FORBIDDEN', 'authorization_policy', "'deny' is not for clients", {
      hint: 'use a policy of authorization_policies whose rules deny',
    })
  } else if (policy !== 'one_factor' && policy !== 'two_factor' && !references.policies.has(policy)) {
    const allowed = ['one_factor', 'two_factor', ...references.policies]
    tell('ERR_CLIENT_REFERENCE', 'authorization_policy', `there is no policy ${describeValue(policy)}`, {
      hint: allowedHint(policy, allowed),
    })
  }
}

function referenceHint(name: string, known: ReadonlySet<string>, where: string): string {
  const near = closest(name, [...known])
  if (near !== undefined) return `did you mean '${near}'?`
  return known.size === 0 ? `${where} has no entries` : `${where} has ${[...known].join(', ')}`
}

function reference(option: ClientOptionName, known: 'lifespans' | 'claimsPolicies', where: string): ClientRule {
  return ({ client, references, tell }) => {
    const name = client[option]
    if (typeof name !== 'string' || name === '' || references[known].has(name)) return
    tell('ERR_CLIENT_REFERENCE', option, `there is no ${describeValue(name)} in ${where}`, {
      hint: referenceHint(name, references[known], where),
    })
  }
}

export const IDENTITY_RULES: readonly ClientRule[] = [
  clientId,
  authorizationPolicy,
  reference('lifespan', 'lifespans', 'lifespans.custom'),
  reference('claims_policy', 'claimsPolicies', 'claims_policies'),
]
