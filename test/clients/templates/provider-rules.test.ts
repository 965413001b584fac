/** Every filled template in a complete configuration: the provider must accept it as it is written. */
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { type FilledTemplate, fillTemplate } from '../../../src/clients/templates/fill.ts'
import { validate } from '../../../src/config/validate.ts'
import { VECTOR_KEYS } from '../../config/config-cases.ts'
import { loadText } from '../../config/load-text.ts'
import { exampleRequest, TEMPLATES } from './all-templates.ts'

const SECRETS = {
  none: {},
  digest: {
    client_secret:
      '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng',
  },
  plaintext: { client_secret: '$plaintext$made-up-for-this-test' },
  published: { client_secret: '$plaintext$made-up-for-this-test' },
}

function configurationWith({ client, extraClients, needs }: FilledTemplate): string {
  const named = (entry: object | undefined) => (entry === undefined ? undefined : { [needs?.name ?? '']: entry })
  return stringify(
    {
      definitions: { user_attributes: needs?.user_attributes },
      identity_providers: {
        oidc: {
          hmac_secret: 'a'.repeat(64),
          jwks: [{ key_id: 'main', algorithm: 'RS256', use: 'sig', key: VECTOR_KEYS['RSA2048'] }],
          claims_policies: named(needs?.claims_policy),
          authorization_policies: named(needs?.authorization_policy),
          lifespans: needs?.lifespan === undefined ? undefined : { custom: named(needs.lifespan) },
          scopes: needs?.scopes,
          cors: needs?.cors,
          clients: [client, ...extraClients].map(({ options, secret }) => ({ ...options, ...SECRETS[secret] })),
        },
      },
    },
    { keepUndefined: false },
  )
}

async function findings(filled: FilledTemplate) {
  const { problems } = validate(await loadText(configurationWith(filled)))
  return problems
    .filter(({ path }) => String(path).includes('identity_providers.oidc'))
    .filter(({ path }) => !String(path).includes('.jwks'))
    .map(({ severity, code, message }) => `${severity} ${code} ${message}`)
}

describe.each(TEMPLATES)('the provider accepts the template $id', (template) => {
  it('without an error, a warning or an advice', async () => {
    const found = await findings(fillTemplate(template, exampleRequest(template)))
    const hasPlaintext =
      template.secret?.storage === 'plaintext' || template.extra_clients?.some(({ secret }) => secret)
    const expected = hasPlaintext ? found.filter((finding) => !finding.includes('PLAIN')) : found
    expect(expected).toEqual([])
  })
})
