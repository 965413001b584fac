/**
 * Clients that a test describes, judged by the rules of the configuration. Loaded when the first one is given: the rules
 * are most of the program's code.
 */
import type { LoadedConfiguration } from '../config/load.ts'
import { isTree, mergeTrees, type Tree, valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { Problem } from '../config/problem.ts'
import type { ResolvedClient, ResolvedConfiguration } from '../config/resolved.ts'
import { validate } from '../config/validate.ts'
import { EXIT, ToolError } from '../errors.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import type { Clock } from '../primitives/clock.ts'
import { GRANT_TYPE } from '../spec/grant-types.ts'
import type { GivenClient } from './given-client.ts'

/** What is wrong with the clients or the configuration that a test gave; `problems` has all of it. */
export class GivenConfigurationInvalid extends ToolError {
  readonly code = 'ERR_CONFIGURATION_INVALID'
  override readonly exitCode = EXIT.notGood
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ path, message, hint }) => `${path}: ${message}${hint ? ` (${hint})` : ''}`)
    super(lines.join('\n'), { path: problems[0]?.path })
    this.problems = problems
  }
}

export interface Surroundings {
  /** The configuration around the clients; what it needs and has not is filled in. */
  loaded?: LoadedConfiguration | undefined
  /** The keys that clients may name where the configuration has none. */
  keys: readonly IssuerKey[]
  clock: Clock
}

const NOTHING: LoadedConfiguration = {
  sources: [],
  tree: {},
  problems: [],
  filters: [],
  fromEnvironment: [],
  expressions: undefined,
  positionOf: () => undefined,
  exactPositionOf: () => undefined,
}

const SCOPES = ['openid', 'profile', 'email', 'groups', 'phone', 'address', 'offline_access']
const GRANTS = [GRANT_TYPE.authorizationCode, GRANT_TYPE.refreshToken]
/** `hmac_secret` of a configuration that has none: nothing is signed with it, the namespace has its own. */
const PLACEHOLDER = 'placeholder-of-a-configuration-without-hmac-secret'

const isPublic = (client: Tree): boolean => client['public'] === true

/** The options that a test client has where it names none. */
function withDefaults(client: unknown): unknown {
  if (!isTree(client)) return client
  const grants = client['grant_types']
  const asksUsers = !Array.isArray(grants) || grants.some((grant) => grant !== GRANT_TYPE.clientCredentials)
  const forUsers = { scopes: SCOPES, grant_types: GRANTS, consent_mode: 'implicit' }
  return {
    authorization_policy: 'one_factor',
    ...(asksUsers && forUsers),
    ...(isPublic(client) && { require_pkce: true }),
    ...client,
  }
}

/** A client without a configured method may send its secret in both usual ways. */
function withBothMethods(resolved: ResolvedClient, given: GivenClient): ResolvedClient {
  if (resolved.public) return resolved
  const methods = ['token', 'revocation', 'introspection', 'pushed_authorization_request'] as const
  const open = methods.filter(
    (endpoint) =>
      given.token_endpoint_auth_method === undefined && given[`${endpoint}_endpoint_auth_method`] === undefined,
  )
  const both = ['client_secret_basic', 'client_secret_post']
  return { ...resolved, ...Object.fromEntries(open.map((endpoint) => [`${endpoint}_endpoint_auth_methods`, both])) }
}

function keyEntry({ privateKey, key_id, alg, use }: IssuerKey): Tree {
  return { key_id, algorithm: alg, use, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() }
}

function surround(provider: Tree, keys: readonly IssuerKey[], clients: readonly unknown[]): Tree {
  const { hmac_secret = PLACEHOLDER, jwks = keys.map(keyEntry), clients: others = [] } = provider
  return { hmac_secret, jwks, clients: [...(Array.isArray(others) ? others : []), ...clients.map(withDefaults)] }
}

/** `clients[0]` means the first one that was given, wherever it stands in the whole. */
function renamePath(problem: Problem, before: number): Problem {
  const path = problem.path.replace(/^identity_providers\.oidc\.clients\[(\d+)\]/, (whole, index) =>
    Number(index) < before ? whole : `clients[${Number(index) - before}]`,
  )
  return { ...problem, path }
}

/**
 * The configuration with the given clients behind its own.
 *
 * @throws {@link GivenConfigurationInvalid} with every error
 */
export function configurationWith(
  clients: readonly GivenClient[],
  { loaded = NOTHING, keys, clock }: Surroundings,
): ResolvedConfiguration {
  const provider = valueAt(loaded.tree, PROVIDER_PATH)
  const oidc = surround(isTree(provider) ? provider : {}, keys, clients)
  const tree = mergeTrees(loaded.tree, { identity_providers: { oidc } })
  const before = valueAt(tree, [...PROVIDER_PATH, 'clients', 'length']) as number
  const { problems, resolved } = validate({ ...loaded, tree }, { clock })
  if (resolved === undefined) {
    const errors = problems.filter(({ severity }) => severity === 'error')
    throw new GivenConfigurationInvalid(errors.map((problem) => renamePath(problem, before - clients.length)))
  }
  const own = resolved.provider.clients.slice(0, before - clients.length)
  const added = resolved.provider.clients.slice(before - clients.length)
  const open = added.map((client, index) => withBothMethods(client, clients[index] ?? { client_id: '' }))
  return { ...resolved, provider: { ...resolved.provider, clients: [...own, ...open] } }
}
