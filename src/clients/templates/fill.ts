/**
 * Puts what somebody gave into a template: what is written into the configuration, what it needs beside it, and what is
 * said about it.
 */
import type { Address } from './address.ts'
import { TemplateValueWrong } from './errors.ts'
import { fillMapping, type Values } from './fill-parts.ts'
import { clientPartNames, templateFlags } from './flags.ts'
import { type FillRequest, readGiven } from './given.ts'
import { ADDRESS_NAMES } from './known-names.ts'
import { relaxations } from './relaxed.ts'
import type { Template, TemplateClient, TemplateNeeds } from './schema.ts'

/** Options as they stand in the configuration, in the order in which they are written; the secret is not among them. */
export interface ClientEntry extends TemplateClient {
  lifespan?: string
  claims_policy?: string
}

/**
 * How the client comes to its secret: it has none; a digest of one that is made; one that is stored in plain text; or
 * the vendor has published it and it must be typed in.
 */
export type SecretKind = 'none' | 'digest' | 'plaintext' | 'published'

export interface FilledClient {
  /** For further clients of the application: what they are for. */
  purpose?: string
  options: ClientEntry
  secret: SecretKind
}

export interface FilledNeeds extends TemplateNeeds {
  /** What the entries of `claims_policies`, `lifespans.custom` and `authorization_policies` are called. */
  name: string
}

export interface TemplateWarning {
  kind: 'relaxed' | 'uncertain' | 'address'
  /** The option of the client that it is about. */
  option?: string
  message: string
}

export interface FilledTemplate {
  client: FilledClient
  extraClients: readonly FilledClient[]
  needs: FilledNeeds | undefined
  /** A secret of one's own may hold letters, digits and `-._~` only. */
  urlSafeSecret: boolean
  warnings: readonly TemplateWarning[]
}

function refuseMissing(template: Template, values: Values): void {
  const missing = templateFlags(template).filter(
    ({ name, required }) => required && (values.get(name) ?? []).length === 0,
  )
  const [first] = missing
  if (first === undefined) return
  const spelled = missing.map(({ flag }) => (flag === '--url' ? flag : `${flag}=…`)).join(' and ')
  throw new TemplateValueWrong(`the template '${template.id}' needs ${spelled}: ${first.description}`, {
    hint: first.example === undefined ? undefined : `for example ${first.flag} ${first.example}`,
  })
}

const WITHOUT_SECRET: readonly (string | undefined)[] = ['none', 'private_key_jwt']

function secretOf(client: TemplateClient, declared: 'published' | 'plaintext' | undefined): SecretKind {
  const method = client.token_endpoint_auth_method
  if (client.public === true || WITHOUT_SECRET.includes(method)) return 'none'
  return declared ?? (method === 'client_secret_jwt' ? 'plaintext' : 'digest')
}

function entry(client: TemplateClient, client_name: string, needs: FilledNeeds | undefined): ClientEntry {
  const { client_id, ...options } = client
  return {
    client_id,
    client_name,
    ...options,
    ...(needs?.authorization_policy === undefined ? {} : { authorization_policy: needs.name }),
    ...(needs?.lifespan === undefined ? {} : { lifespan: needs.name }),
    ...(needs?.claims_policy === undefined ? {} : { claims_policy: needs.name }),
  }
}

function mainClient(template: Template, values: Values, needs: FilledNeeds | undefined): FilledClient {
  const client_id = values.get('client_id')?.[0] ?? template.client.client_id
  const client = fillMapping({ ...template.client, client_id }, values)
  return {
    options: entry(client, client.client_name ?? template.name, needs),
    secret: secretOf(client, template.secret?.storage),
  }
}

/** Further clients of an application live as long as the first and get the same claims. */
function furtherClients(template: Template, values: Values, needs: FilledNeeds | undefined): FilledClient[] {
  return (template.extra_clients ?? []).map(({ purpose, secret, client }) => ({
    purpose,
    options: entry(fillMapping(client, values), client.client_name ?? `${template.name} (${purpose})`, needs),
    secret: secretOf(client, secret),
  }))
}

function addressWarning(template: Template, address: Address | undefined): TemplateWarning[] {
  const isUsed = ADDRESS_NAMES.some((name) => clientPartNames(template).has(name))
  if (address?.isInsecure !== true || !isUsed) return []
  const message = `${address.url} is plain http to another machine: the provider refuses to send anybody there`
  return [{ kind: 'address', option: 'redirect_uris', message }]
}

function warningsOf(template: Template, address: Address | undefined): TemplateWarning[] {
  return [
    ...addressWarning(template, address),
    ...relaxations(template).map(({ option, message }) => ({ kind: 'relaxed' as const, option, message })),
    ...(template.uncertain ?? []).map((message) => ({ kind: 'uncertain' as const, message })),
  ]
}

/**
 * Fills a template.
 *
 * @throws {@link TemplateValueWrong} when a value is missing, unknown or of the wrong kind; it names the flag
 */
export function fillTemplate(template: Template, request: FillRequest): FilledTemplate {
  const { address, values } = readGiven(template, request)
  refuseMissing(template, values)
  const needs = template.needs && { name: template.id, ...fillMapping(template.needs, values) }
  return {
    client: mainClient(template, values, needs),
    extraClients: furtherClients(template, values, needs),
    needs,
    urlSafeSecret: template.secret?.url_safe === true,
    warnings: warningsOf(template, address),
  }
}
