/** What concerns clients beyond names and defaults: ids, plain secrets, and the claims that ID tokens no longer hold. */
import { isTree } from '../merge.ts'
import { change, left, type Operation } from './operation.ts'
import { clientName, clientsOf, isKnownText, type MigrationContext, type OldClient, optionOf } from './section.ts'

const CLIENT_ID = /^[a-zA-Z0-9._~-]+$/
const LONGEST_CLIENT_ID = 100
const POLICY = 'id_token_claims'
/** What ID tokens of 4.29 and 4.37 held about the user. */
const OLD_ID_TOKEN_CLAIMS = ['rat', 'groups', 'email', 'email_verified', 'alt_emails', 'preferred_username', 'name']

/** Ids that the current provider refuses; changing one breaks the application. */
function tellClientId(client: OldClient): Operation[] {
  const id = optionOf(client.options, 'client_id', 'id')
  if (!isKnownText(id) || (CLIENT_ID.test(id) && Buffer.byteLength(id) <= LONGEST_CLIENT_ID)) return []
  const message = `${clientName(client)}: the current provider refuses this id (at most 100 letters, digits and -._~); a new one must be told to the application`
  return [left(['clients', client.index, 'client_id'], message)]
}

function plainSecretOf({ options }: OldClient): string | undefined {
  const secret = optionOf(options, 'client_secret', 'secret')
  if (!isKnownText(secret)) return undefined
  if (secret.startsWith('$plaintext$')) return secret.slice('$plaintext$'.length)
  return secret.startsWith('$') ? undefined : secret
}

/** HMAC signatures and client_secret_jwt need the plain secret. */
function needsPlainSecret({ options }: OldClient): boolean {
  const methods = Object.entries(options).filter(([name]) =>
    /_(auth_method|signed_response_alg|auth_signing_alg)$/.test(name),
  )
  const encrypted = Object.entries(options).filter(([name]) => name.endsWith('_encrypted_response_alg'))
  return (
    methods.some(([, value]) => value === 'client_secret_jwt' || /^HS\d+$/.test(String(value))) ||
    encrypted.some(([, value]) => /^(A\d+(GCM)?KW|PBES2-)/.test(String(value)))
  )
}

function planSecret(client: OldClient, hashSecrets: boolean): Operation[] {
  const secret = plainSecretOf(client)
  if (secret === undefined || needsPlainSecret(client)) return []
  const path = ['clients', client.index, 'client_secret']
  if (!hashSecrets) {
    return [
      left(
        path,
        `${clientName(client)}: the secret stands here as plain text, which draws a warning; --hash-secrets replaces it by its digest`,
      ),
    ]
  }
  const message = `${clientName(client)}: the plain secret was replaced by its digest; the application keeps its secret`
  return [{ kind: 'hash', path, secret, change: change('hashed', path, path, message) }]
}

function planClaims({ section }: MigrationContext): Operation[] {
  const clients = clientsOf(section).filter(({ options }) => optionOf(options, 'claims_policy') === undefined)
  if (clients.length === 0) return []
  const path = ['claims_policies', POLICY]
  const exists = isTree(section['claims_policies']) && Object.hasOwn(section['claims_policies'], POLICY)
  const message = 'the claims that ID tokens of 4.29 and 4.37 held; the current provider gives them at userinfo alone'
  const policy: Operation = {
    kind: 'set',
    path,
    value: { id_token: OLD_ID_TOKEN_CLAIMS },
    change: change('added', path, path, message),
  }
  return [...(exists ? [] : [policy]), ...clients.map(usePolicy)]
}

function usePolicy(client: OldClient): Operation {
  const path = ['clients', client.index, 'claims_policy']
  const message = `${clientName(client)}: keeps the old claims in its ID tokens`
  return { kind: 'set', path, value: POLICY, change: change('added', path, path, message) }
}

export interface ClientWishes {
  keepIdTokenClaims: boolean
  hashSecrets: boolean
}

export function planClients(context: MigrationContext, { keepIdTokenClaims, hashSecrets }: ClientWishes): Operation[] {
  const clients = clientsOf(context.section)
  return [
    ...clients.flatMap((client) => (context.generation === 5 ? [] : tellClientId(client))),
    ...clients.flatMap((client) => (context.generation === 5 && !hashSecrets ? [] : planSecret(client, hashSecrets))),
    ...(keepIdTokenClaims ? planClaims(context) : []),
  ]
}
