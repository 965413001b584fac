/** What `serve --dev` allows beside the configuration. */
import type { IncomingRequest } from '../http/request.ts'
import type { DevUser } from '../interaction/interaction.ts'

export interface DevOptions {
  /** Cards of the login page; pressing one signs in without a password. */
  users: readonly DevUser[]
  /** Clients that exist for this run alone and accept any loopback redirect URI. */
  madeUpClients: ReadonlySet<string>
  /** Clients that were set while it runs: the pages answer themselves for these as for made-up ones. */
  setClients?: ReadonlySet<string> | undefined
  /** `--login-as`: who is signed in without a page, for made-up clients and loopback redirect URIs. */
  loginAs?: string | undefined
  /** `--consent`: consents without a page, for the same. */
  consent?: boolean | undefined
  /** Shown on the home page, for made-up users alone. */
  passwords?: Readonly<Record<string, string>> | undefined
  /** Who may use cards, codes and the learn button, where not everybody may who reaches this provider (`--expose`). */
  isTrusted?: ((request: Pick<IncomingRequest, 'headers'>) => boolean) | undefined
  /** The inspector is at `/dev` and 'try it' at `/dev/try`: around the provider, not in it. */
  tools?: true | undefined
}
