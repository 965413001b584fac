import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configuredIssuer } from '../../../src/clients/issuer.ts'
import { formatsOf } from '../../../src/clients/settings/formats.ts'
import { settingsDocument } from '../../../src/clients/settings-document.ts'
import type { Template } from '../../../src/clients/templates/schema.ts'
import { computedAttributes } from '../../../src/config/attributes/computed.ts'
import { initialConfiguration } from '../../../src/config/initial-configuration.ts'
import type { LoadedConfiguration } from '../../../src/config/load.ts'
import { hasErrors } from '../../../src/config/problem.ts'
import type { ResolvedConfiguration } from '../../../src/config/resolved.ts'
import { validate } from '../../../src/config/validate.ts'
import { loadIssuerKey } from '../../../src/keys/issuer-key.ts'
import { systemRandom } from '../../../src/primitives/random.ts'
import { createProvider } from '../../../src/provider/app.ts'
import { createMadeUpStore, MADE_UP_USERS, makeUpUsers } from '../../../src/provider/dev/users.ts'
import { createMemoryStorage } from '../../../src/provider/storage/memory.ts'
import type { Send } from '../../support/browser.ts'
import { newFolder } from '../../support/run-oidc.ts'
import { exampleRequest, FACTS, redirectUrisOf, TEMPLATES } from './all-templates.ts'
import { type Registered, register } from './register.ts'
import { connect, logIn, type Outcome } from './relying-party.ts'
import { UserAtBrowser } from './user.ts'

const ISSUER = 'https://auth.example.com'

const MADE_UP = makeUpUsers(
  systemRandom,
  { randomPasswords: false },
  MADE_UP_USERS.map((user) => ({ ...user, emails: [user.email ?? '', `${user.username}@example.org`] })),
)
const USERS = createMadeUpStore(MADE_UP)
const [ALICE] = MADE_UP

function provide(loaded: LoadedConfiguration, config: ResolvedConfiguration): Send {
  const provider = createProvider({
    config,
    keys: config.provider.jwks.map((entry) => loadIssuerKey(entry, { now: Date.now() })),
    users: USERS,
    secondFactors: USERS,
    computedAttributes: computedAttributes(loaded, config),
    storage: createMemoryStorage(),
    clock: Date.now,
    random: systemRandom,
    log: () => undefined,
  })
  return (request) => provider.fetch(request, { address: '203.0.113.7' })
}

/** Every client of the template logs in. */
async function logInToAll({ loaded, clients }: Registered): Promise<Outcome[]> {
  const { resolved } = validate(loaded)
  if (resolved === undefined || ALICE === undefined) throw new Error('there is no configuration')
  const send = provide(loaded, resolved)
  const { user, password, totp } = ALICE
  const atBrowser = new UserAtBrowser(send, { username: user.username, password, totp })
  const outcomes: Outcome[] = []
  for (const [index, client] of resolved.provider.clients.entries()) {
    const party = await connect(ISSUER, client, { secret: clients[index]?.secret, send })
    outcomes.push(...(await logIn(party, atBrowser)))
  }
  return outcomes
}

/** Claims of standard scopes; the others are those of `profile` (OpenID Connect Core 1.0 §5.4). */
const SCOPE_OF: Readonly<Record<string, string>> = {
  email: 'email',
  email_verified: 'email',
  alt_emails: 'email',
  groups: 'groups',
}

/** The application finds what it reads, as far as its scopes give it. */
function assertClaims({ needs }: Template, { claims, userinfo, scope }: Outcome): void {
  const scopes = needs?.scopes ?? {}
  const own = Object.entries(scopes).flatMap(([name, { claims: wanted = [] }]) => (scope.includes(name) ? wanted : []))
  for (const claim of own) expect({ ...userinfo, ...claims }).toHaveProperty(claim)
  const isGiven = (claim: string) => own.includes(claim) || scope.includes(SCOPE_OF[claim] ?? 'profile')
  for (const claim of needs?.claims_policy?.id_token ?? []) if (isGiven(claim)) expect(claims).toHaveProperty(claim)
}

let folder: Awaited<ReturnType<typeof newFolder>>
let fresh: string

beforeAll(async () => {
  folder = await newFolder()
  fresh = (await initialConfiguration({ url: ISSUER, random: systemRandom })).text
})

afterAll(() => folder.remove())

describe.each(TEMPLATES)('the template $id in a fresh configuration', (template) => {
  let registered: Registered

  beforeAll(async () => {
    registered = await register(template, fresh, folder.path)
  })

  it('is written without an error, with the redirect URIs of the facts', () => {
    expect(hasErrors(validate(registered.loaded).problems)).toBe(false)
    const facts = FACTS.find(({ id }) => id === template.id)
    const [client] = registered.edited.clients
    if (facts !== undefined) expect(client?.['redirect_uris'] ?? []).toEqual(redirectUrisOf(facts))
  })

  it('gives settings for the application without a placeholder', () => {
    const [client] = registered.clients
    const issuer = configuredIssuer(registered.loaded.tree)
    const { url, set } = exampleRequest(template)
    for (const format of formatsOf(template)) {
      const { text } = settingsDocument({
        template,
        format,
        issuer: issuer ?? '',
        clientId: String(client?.entry['client_id']),
        clientSecret: client?.secret,
        url,
        set,
        random: systemRandom,
      })
      expect(text).not.toMatch(/\{\{[a-z_|]+\}\}/)
      expect(text.trim()).not.toBe('')
    }
  })

  it('logs in by openid-client, as its options say', async () => {
    const outcomes = await logInToAll(registered)
    for (const outcome of outcomes) assertClaims(template, outcome)
  })
})
