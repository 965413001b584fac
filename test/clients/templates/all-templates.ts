/** The templates of the package, read once, and values to fill each of them with. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { FillRequest } from '../../../src/clients/templates/given.ts'
import { readTemplate } from '../../../src/clients/templates/read.ts'
import type { Template } from '../../../src/clients/templates/schema.ts'

export const TEMPLATES_FOLDER = fileURLToPath(new URL('../../../templates', import.meta.url))

export const TEMPLATES: readonly Template[] = readdirSync(TEMPLATES_FOLDER).map((name) =>
  readTemplate(readFileSync(`${TEMPLATES_FOLDER}/${name}`, 'utf8'), { file: name, id: name.replace('.yaml', '') }),
)

export function templateOf(id: string): Template {
  const found = TEMPLATES.find((template) => template.id === id)
  if (found === undefined) throw new Error(`no template ${id}`)
  return found
}

const EXAMPLES: Readonly<Record<string, string>> = {
  redirect_uri: 'https://app.example.com/shown/by/the/application',
  resource_url: 'https://watched.example.com',
  email_domain: 'example.com',
  user_email: 'admin@example.com',
}

/** Everything that the template asks for. */
export function exampleRequest(template: Template): FillRequest & { url: string; set: Record<string, string> } {
  const required = Object.entries(template.values ?? {}).filter(
    ([, declared]) => declared.default === undefined && declared.optional !== true,
  )
  return {
    url: template.url?.example ?? 'https://app.example.com',
    set: Object.fromEntries(required.map(([name]) => [name, EXAMPLES[name] ?? 'value'])),
  }
}

export interface FactsClient {
  public: boolean
  redirect_uris?: readonly string[]
  [option: string]: unknown
}

export interface Facts {
  id: string
  client_id: string
  client: FactsClient
  redirect_uris_shown_by_the_application?: boolean
  id_token_claims?: readonly string[]
  custom_scopes?: Readonly<Record<string, readonly string[]>>
  extra_clients?: readonly { client_id: string; client: FactsClient }[]
  settings: Readonly<Partial<Record<'env' | 'ui' | 'flag' | 'file', readonly string[]>>>
}

export const FACTS = (
  parse(readFileSync(new URL('../../vectors/applications.yaml', import.meta.url), 'utf8')) as { applications: Facts[] }
).applications

/** Addresses of {@link exampleRequest} as the facts spell them. */
const ADDRESSES: Readonly<Record<string, string>> = {
  '{{resource_url}}': EXAMPLES['resource_url'] ?? '',
}

/** What the facts say about a client, with the example's address put in. */
export function withAddress(id: string, client: FactsClient): FactsClient {
  const { url } = exampleRequest(templateOf(id))
  const addresses: Readonly<Record<string, string>> = { ...ADDRESSES, '{{url}}': url }
  return JSON.parse(JSON.stringify(client).replace(/\{\{[a-z_]+\}\}/g, (name) => addresses[name] ?? name))
}

/** The redirect URIs of the facts, as they must be written for {@link exampleRequest}. */
export function redirectUrisOf({ id, client, redirect_uris_shown_by_the_application: isShown }: Facts): string[] {
  return isShown === true ? [EXAMPLES['redirect_uri'] ?? ''] : [...(withAddress(id, client).redirect_uris ?? [])]
}
