/** From the flags and answers of `client add` to the entries that are written, with their secrets. */
import type { ClientEntry, SecretKind } from '../../clients/client-entry.ts'
import { clientEntry, secretKindOf } from '../../clients/client-entry.ts'
import { drawSecret, type StoreSecret } from '../../clients/client-secret.ts'
import { knownNames } from '../../clients/known-names.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import type { Edit } from '../../editor/edit.ts'
import { askYes, isInteractive } from '../../output/prompt.ts'
import { readSecret } from '../../output/secret-input.ts'
import type { Random } from '../../primitives/random.ts'
import { type AddFlags, requestOf } from './add-flags.ts'
import { completeRequest } from './ask-client.ts'

export interface PreparedClient {
  entry: ClientEntry
  /** In plain text. */
  secret?: string | undefined
}

export interface Preparation {
  client: PreparedClient
  /** Further clients of the application. */
  extra: readonly PreparedClient[]
  /** The edits that the provider needs beside them. */
  beside: (present: LoadedConfiguration) => readonly Edit[]
  /** What the user should know. */
  warnings: readonly string[]
}

/** A secret of one's own, or a drawn one. */
async function chooseSecret(flags: AddFlags, random: Random): Promise<string> {
  if (flags.stdin === true || flags.file !== undefined) return readSecret(flags)
  const mayAsk = isInteractive() && !flags.yes
  const message = 'Make a random secret (else you type one)?'
  const isDrawn = !mayAsk || (await askYes({ flag: '--stdin or --file', message, default: true }))
  return isDrawn ? drawSecret(random) : readSecret({}, { message: 'Secret of the application:', confirm: true })
}

export interface MadeSecret {
  secret?: string
  stored?: string
}

/** What secrets are made with. */
export interface SecretMaker {
  random: Random
  store: StoreSecret
}

/** The secret in both forms; none for clients without one. */
export async function makeSecret(kind: SecretKind, flags: AddFlags, maker: SecretMaker): Promise<MadeSecret> {
  if (kind === 'none') return {}
  const secret = await chooseSecret(flags, maker.random)
  return { secret, stored: await maker.store(secret, kind) }
}

/** A client of no template. */
export async function prepareClient(
  flags: AddFlags,
  { tree }: LoadedConfiguration,
  maker: SecretMaker,
): Promise<Preparation> {
  const request = await completeRequest(requestOf(flags), { known: knownNames(tree), yes: flags.yes })
  const { secret, stored } = await makeSecret(secretKindOf(request), flags, maker)
  const entry = clientEntry(request, { secret: stored, full: flags.full })
  return { client: { entry, secret }, extra: [], beside: () => [], warnings: [] }
}
