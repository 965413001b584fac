/** What a template asks for: the flags that give it, for help, prompts and refusals. */
import { ADDRESS_NAMES } from './known-names.ts'
import { namesIn } from './placeholders.ts'
import type { Template } from './schema.ts'
import { LABEL } from './values.ts'

export interface TemplateFlag {
  /** `url`, or the name of a value. */
  name: string
  /** As it is typed: `--url`, `--set provider_name`. */
  flag: string
  description: string
  example?: string | undefined
  default?: string | undefined
  /** Without it the client cannot be written; values of the settings alone can wait. */
  required: boolean
}

/** The parts that go into the configuration. */
export function clientPartNames({ client, extra_clients, needs }: Template): Set<string> {
  return namesIn([client, extra_clients, needs])
}

function asksFor(names: ReadonlySet<string>): boolean {
  return ADDRESS_NAMES.some((name) => names.has(name))
}

function urlFlag(template: Template): TemplateFlag[] {
  const required = asksFor(clientPartNames(template))
  if (!required && !asksFor(namesIn(template.settings))) return []
  const { description = `the address of ${template.generic === true ? 'the application' : template.name}`, example } =
    template.url ?? {}
  const usual = `https://${template.generic === true ? 'app' : template.client.client_id.toLowerCase()}.example.com`
  return [{ name: 'url', flag: '--url', description, example: example ?? usual, required }]
}

/** All flags of a template, in the order in which they are asked for. */
export function templateFlags(template: Template): TemplateFlag[] {
  const needed = clientPartNames(template)
  const values = Object.entries(template.values ?? {}).map(([name, declared]) => ({
    name,
    flag: `--set ${name}`,
    description: declared.description,
    default: declared.default,
    required: declared.default === undefined && declared.optional !== true && needed.has(name),
  }))
  const label = namesIn(template.settings).has('label')
    ? [{ name: 'label', flag: '--set label', description: LABEL.description, default: LABEL.default, required: false }]
    : []
  return [...urlFlag(template), ...values, ...label]
}
