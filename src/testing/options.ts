/** What `startProvider` takes. */
import type { GivenClient } from '../dev/given-client.ts'
import type { GivenUser } from '../dev/given-users.ts'
import { UsageError } from '../errors.ts'
import type { ConfigurationSource } from '../library/configuration.ts'
import { closest } from '../primitives/closest.ts'
import type { Log } from '../provider/log.ts'

export interface StartOptions {
  /**
   * The users by name, each an entry of the user file with its password in plain text; or the path of a user file.
   * Default: alice, bob, carol and dave, whose passwords are their names.
   */
  users?: Readonly<Record<string, GivenUser>> | string
  /** Clients, each an entry of `identity_providers.oidc.clients`. Default, without `config`: app (with a secret) and spa (public). */
  clients?: readonly GivenClient[]
  /** A configuration: YAML text, the path of a file, or an object. Its session cookies and issuer mean another machine and are left out. */
  config?: ConfigurationSource
  /** Listens on this port of both loopback addresses, 0: any free one. Without it nothing listens. */
  port?: number
  /** The same as `port: 0`. */
  listen?: boolean
  /** Key and certificate chain in PEM: listens for https. */
  tls?: { key: string; cert: string }
  /** Default: `http://localhost:PORT`, or `https://oidc.test` where nothing listens. */
  issuer?: string
  /** Makes secrets, ids and tokens the same in each run. */
  seed?: string
  /** The time at start; it goes on from there. */
  now?: Date | number
  /** `false`: the pages of production, without user cards, explanations and `/dev`. Default `true`. */
  devPages?: boolean
  /** Answers as released servers of the reference do where they differ from the standards. */
  compat?: 'authelia'
  /** Is told each event, too. */
  log?: Log
}

const NAMES: readonly (keyof StartOptions)[] = [
  ...(['users', 'clients', 'config', 'port', 'listen', 'tls', 'issuer', 'seed', 'now'] as const),
  ...(['devPages', 'compat', 'log'] as const),
]

const ISSUER_HINT = 'such as https://oidc.test or http://localhost:9091/oidc'

function assertIssuer(issuer: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb || url.search !== '' || url.hash !== '' || issuer.endsWith('/')) {
    throw new UsageError(`issuer must be a URL without query, fragment and final slash, not '${issuer}'`, {
      hint: ISSUER_HINT,
    })
  }
}

/**
 * Refuses what cannot be meant.
 *
 * @throws {@link UsageError}
 */
export function assertOptions(options: StartOptions): void {
  for (const name of Object.keys(options)) {
    if (NAMES.some((known) => known === name)) continue
    const meant = closest(name, NAMES)
    throw new UsageError(
      `startProvider has no option '${name}'${meant === undefined ? '' : `; did you mean '${meant}'?`}`,
    )
  }
  const { port, issuer, clients, users } = options
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new UsageError(`port must be a whole number from 0 to 65535, not ${String(port)}`)
  }
  if (issuer !== undefined) assertIssuer(issuer)
  if (clients !== undefined && !Array.isArray(clients)) throw new UsageError('clients must be a list')
  if (users !== undefined && typeof users !== 'string' && (typeof users !== 'object' || Array.isArray(users))) {
    throw new UsageError('users must be an object with an entry for each name, or the path of a user file')
  }
}
