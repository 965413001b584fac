/** Gives a client a new secret. */
import type { Tree } from '../config/merge.ts'
import { RESPONSE_OBJECTS } from '../config/schema/client-response-options.ts'
import { ToolError } from '../errors.ts'
import { type SecretKind, secretKindOf } from './client-entry.ts'
import type { PlanChange } from './edit-clients.ts'
import { findClient } from './find-client.ts'
import { clientsIn, idOf } from './known-names.ts'
import { effectiveMethod, isPublic } from './written-client.ts'

export class ClientWithoutSecret extends ToolError {
  readonly code = 'ERR_CLIENT_WITHOUT_SECRET'
}

function signsWithSecret(client: Tree): boolean {
  return RESPONSE_OBJECTS.some((object) => String(client[`${object}_signed_response_alg`] ?? '').startsWith('HS'))
}

/**
 * How the secret of a client is stored.
 *
 * @throws {@link ClientWithoutSecret}
 */
export function storageOf(client: Tree): Exclude<SecretKind, 'none'> {
  const kind = secretKindOf({
    client_id: idOf(client),
    public: isPublic(client),
    token_endpoint_auth_method: effectiveMethod(client),
  })
  if (kind !== 'none') return signsWithSecret(client) ? 'plaintext' : kind
  throw new ClientWithoutSecret(`the client '${idOf(client)}' has no secret`, {
    hint: 'public clients and clients with keys of their own need none',
  })
}

/** The change that stores `stored` as the secret of client `id`. @throws {@link ClientNotFound} */
export function planSecret(id: string, stored: string): PlanChange {
  return ({ tree }) => {
    const { index, client, path } = findClient(tree, id)
    return {
      edits: [{ kind: 'set', path: [...path, 'client_secret'], value: stored }],
      clients: clientsIn(tree).with(index, { ...client, client_secret: stored }),
    }
  }
}
