/** The whole migration of one section, as a list of operations in the order in which they are made. */

import type { Operation } from './operation.ts'
import type { ClientWishes } from './plan-clients.ts'
import { planClients } from './plan-clients.ts'
import { planDefaults } from './plan-defaults.ts'
import { planIssuerKey } from './plan-issuer-key.ts'
import { planNames } from './plan-names.ts'
import { planNotes } from './plan-notes.ts'
import type { MigrationContext } from './section.ts'

export const KEEP_ALL: ClientWishes = { keepIdTokenClaims: false, hashSecrets: false }

/** Plans by the values of the section; later operations use the paths that earlier ones make. */
export function planMigration(context: MigrationContext, wishes: ClientWishes = KEEP_ALL): Operation[] {
  return [
    ...planIssuerKey(context.section, context.generation),
    ...planNames(context.section),
    ...planDefaults(context),
    ...planClients(context, wishes),
    ...planNotes(context, wishes),
  ]
}
