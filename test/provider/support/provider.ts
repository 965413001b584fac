/** A provider in the memory of the test: fixed clock, made-up users, clients as the test wants them. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ResolvedClient, ResolvedConfiguration, ResolvedProvider } from '../../../src/config/resolved.ts'
import { type IssuerKey, publishKey } from '../../../src/keys/published-key.ts'
import { systemRandom } from '../../../src/primitives/random.ts'
import { createProvider, type Provider, type ProviderOptions } from '../../../src/provider/app.ts'
import { CLIENT_DEFAULTS } from '../../../src/provider/dev/clients.ts'
import { CONFIGURATION_DEFAULTS, PROVIDER_DEFAULTS } from '../../../src/provider/dev/configuration.ts'
import { createMadeUpStore, makeUpUsers } from '../../../src/provider/dev/users.ts'
import type { LogEvent } from '../../../src/provider/log.ts'
import { createMemoryStorage } from '../../../src/provider/storage/memory.ts'
import type { Storage } from '../../../src/provider/storage/storage.ts'

export const ISSUER = 'https://auth.example.com'
export const CALLBACK = 'https://rp.example.com/cb'
export const STATE = 'state-0123456789'
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
export const NOW = Date.parse('2026-03-01T12:00:00Z')

export function vectorFile(name: string): string {
  return readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')
}

export function issuerKey(file: string, alg: string, key_id: string): IssuerKey {
  return publishKey({ privateKey: createPrivateKey(vectorFile(`keys/${file}`)), alg, use: 'sig', key_id })
}

export const RS_KEY = issuerKey('rsa-2048.pkcs8.pem', 'RS256', 'rs')

export function client(options: Partial<ResolvedClient>): ResolvedClient {
  return { ...CLIENT_DEFAULTS, ...options }
}

/** A confidential client by Basic, with everything that the code flow needs. */
export const WEB = client({
  client_id: 'web',
  client_name: 'Web',
  client_secret: '$plaintext$secret',
  redirect_uris: [CALLBACK],
  scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
  grant_types: ['authorization_code', 'refresh_token'],
  authorization_policy: 'one_factor',
})

export const SPA = client({
  client_id: 'spa',
  public: true,
  redirect_uris: [CALLBACK],
  scopes: ['openid', 'profile', 'email'],
  authorization_policy: 'one_factor',
  consent_mode: 'implicit',
  token_endpoint_auth_methods: ['none'],
})

export const SVC = client({
  client_id: 'svc',
  client_secret: '$plaintext$secret',
  grant_types: ['client_credentials'],
  scopes: ['api', 'api2'],
  audience: ['https://api.example.com'],
  authorization_policy: 'one_factor',
})

export interface TestProvider {
  provider: Provider
  storage: Storage
  log: LogEvent[]
  /** Moves the clock. */
  wait(seconds: number): void
  now(): number
}

/** Lets every other request run: what was read may be out of date afterwards. */
export const yieldToOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export interface TestOptions extends Partial<ProviderOptions> {
  clients?: readonly ResolvedClient[]
  provider?: Partial<ResolvedProvider>
  configuration?: Partial<ResolvedConfiguration>
}

export function testProvider({
  clients = [WEB, SPA, SVC],
  provider,
  configuration,
  ...options
}: TestOptions = {}): TestProvider {
  let milliseconds = NOW
  const log: LogEvent[] = []
  const store = createMadeUpStore(makeUpUsers(systemRandom, { randomPasswords: false }))
  const storage = options.storage ?? createMemoryStorage({ pause: yieldToOthers })
  const config: ResolvedConfiguration = {
    ...CONFIGURATION_DEFAULTS,
    session: { ...CONFIGURATION_DEFAULTS.session, cookies: [{ domain: 'example.com', authelia_url: ISSUER }] },
    ...configuration,
    provider: { ...PROVIDER_DEFAULTS, hmac_secret: 'this_is_a_secret_abc123abc123abc', ...provider, clients },
  }
  return {
    provider: createProvider({
      config,
      keys: [RS_KEY],
      users: store,
      secondFactors: store,
      clock: () => milliseconds,
      random: systemRandom,
      log: (event) => log.push(event),
      ...options,
      storage,
    }),
    storage,
    log,
    wait: (seconds) => {
      milliseconds += seconds * 1000
    },
    now: () => Math.floor(milliseconds / 1000),
  }
}
