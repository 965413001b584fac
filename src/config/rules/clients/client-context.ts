/** What the rules of a client see. */
import { type CheckedClientKey, checkClientKey } from '../../../keys/client-key.ts'
import { parseDigest } from '../../../secrets/digest.ts'
import { GRANT_TYPE } from '../../../spec/grant-types.ts'
import { isUnreadableValue } from '../../filters/unreadable.ts'
import { clientPath } from '../../path.ts'
import type { OptionPath } from '../../resolved.ts'
import {
  type AuthenticatedEndpoint,
  ENDPOINT_OPTION_NAMES,
  type EndpointOptionNames,
} from '../../schema/client-authentication-options.ts'
import type { ClientOptions } from '../../schema/provider-options.ts'
import type { ProblemCode } from '../codes.ts'
import type { RuleContext } from '../context.ts'
import type { Finding } from '../report.ts'

/** What `client_secret` holds; `invalid` is a `$…` that is no digest, `unknown` stands in a file that is not here. */
export type SecretKind = 'none' | 'plaintext' | 'digest' | 'invalid' | 'unknown'

export type ClientOptionName = keyof ClientOptions & string

/** Names that clients may refer to, made once for all of them. */
export interface ClientReferences {
  policies: ReadonlySet<string>
  lifespans: ReadonlySet<string>
  claimsPolicies: ReadonlySet<string>
  scopes: ReadonlySet<string>
  /** Scope → the custom claims among its claims. */
  customScopeClaims: ReadonlyMap<string, readonly string[]>
  /** Claims policy → the custom claims that it makes. */
  policyClaims: ReadonlyMap<string, ReadonlySet<string>>
}

/** How a client authenticates at an endpoint. */
export interface EndpointMethod {
  endpoint: AuthenticatedEndpoint
  /** As configured, or the default. */
  method: string
  options: EndpointOptionNames
}

export interface ClientContext extends RuleContext {
  references: ClientReferences
  index: number
  client: ClientOptions
  isPublic: boolean
  secret: SecretKind
  endpoints: readonly EndpointMethod[]
  hasClientCredentials: boolean
  hasBearerScope: boolean
  /** The client's inline keys after checking. */
  clientKeys: readonly CheckedClientKey[]
  /** Whether the client has keys, inline or by address. */
  hasKeys: boolean
  /** Whether a warning was given that a later release turns into an error. */
  willBeRefused: { yes: boolean }
  pathOf(option: ClientOptionName, ...rest: OptionPath): OptionPath
  /** Reports about an option of the client; the message is put behind the client's name. */
  tell(code: ProblemCode, option: ClientOptionName, message: string, finding?: Finding): void
}

export type ClientRule = (context: ClientContext) => void

export const BEARER_SCOPE = 'authelia.bearer.authz'

function secretKind(secret: string): SecretKind {
  if (secret === '') return 'none'
  if (isUnreadableValue(secret)) return 'unknown'
  try {
    return parseDigest(secret).algorithm === 'plaintext' ? 'plaintext' : 'digest'
  } catch {
    return 'invalid'
  }
}

/** How messages name a client. */
export function clientLabel({ client_id = '' }: ClientOptions, index: number): string {
  return client_id === '' ? `client ${index + 1}` : `client '${client_id}'`
}

function checkKeys({ jwks = [] }: ClientOptions, now: number): readonly CheckedClientKey[] {
  return jwks.map((entry) => {
    if (!isUnreadableValue(entry.key)) return checkClientKey({ ...entry, key: entry.key ?? '' }, { now })
    return { problems: [], use: entry.use === 'enc' ? 'enc' : 'sig', alg: entry.algorithm }
  })
}

function endpointMethods(client: ClientOptions): readonly EndpointMethod[] {
  const fallback = client.public === true ? 'none' : 'client_secret_basic'
  return ENDPOINT_OPTION_NAMES.map((options) => ({
    endpoint: options.endpoint,
    method: client[options.method] || fallback,
    options,
  }))
}

/** Makes the context of one client. */
export function clientContext(
  context: RuleContext,
  references: ClientReferences,
  client: ClientOptions,
  index: number,
): ClientContext {
  const { provider, definitions, keys, report, isBroken, now } = context
  const pathOf = (option: ClientOptionName, ...rest: OptionPath) => clientPath(index, option, ...rest)
  return {
    provider,
    definitions,
    keys,
    report,
    isBroken,
    now,
    references,
    index,
    client,
    isPublic: client.public === true,
    secret: secretKind(client.client_secret ?? ''),
    endpoints: endpointMethods(client),
    hasClientCredentials: client.grant_types?.includes(GRANT_TYPE.clientCredentials) ?? false,
    hasBearerScope: client.scopes?.includes(BEARER_SCOPE) ?? false,
    clientKeys: checkKeys(client, now),
    hasKeys: (client.jwks ?? []).length > 0 || Boolean(client.jwks_uri),
    willBeRefused: { yes: false },
    pathOf,
    tell: (code, option, message, finding) =>
      report(code, pathOf(option), `${clientLabel(client, index)}: ${message}`, finding),
  }
}
