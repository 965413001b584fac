/**
 * A configuration of generation 1 to 4 as it is read today: migrated in memory, with what its generation did by default
 * written out where the current one does otherwise.
 */
import { Decoder } from '../decode/decode.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import { migrateDocument } from '../migrate/migrate-document.ts'
import { PROVIDER_PATH } from '../path.ts'
import type { Compatibility } from '../resolve/provider.ts'
import { OLDER_GENERATIONS } from './check-older.ts'
import type { OlderGenerationNumber } from './older-options.ts'
import { OLDER_PROVIDER_OPTIONS } from './older-options.ts'

export interface CurrentForm {
  section: Tree
  compatibility: Compatibility
}

type Defaults = Readonly<Record<string, readonly string[]>>

const OLD_GRANTS = ['refresh_token', 'authorization_code']
const OLD_RESPONSE_MODES = ['form_post', 'query', 'fragment']

/** What each generation did where a client left the option out. */
const CLIENT_DEFAULTS: Readonly<Record<OlderGenerationNumber, Defaults>> = {
  1: { grant_types: OLD_GRANTS },
  2: { grant_types: OLD_GRANTS, response_modes: OLD_RESPONSE_MODES },
  3: { grant_types: OLD_GRANTS, response_modes: OLD_RESPONSE_MODES },
  4: {},
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function withDefaults(client: unknown, defaults: Defaults): unknown {
  if (!isTree(client)) return client
  const missing = Object.entries(defaults).filter(([option]) => isLeftOut(client[option]))
  return { ...client, ...Object.fromEntries(missing) }
}

/** Seconds; undefined where the old option is not given. */
function pushedLifespan(written: unknown, generation: OlderGenerationNumber): number | undefined {
  const { durations } = OLDER_GENERATIONS[generation]
  const decoder = new Decoder({ report: () => undefined, durations, broken: new Set() }, PROVIDER_PATH)
  const { context_lifespan } = OLDER_PROVIDER_OPTIONS.pushed_authorizations.options
  const { context_lifespan: seconds = 0 } = decoder.object({ context_lifespan: written }, { context_lifespan })
  return seconds > 0 ? seconds : undefined
}

/** Rewrites a configuration of generation 1 to 4 as the current generation reads it. */
export function toCurrent(tree: Tree, generation: OlderGenerationNumber): CurrentForm {
  const { value, kept } = migrateDocument(tree, generation)
  const migrated = valueAt(value, PROVIDER_PATH)
  const section = isTree(migrated) ? migrated : {}
  const clients = Array.isArray(section['clients']) ? section['clients'] : []
  const pushedAuthorizationLifespan = pushedLifespan(kept.pushedAuthorizationLifespan, generation)
  return {
    section: { ...section, clients: clients.map((client) => withDefaults(client, CLIENT_DEFAULTS[generation])) },
    compatibility: {
      anySecretMethod: new Set(kept.anySecretMethod),
      ...(pushedAuthorizationLifespan === undefined ? {} : { pushedAuthorizationLifespan }),
    },
  }
}
