/** What the operator is told about a client that could not authenticate; the wire says the same for every cause. */

import type { OptionPath, ResolvedClient } from '../../config/resolved.ts'
import { equalInConstantTime } from '../../primitives/sha256.ts'
import { quoteForShell } from '../../primitives/shell.ts'
import { setOption } from '../checks/remedy.ts'
import type { Exchange } from '../context.ts'
import type { RefusalDetail } from '../oauth-error.ts'
import type { Credentials } from './credentials.ts'

const RULE = 'RFC 6749 §2.3: the client must authenticate with the method it is registered for'

/** The client and how it should have authenticated. */
export interface Registration {
  client: ResolvedClient
  /** The option that decides, by its name in the resolved client. */
  option: keyof ResolvedClient
  accepted: readonly string[]
}

export function malformedCredentials(debug: string): RefusalDetail {
  return {
    rule: 'RFC 6749 §2.3.1, RFC 7617 §2: Basic credentials are base64 of form-encoded client_id:client_secret',
    sent: debug,
    change: 'in the application: form-encode id and secret, join them with a colon, and encode that in base64',
  }
}

export function unknownClient({ context }: Exchange, sent: string): RefusalDetail {
  return {
    rule: 'RFC 6749 §2.2: the client is registered',
    option: ['identity_providers', 'oidc', 'clients'],
    sent,
    expected: context.config.provider.clients.slice(0, 10).map(({ client_id }) => client_id),
    change: 'in the application: use a client_id that is registered, or register this one',
    ...(sent === '' ? {} : { command: `oidc client add --id ${quoteForShell(sent)}` }),
  }
}

/** Files have one method where the resolved client has a list of them. */
function optionPath({ context }: Exchange, { client, option }: Registration): OptionPath {
  const path = context.clients.optionPath(client, option)
  return [...path.slice(0, -1), String(path.at(-1)).replace(/_methods$/, '_method')]
}

/** The method itself is wrong, or none was used. */
export function wrongMethod(exchange: Exchange, registration: Registration, offered: readonly string[]): RefusalDetail {
  const { client, option, accepted } = registration
  const [method, ...others] = offered
  const isUsable = method !== undefined && method !== 'assertion' && others.length === 0 && !client.public
  return {
    rule: RULE,
    option: client.public ? exchange.context.clients.optionPath(client, 'public') : optionPath(exchange, registration),
    sent: offered.join(' ') || 'none',
    expected: client.public ? ['none'] : accepted,
    change: client.public
      ? 'in the application: send the client_id alone, without secret'
      : `in the application: authenticate with ${accepted.join(' or ')}`,
    ...(isUsable ? { command: setOption(client, option.replace(/_methods$/, '_method'), '=', method) } : {}),
  }
}

/** The method is right and the secret is not; a digest in the place of the secret is recognised. */
export function wrongSecret(exchange: Exchange, client: ResolvedClient, { basic, post }: Credentials): RefusalDetail {
  const sent = [basic?.secret.decoded, basic?.secret.raw, post?.secret].filter((one) => one !== undefined)
  const digest = client.client_secret ?? ''
  const isDigest = digest !== '' && sent.some((secret) => equalInConstantTime(secret, digest))
  return {
    rule: 'RFC 6749 §2.3.1: the secret is the one that client_secret was made of',
    option: exchange.context.clients.optionPath(client, 'client_secret'),
    sent: isDigest ? 'the digest of the configuration' : 'another secret',
    expected: ['the secret in plain text, of which the configuration holds the digest'],
    change: isDigest
      ? 'in the application: put in the secret, not the digest of the configuration'
      : 'in the application: put in the secret again, without blanks or quotes around it',
    command: `oidc client rotate-secret ${quoteForShell(client.client_id)}`,
  }
}

export function wrongAssertion(exchange: Exchange, registration: Registration, reason: string): RefusalDetail {
  return {
    rule: 'RFC 7523 §3: the assertion is signed by the client, for this provider, and new',
    option: optionPath(exchange, registration),
    sent: reason,
    expected: registration.accepted,
    change: 'in the application: sign a new assertion for each request, with this issuer or endpoint as aud',
  }
}
