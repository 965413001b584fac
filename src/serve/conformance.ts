/**
 * What the OpenID Foundation's conformance suite needs of a provider (`--conformance --suite URL --alias A`): a user with
 * every standard claim, and clients whose redirect URIs are those of the suite for that alias.
 */
import type { ResolvedClient } from '../config/resolved.ts'
import type { Random } from '../primitives/random.ts'
import { CLIENT_DEFAULTS } from '../provider/dev/clients.ts'
import { madeUpConfiguration } from '../provider/dev/configuration.ts'
import { createMadeUpStore, makeUpUsers } from '../provider/dev/users.ts'
import type { User } from '../provider/user-store.ts'
import { GRANT_TYPE } from '../spec/grant-types.ts'
import { RESPONSE_TYPES } from '../spec/response-types.ts'
import type { Deployment } from './deployment.ts'
import { devSigningKey } from './dev-key.ts'
import type { MadeUp } from './made-up.ts'

export interface ConformanceOptions {
  /** Origin of the suite, such as `https://localhost.emobix.co.uk:8443`. */
  suite: string
  /** The test plan's alias: part of the redirect URIs. */
  alias: string
}

/** OpenID Connect Core 1.0 §5.1: a value for everything; `updated_at` and the verified flags are the provider's. */
export const CONFORMANCE_USER: User = {
  username: 'conformance',
  display_name: 'Casey Ada Conformance',
  given_name: 'Casey',
  middle_name: 'Ada',
  family_name: 'Conformance',
  nickname: 'Cas',
  profile: 'https://example.com/casey',
  picture: 'https://example.com/casey.png',
  website: 'https://casey.example.com',
  gender: 'female',
  birthdate: '1990-02-28',
  zoneinfo: 'Europe/Zurich',
  locale: 'de-CH',
  email: 'casey@example.com',
  phone_number: '+41 44 668 18 00',
  address: {
    street_address: 'Bahnhofstrasse 1',
    locality: 'Zürich',
    region: 'ZH',
    postal_code: '8001',
    country: 'CH',
  },
  groups: ['conformance'],
}

/** The redirect URIs of a test plan: the second one belongs to the modules about a query in it. */
export function conformanceRedirectUris({ suite, alias }: ConformanceOptions): string[] {
  const callback = `${suite}/test/a/${alias}/callback`
  return [callback, `${callback}?dummy1=lorem&dummy2=ipsum`]
}

function conformanceClient(options: ConformanceOptions, own: Partial<ResolvedClient>): ResolvedClient {
  return {
    ...CLIENT_DEFAULTS,
    redirect_uris: conformanceRedirectUris(options),
    request_uris: [`${options.suite}/test/a/${options.alias}/requesturi`],
    scopes: ['openid', 'profile', 'email', 'address', 'phone', 'groups', 'offline_access'],
    response_types: RESPONSE_TYPES,
    response_modes: ['query', 'fragment', 'form_post'],
    grant_types: [GRANT_TYPE.authorizationCode, GRANT_TYPE.implicit, GRANT_TYPE.refreshToken],
    authorization_policy: 'one_factor',
    // prompt=none has to succeed for a user who is logged in.
    consent_mode: 'implicit',
    token_endpoint_auth_methods: ['client_secret_basic'],
    // The modules about request objects send unsigned ones, which are read only where that is registered.
    request_object_signing_alg: 'none',
    ...own,
  }
}

/** `conformance` and `conformance-2` by Basic, `conformance-post` by post; secrets are those of the run. */
export function conformanceClients(options: ConformanceOptions, secretOf: (client_id: string) => string) {
  const clients = [
    { client_id: 'conformance', method: 'client_secret_basic' },
    { client_id: 'conformance-2', method: 'client_secret_basic' },
    { client_id: 'conformance-post', method: 'client_secret_post' },
  ]
  return clients.map(({ client_id, method }) => {
    const client_secret = secretOf(client_id)
    const own = { client_id, client_name: client_id, token_endpoint_auth_methods: [method] }
    return {
      client: conformanceClient(options, { ...own, client_secret: `$plaintext$${client_secret}` }),
      client_secret,
    }
  })
}

/** The whole deployment: keys and passwords are made up for the run. */
export async function conformanceDeployment(
  options: ConformanceOptions,
  { madeUp, random }: { madeUp: MadeUp; random: Random },
): Promise<Deployment> {
  const made = makeUpUsers(random, { randomPasswords: true }, [CONFORMANCE_USER])
  const store = createMadeUpStore(made)
  const clients = conformanceClients(options, (client_id) => madeUp.secret(`client ${client_id}`))
  return {
    config: madeUpConfiguration(
      madeUp.secret('hmac_secret'),
      clients.map(({ client }) => client),
    ),
    keys: [await devSigningKey(options.suite, undefined)],
    users: store,
    secondFactors: store,
    printedUsers: made,
    printedClients: clients.map(({ client: { client_id, redirect_uris }, client_secret }) => ({
      client_id,
      client_secret,
      redirect_uris,
      madeUp: false,
    })),
    notes: [],
    watched: [],
    problems: [],
  }
}
