/** Which formats fit a template, and which of its settings go into each. */
import { SettingsFormatWrong } from '../templates/errors.ts'
import type { FileSettings, SettingGroup, Template } from '../templates/schema.ts'

export const SETTINGS_FORMATS = ['env', 'yaml', 'ini', 'json', 'text'] as const
export type SettingsFormat = (typeof SETTINGS_FORMATS)[number]

export type DataFormat = 'yaml' | 'ini' | 'json'
export type EnvironmentSettings = Extract<SettingGroup, { kind: 'env' }>

export function environmentSettings({ settings = [] }: Template): EnvironmentSettings[] {
  return settings.filter((group) => group.kind === 'env')
}

export function filesOf({ settings = [] }: Template, format: FileSettings['format']): FileSettings[] {
  return settings.filter((group): group is FileSettings => group.kind === 'file' && group.format === format)
}

function fits(template: Template, format: SettingsFormat): boolean {
  if (format === 'text') return true
  const hasVariables = environmentSettings(template).length > 0
  if (format === 'env') return hasVariables
  return filesOf(template, format).length > 0 || (hasVariables && format !== 'ini')
}

/** The formats that a template can be shown in; `text` always. */
export function formatsOf(template: Template): SettingsFormat[] {
  return SETTINGS_FORMATS.filter((format) => fits(template, format))
}

/** The format of the first way to configure the application. */
export function usualFormat(template: Template): SettingsFormat {
  const [kinds = []] = template.methods ?? []
  if (kinds.length !== 1) return 'text'
  if (kinds[0] === 'env') return 'env'
  const formats = new Set((template.settings ?? []).map((group) => (group.kind === 'file' ? group.format : undefined)))
  const written = (['yaml', 'ini', 'json'] as const).filter((format) => formats.has(format))
  return kinds[0] === 'file' && written.length === 1 && formats.size === 1 ? (written[0] ?? 'text') : 'text'
}

/** @throws {@link SettingsFormatWrong} naming the formats that fit */
export function assertFormatFits(template: Template, format: SettingsFormat): void {
  if (fits(template, format)) return
  throw new SettingsFormatWrong(`--format ${format}: ${template.name} is not configured that way`, {
    hint: `use --format ${formatsOf(template).join(' or ')}`,
  })
}
