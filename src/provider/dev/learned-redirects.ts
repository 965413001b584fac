/** Redirect URIs that a developer accepted by a button of the error page: for this run, of this machine alone. */

export interface LearnedRedirects {
  has(client_id: string, redirect_uri: string): boolean
  learn(client_id: string, redirect_uri: string): void
}

/** Nobody presses the button more often; what is learned first is forgotten first. */
const LIMIT = 100

export function createLearnedRedirects(): LearnedRedirects {
  const learned = new Set<string>()
  const keyOf = (client_id: string, redirect_uri: string) => JSON.stringify([client_id, redirect_uri])
  return {
    has: (client_id, redirect_uri) => learned.has(keyOf(client_id, redirect_uri)),
    learn(client_id, redirect_uri) {
      learned.add(keyOf(client_id, redirect_uri))
      for (const oldest of [...learned].slice(0, -LIMIT)) learned.delete(oldest)
    },
  }
}
