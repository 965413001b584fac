/** Subject identifiers: a random UUID for each user and sector, made at first use and kept for ever (Core §8). */
import type { ResolvedClient } from '../../config/resolved.ts'
import { uuid } from '../../primitives/random.ts'
import type { ProviderContext } from '../context.ts'

export function subjectOf(context: ProviderContext, client: ResolvedClient, username: string): Promise<string> {
  return context.storage.subjectFor(client.sector_identifier_uri, username, uuid(context.random))
}
