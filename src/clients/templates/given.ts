/** What somebody gave for a template, checked: address, values and client id by the name of their placeholder. */
import { type Address, parseAddress } from './address.ts'
import { TemplateValueWrong } from './errors.ts'
import type { Values } from './fill-parts.ts'
import { ADDRESS_NAMES } from './known-names.ts'
import type { Template } from './schema.ts'
import { resolveValues } from './values.ts'

export interface FillRequest {
  url?: string | undefined
  /** `--set NAME=VALUE`. */
  set?: Readonly<Record<string, string>> | undefined
  /** Instead of the id that the template proposes. */
  clientId?: string | undefined
}

export interface Given {
  address: Address | undefined
  values: Values
}

function readAddress({ url: rule }: Template, url: string | undefined): Address | undefined {
  if (url === undefined) return undefined
  const address = parseAddress(url)
  if (rule?.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(address.url)) {
    throw new TemplateValueWrong(`--url: '${address.url}' is not ${rule.description}`, {
      hint: rule.example === undefined ? undefined : `for example --url ${rule.example}`,
    })
  }
  return address
}

/**
 * Checks what was given; defaults fill the rest.
 *
 * @throws {@link TemplateValueWrong} naming the flag
 */
export function readGiven(template: Template, { url, set = {}, clientId }: FillRequest): Given {
  const address = readAddress(template, url)
  const values = new Map<string, readonly string[]>(resolveValues(template, set))
  for (const name of ADDRESS_NAMES) if (address !== undefined) values.set(name, [address[name]])
  values.set('client_id', [clientId ?? template.client.client_id])
  return { address, values }
}
