/**
 * What `serve` puts together before it listens: the configuration, keys, users and what was made up or replaced. Everything
 * that a file has to say is read here, once.
 */
import type { Generation } from '../config/generations/detect.ts'
import type { LoadedConfiguration } from '../config/load.ts'
import type { Problem } from '../config/problem.ts'
import type { ResolvedConfiguration } from '../config/resolved.ts'
import type { IssuerKey } from '../keys/published-key.ts'
import type { DevOptions } from '../provider/dev/options.ts'
import type { MadeUpUser } from '../provider/dev/users.ts'
import type { ComputedAttributes, SecondFactorStore, UserStore } from '../provider/user-store.ts'

/** A client whose secret this program made up or was given for this run. */
export interface PrintedClient {
  client_id: string
  client_secret?: string
  redirect_uris: readonly string[]
  /** Accepts any loopback redirect URI. */
  madeUp: boolean
}

export interface Deployment {
  config: ResolvedConfiguration
  /** Keys of the configuration; none in `--dev` without a file, where one is made for the issuer. */
  keys: readonly IssuerKey[]
  users: UserStore
  secondFactors?: SecondFactorStore | undefined
  computedAttributes?: ComputedAttributes | undefined
  dev?: DevOptions | undefined
  /** The files as they were loaded. */
  loaded?: LoadedConfiguration | undefined
  /** For the ready document and text. */
  printedUsers: readonly MadeUpUser[]
  printedClients: readonly PrintedClient[]
  /** What was replaced or is not kept: a line each. */
  notes: readonly string[]
  /** Files whose change is taken over. */
  watched: readonly string[]
  /** Those of them whose change is taken over without `--watch`: the users, where their file is to be watched. */
  alwaysWatched?: readonly string[] | undefined
  generation?: Generation | undefined
  problems: readonly Problem[]
}
