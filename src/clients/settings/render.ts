/** What has to be set inside the application, in the format that it reads. */
import { stringify } from 'yaml'
import type { Json, Template } from '../templates/schema.ts'
import { asText, type Expansion, expandAll, type Omission, YAML_STYLE } from './expand.ts'
import { assertFormatFits, type DataFormat, environmentSettings, filesOf, type SettingsFormat } from './formats.ts'
import { writeIni } from './ini.ts'
import { quoteForEnvironmentFile } from './quote.ts'
import { writeText } from './text.ts'
import type { SettingValues } from './values.ts'

export interface RenderedSettings {
  text: string
  /** Settings that lack a value, such as the client secret where it is not known any more. */
  omitted: readonly Omission[]
}

interface DataFile {
  /** Undefined for variables that are shown as a mapping. */
  name: string | undefined
  optional: boolean
  content: Record<string, Json>
}

function inWords(template: Template): (name: string) => string {
  return (name) => {
    if (name === 'client_secret') return '(the client secret)'
    return `(${template.values?.[name]?.description ?? template.url?.description ?? `the address of ${template.name}`})`
  }
}

/** Comments that name what is missing, for formats that have comments. */
function missingLines(omitted: readonly Omission[]): string[] {
  return omitted.map(({ setting, missing }) => `# ${setting} is missing here: ${missing.join(', ')} is not known`)
}

function environmentLines(values: Readonly<Record<string, Json>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${quoteForEnvironmentFile(asText(value))}`)
}

function writeEnvironment(template: Template, expansion: Expansion): string {
  const lines = environmentSettings(template).flatMap(({ values, optional }) => [
    ...(optional === true ? ['# optional'] : []),
    ...environmentLines(expandAll(values, expansion)),
  ])
  return `${[...lines, ...missingLines(expansion.omitted)].join('\n')}\n`
}

/** The application's files of a format, or its variables as one mapping (`environment` of compose). */
function dataFiles(template: Template, format: DataFormat, expansion: Expansion): DataFile[] {
  const files = filesOf(template, format).map(({ file, optional = false, content = {} }) => ({
    name: file,
    optional,
    content: expandAll(content, expansion),
  }))
  if (files.length > 0) return files
  const variables = environmentSettings(template).map(({ values }) => expandAll(values, expansion))
  return [{ name: undefined, optional: false, content: Object.assign({}, ...variables) }]
}

function comment({ name, optional }: DataFile): string {
  return name === undefined ? '' : `# ${name}${optional ? ' (optional)' : ''}\n`
}

function writeData(template: Template, format: DataFormat, expansion: Expansion): string {
  const files = dataFiles(template, format, expansion)
  const missing = missingLines(expansion.omitted).map((line) => `${line}\n`)
  if (format === 'ini') return missing.join('') + files.map((file) => comment(file) + writeIni(file.content)).join('\n')
  if (format === 'yaml') {
    return missing.join('') + files.map((file) => comment(file) + stringify(file.content, YAML_STYLE)).join('---\n')
  }
  const [only, ...others] = files
  const content =
    others.length === 0 ? only?.content : Object.fromEntries(files.map((file) => [file.name, file.content]))
  return `${JSON.stringify(content, null, 2)}\n`
}

/**
 * Renders the settings of a template. No placeholder is left: what is not known is left out and listed, in text it is
 * said in words.
 *
 * @throws SettingsFormatWrong when the application cannot be configured in that format
 */
export function renderSettings(template: Template, values: SettingValues, format: SettingsFormat): RenderedSettings {
  assertFormatFits(template, format)
  const omitted: Omission[] = []
  if (format === 'text') return { text: writeText(template, { values, standIn: inWords(template), omitted }), omitted }
  const expansion = { values, omitted }
  const text = format === 'env' ? writeEnvironment(template, expansion) : writeData(template, format, expansion)
  return { text, omitted }
}
