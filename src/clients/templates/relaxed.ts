/** Where a client is weaker than it could be: so that somebody who adds it knows. */
import { GRANT_TYPE } from '../../spec/grant-types.ts'
import { IMPLICIT_RESPONSE_TYPES } from '../../spec/response-types.ts'
import type { Template, TemplateClient } from './schema.ts'

export interface Relaxation {
  option: string
  message: string
}

interface Weakness {
  option: string
  /** What is given up, with the section that advises against it. */
  message: string
  applies(client: TemplateClient, template: Template): boolean
}

function usesCode({
  response_types = ['code'],
  grant_types = [GRANT_TYPE.authorizationCode],
}: TemplateClient): boolean {
  return (
    response_types.some((type) => type.split(' ').includes('code')) &&
    grant_types.includes(GRANT_TYPE.authorizationCode)
  )
}

const WEAKNESSES: readonly Weakness[] = [
  {
    option: 'response_types',
    message: 'tokens travel through the browser (RFC 9700 §2.1.2)',
    applies: ({ response_types = [] }) => response_types.some((type) => IMPLICIT_RESPONSE_TYPES.includes(type)),
  },
  {
    // The provider demands PKCE of public clients by itself, unless enforce_pkce is `never`.
    option: 'require_pkce',
    message: 'codes are not bound to the one who asked for them (RFC 9700 §2.1.1)',
    applies: (client) => client.public !== true && usesCode(client) && client.require_pkce !== true,
  },
  {
    option: 'token_endpoint_auth_method',
    message: 'the secret travels in the body, where more programs log it (RFC 6749 §2.3.1)',
    applies: ({ token_endpoint_auth_method }) => token_endpoint_auth_method === 'client_secret_post',
  },
  {
    option: 'client_secret',
    message: 'the provider has to keep the secret readable',
    applies: (_, { secret }) => secret?.storage === 'plaintext',
  },
]

/** The weak points of the main client; the template's own reason is added where it gives one. */
export function relaxations(template: Template): Relaxation[] {
  const reasons = template.relaxed ?? {}
  const found = WEAKNESSES.filter(({ applies }) => applies(template.client, template))
  const others = Object.entries(reasons).filter(([option]) => found.every((weakness) => weakness.option !== option))
  return [
    ...found.map(({ option, message }) => {
      const reason = reasons[option]
      return { option, message: reason === undefined ? message : `${message}: ${reason}` }
    }),
    ...others.map(([option, message]) => ({ option, message })),
  ]
}
