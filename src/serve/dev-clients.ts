/** The clients of a `--dev` run: `app`, `spa` and those of flags. */
import type { ResolvedClient } from '../config/resolved.ts'
import { UsageError } from '../errors.ts'
import { confidentialClient, makeUpClients, parseClientFlag, publicClient } from '../provider/dev/clients.ts'
import type { PrintedClient } from './deployment.ts'
import type { MadeUp } from './made-up.ts'

export interface DevClientFlags {
  /** `--client ID=URI` */
  client?: readonly string[] | undefined
  /** `--confidential-client ID=URI` */
  'confidential-client'?: readonly string[] | undefined
}

export interface DevClient {
  client: ResolvedClient
  printed: PrintedClient
}

type Flag = '--client' | '--confidential-client'

function parse(flag: Flag, text: string): { client_id: string; redirect_uris: string[] } {
  const parsed = parseClientFlag(text)
  if (parsed === undefined) {
    const hint = `for example ${flag} web=http://localhost:3000/callback`
    throw new UsageError(`${flag} takes ID=REDIRECT_URI, not '${text}'`, { hint })
  }
  return { client_id: parsed.client_id, redirect_uris: [parsed.redirect_uri] }
}

function printedOf(client: ResolvedClient, madeUp: boolean, client_secret?: string): DevClient {
  const { client_id, redirect_uris } = client
  return {
    client,
    printed: { client_id, ...(client_secret !== undefined && { client_secret }), redirect_uris, madeUp },
  }
}

/** `app` and `spa`. */
export function standardClients(madeUp: MadeUp): DevClient[] {
  const appSecret = madeUp.secret('client app')
  return makeUpClients(appSecret).map((client) => printedOf(client, true, client.public ? undefined : appSecret))
}

/**
 * The clients of `--client` and `--confidential-client`; the secret of the latter is `givenSecret`
 * (`$OIDC_DEV_CLIENT_SECRET`) or drawn.
 *
 * @throws {@link UsageError} for anything but ID=REDIRECT_URI
 */
export function clientsOfFlags(flags: DevClientFlags, madeUp: MadeUp, givenSecret?: string): DevClient[] {
  const open = (flags.client ?? []).map((text) => printedOf(publicClient(parse('--client', text)), false))
  const confidential = (flags['confidential-client'] ?? []).map((text) => {
    const parsed = parse('--confidential-client', text)
    const secret = givenSecret || madeUp.secret(`client ${parsed.client_id}`)
    return printedOf(confidentialClient(parsed, secret), false, secret)
  })
  return [...open, ...confidential]
}
