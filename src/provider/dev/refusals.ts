/** Refusals that applications were told in a few words, kept so that `--dev` can explain them on a page. */
import type { ErrorInteraction } from '../interaction/interaction.ts'

export interface Refusals {
  remember(refusal: ErrorInteraction): void
  find(request_id: string): ErrorInteraction | undefined
}

/** Nobody looks further back; what came first is forgotten first. */
const LIMIT = 100

export function createRefusals(): Refusals {
  const kept = new Map<string, ErrorInteraction>()
  return {
    remember(refusal) {
      kept.set(refusal.request_id, refusal)
      for (const oldest of [...kept.keys()].slice(0, -LIMIT)) kept.delete(oldest)
    },
    find: (request_id) => kept.get(request_id),
  }
}
