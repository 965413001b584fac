/** The reference of all options as Markdown: `docs/configuration.md` is exactly what this module makes. */
import { defaultText, derivedText, typeText, valuesOf } from './option-text.ts'
import type { Option, Options } from './schema/option.ts'
import { USER_ATTRIBUTE_OPTIONS } from './schema/other-options.ts'
import { PROVIDER_OPTIONS } from './schema/provider-options.ts'

const INTRODUCTION = `# Options of \`identity_providers.oidc\`

<!-- Made from src/config/schema by scripts/configuration-reference.mjs; change the descriptions there. -->

Every option of the provider's section in its current generation. \`oidc config explain OPTION\` prints the same for one
option, \`oidc config schema\` gives the JSON Schema for editors, and [validate.md](validate.md) tells how a file is
judged. Options that the provider does not know (logout URIs, registration, DPoP, …) do not belong into this file: it
would be refused.

## How values are written

| Type | Accepted |
| --- | --- |
| text | text; a number or a boolean becomes text |
| boolean | \`true\`, \`false\`, and \`"1" "t" "T" "true" "TRUE" "True"\` with their opposites; \`""\` is false |
| integer | an integer, or text that is one; \`""\` is 0 |
| duration | seconds as a number, or numbers with units: \`90m\`, \`1h30m\`, \`1 day and 12 hours\`. Units: \`ns us ms s m h d w M y\` and long names. A month has 30 days, a year 365. 0 means the default. |
| list of texts | a list; a single text is split at commas, without trimming |
| list of URIs | a list; a single text is one entry |
| secret (digest or text) | text alone: quote it |
| key, certificates | PEM text |

A key that no option has is an error, and so is a key that stands twice. Several files are merged: mappings deeply,
while a list or a value of a later file replaces that of an earlier one. Environment variables win over files:
\`AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET\`, or \`…_FILE\` with the path of a file that holds the value.
`

/** Text inside a table cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function defaultCell(option: Option): string {
  if ('required' in option && option.required) return '**required**'
  const derived = derivedText(option)
  const preset = defaultText(option)
  const written = preset === undefined ? undefined : `\`${preset}\``
  if (derived !== undefined) return written === undefined ? derived : `${written}; ${derived}`
  return written ?? ''
}

function descriptionCell(option: Option): string {
  const { description, rules, since, deprecated, see } = option
  const values = valuesOf(option)
  const parts = [
    deprecated && `**Deprecated**: use ${deprecated}.`,
    description,
    values && `One of ${values.map((value) => `\`${value || "''"}\``).join(' ')}.`,
    rules,
    since && `Since ${since}.`,
    see && `(${see.join(', ')})`,
  ]
  return parts.filter(Boolean).join(' ')
}

function row([name, option]: [string, Option]): string {
  return `| \`${name}\` | ${typeText(option)} | ${cell(defaultCell(option))} | ${cell(descriptionCell(option))} |`
}

function tableOf(options: Options): string {
  return ['| Option | Type | Default | |', '| --- | --- | --- | --- |', ...Object.entries(options).map(row)].join('\n')
}

interface Section {
  title: string
  description: string
  options: Options
}

function sectionOf(path: string, option: Option): Section | undefined {
  if (option.type === 'object') return { title: path, description: option.description, options: option.options }
  if (option.type === 'entries') return { title: `${path}[]`, description: option.description, options: option.options }
  return option.type === 'named'
    ? sectionOf(`${path}.${option.placeholder}`, { ...option.value, description: option.description })
    : undefined
}

function* sections(options: Options, prefix: string): Generator<Section> {
  const seen = new Set<Options>()
  for (const [name, option] of Object.entries(options)) {
    const section = sectionOf(prefix === '' ? name : `${prefix}.${name}`, option)
    if (section === undefined || seen.has(section.options)) continue
    seen.add(section.options)
    yield section
    yield* sections(section.options, section.title)
  }
}

function sectionText({ title, description, options }: Section): string {
  return `## \`${title}\`\n\n${description}\n\n${tableOf(options)}\n`
}

/** What claims policies refer to and another section defines. */
const BESIDE: Section = {
  title: 'definitions.user_attributes.NAME',
  description:
    'In the section `definitions`: attributes of users that are computed from others. [users.md](users.md) has what an expression may use.',
  options: USER_ATTRIBUTE_OPTIONS,
}

/** The whole page. */
export function configurationReference(): string {
  const provider = `## The provider\n\n${tableOf(PROVIDER_OPTIONS)}\n`
  return [INTRODUCTION, provider, ...[...sections(PROVIDER_OPTIONS, ''), BESIDE].map(sectionText)].join('\n')
}
