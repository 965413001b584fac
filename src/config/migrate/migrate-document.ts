/** The migration in memory, for everything that reads a configuration of an earlier generation without changing it. */
import { detectGeneration, type Generation } from '../generations/detect.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import { PROVIDER_PATH } from '../path.ts'
import { applyToValue } from './apply-to-value.ts'
import type { Change } from './operation.ts'
import { planMigration } from './plan.ts'
import { usedAnySecretMethod } from './plan-defaults.ts'
import { clientsOf } from './section.ts'

/** What an earlier generation meant and no current option can say; whoever serves the document keeps it. */
export interface Kept {
  /** `pushed_authorizations.context_lifespan` as it was written: the lifetime of pushed authorization requests. */
  pushedAuthorizationLifespan: unknown
  /** Indexes of confidential clients that may prove their secret in any form (basic or post). */
  anySecretMethod: readonly number[]
}

export interface MigratedDocument {
  value: Tree
  generation: Generation
  changes: readonly Change[]
  kept: Kept
}

const NOTHING_KEPT: Kept = { pushedAuthorizationLifespan: undefined, anySecretMethod: [] }

function keptOf(section: Tree, generation: Generation): Kept {
  if (generation === 5) return NOTHING_KEPT
  return {
    pushedAuthorizationLifespan: valueAt(section, ['pushed_authorizations', 'context_lifespan']),
    anySecretMethod: clientsOf(section)
      .filter(usedAnySecretMethod)
      .map(({ index }) => index),
  }
}

function withSection(document: Tree, section: unknown): Tree {
  const providers = document['identity_providers']
  return { ...document, identity_providers: { ...(isTree(providers) ? providers : {}), oidc: section } }
}

/**
 * Migrates a parsed configuration to the current names and places; the document itself is not changed. Without a
 * generation it is detected.
 */
export function migrateDocument(document: Tree, generation?: Generation): MigratedDocument {
  const section = valueAt(document, PROVIDER_PATH)
  if (!isTree(section)) return { value: document, generation: generation ?? 5, changes: [], kept: NOTHING_KEPT }
  const from = generation ?? detectGeneration(section)
  const operations = planMigration({ section, generation: from })
  const migrated = operations.reduce<unknown>(applyToValue, section)
  return {
    value: operations.length === 0 ? document : withSection(document, migrated),
    generation: from,
    changes: operations.map(({ change }) => change),
    kept: keptOf(section, from),
  }
}
