import { systemRandom } from '../../../src/primitives/random.ts'
import type { Provider } from '../../../src/provider/app.ts'
import type { Storage } from '../../../src/provider/storage/storage.ts'
import type { User } from '../../../src/provider/user-store.ts'
import type { Browser, Page } from '../support/browser.ts'
import { FIXTURES, type Given, type JsonObject } from './vectors.ts'

export const ISSUER = FIXTURES.provider.issuer
export const ADDRESS = '203.0.113.9'

export type Tokens = { access_token?: string; refresh_token?: string; id_token?: string }

/** Everything a row's request and expectations refer to by name. */
export interface World {
  provider: Provider
  storage: Storage
  given: Given
  mode: 'standard' | 'authelia'
  clients: readonly ({ client_id: string } & JsonObject)[]
  /** Of the row's user. */
  browser: Browser
  /** What the browser shows. */
  page: Page | undefined
  /** The consent page that was shown last. */
  consent: Page | undefined
  /** `<name>` → value. */
  names: Map<string, string>
  /** Token responses in order: `<at1>`, `<rt1>`, `<id1>` come from the first. */
  tokens: Tokens[]
  /** Which client a code or token belongs to. */
  owners: Map<string, string>
  /** Milliseconds. */
  clock: { now: number }
  users: Map<string, User>
}

/** Replaces `<name>` by what it stands for. */
export function fill(world: World, text: string): string {
  return text.replaceAll(/<([a-z_]+[0-9]*|forged:[a-z0-9]+)>/g, (whole, name: string) => {
    const forged = /^forged:(.*)$/.exec(name)?.[1]
    if (forged === undefined) return world.names.get(name) ?? whole
    const original = world.names.get(forged) ?? ''
    const key = Buffer.from(systemRandom(32)).toString('base64url')
    return original.replace(/_[^_.]+\./, `_${key}.`).replace(/^(authelia_[a-z]+).*\./, `$1_${key}.`)
  })
}

export function fillValues(world: World, values: JsonObject): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((one) => fill(world, String(one))) : fill(world, String(value)),
    ]),
  )
}

export function toParameters(values: Readonly<Record<string, string | readonly string[]>>): URLSearchParams {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const one of typeof value === 'string' ? [value] : value) parameters.append(name, one)
  }
  return parameters
}

/** The parameters that a client is sent: in the query, the fragment, or a form. */
export function sentTo({ response, body }: Page): URLSearchParams {
  const location = response.headers.get('Location')
  if (location !== null) {
    const { hash, searchParams } = new URL(location, ISSUER)
    return hash === '' ? searchParams : new URLSearchParams(hash.slice(1))
  }
  const inputs = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  return new URLSearchParams(inputs.map(([, name = '', value = '']) => [name, value]))
}

/** Numbers the tokens of a response: the n-th gives `<atN>`, `<rtN>`, `<idN>`. */
export function keepTokens(world: World, tokens: Tokens, owner: string): void {
  world.tokens.push(tokens)
  const number = world.tokens.length
  const named = { at: tokens.access_token, rt: tokens.refresh_token, id: tokens.id_token }
  for (const [kind, token] of Object.entries(named)) {
    if (token === undefined) continue
    world.names.set(`${kind}${number}`, token)
    world.owners.set(`${kind}${number}`, owner)
  }
}

/** How a client authenticates at the token endpoint: what goes into the header and what into the form. */
export function clientAuthentication(
  world: World,
  client_id: string,
): { headers: Record<string, string>; form: Record<string, string> } {
  const client = world.clients.find((one) => one.client_id === client_id)
  if (client?.['public'] === true) return { headers: {}, form: { client_id } }
  const secret = String(client?.['client_secret'] ?? '').replace('$plaintext$', '')
  const basic = [client_id, secret].map(encodeURIComponent).join(':')
  return { headers: { Authorization: `Basic ${Buffer.from(basic).toString('base64')}` }, form: {} }
}

/** A POST by a client, authenticated as it is registered. */
export async function clientPost(
  world: World,
  client_id: string,
  path: string,
  form: Record<string, string | string[]>,
): Promise<Response> {
  const own = clientAuthentication(world, client_id)
  const body = toParameters({ ...form, ...own.form })
  return world.provider.fetch(new Request(ISSUER + path, { method: 'POST', headers: own.headers, body }), {
    address: ADDRESS,
  })
}
