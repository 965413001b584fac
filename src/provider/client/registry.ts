/** The configured clients by id, with where each stands in the configuration. */
import type { OptionPath, ResolvedClient } from '../../config/resolved.ts'

export interface RegisteredClient {
  client: ResolvedClient
  /** Path of its entry, for those who have to change it. */
  path: OptionPath
}

export interface ClientRegistry {
  find(client_id: string): ResolvedClient | undefined
  /** Path of an option of a client. */
  optionPath(client: ResolvedClient, option: keyof ResolvedClient): OptionPath
  /** A digest like those of the configuration: an unknown client costs what a known one costs. */
  decoyDigest: string | undefined
}

export const CLIENTS_PATH: OptionPath = ['identity_providers', 'oidc', 'clients']

/** Looked up by key, so that the ten-thousandth client costs what the first one costs. */
export function createClientRegistry(clients: readonly ResolvedClient[]): ClientRegistry {
  const byId = new Map(
    clients.map((client, index): [string, RegisteredClient] => [
      client.client_id,
      { client, path: [...CLIENTS_PATH, index] },
    ]),
  )
  const isDigest = (secret: string | undefined) => secret?.startsWith('$') === true && !secret.startsWith('$plaintext$')
  return {
    find: (client_id) => byId.get(client_id)?.client,
    optionPath: ({ client_id }, option) => [...(byId.get(client_id)?.path ?? CLIENTS_PATH), option],
    decoyDigest: clients.map(({ client_secret }) => client_secret).find(isDigest),
  }
}
