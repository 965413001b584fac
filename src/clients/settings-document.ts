/** The settings of a client's application as commands give them. */
import type { Random } from '../primitives/random.ts'
import type { Omission } from './settings/expand.ts'
import { type SettingsFormat, usualFormat } from './settings/formats.ts'
import { renderSettings } from './settings/render.ts'
import { settingValues } from './settings/values.ts'
import type { Template } from './templates/schema.ts'

export interface SettingsDocument {
  template: string
  format: SettingsFormat
  text: string
  /** Settings that lack a value. */
  omitted: readonly Omission[]
}

export interface SettingsOf {
  template: Template
  issuer: string
  clientId: string
  clientSecret?: string | undefined
  url?: string | undefined
  set?: Readonly<Record<string, string>> | undefined
  format?: SettingsFormat | undefined
  random: Random
}

/** What to type into the application; in its usual format unless another is asked for. */
export function settingsDocument({
  template,
  format = usualFormat(template),
  ...request
}: SettingsOf): SettingsDocument {
  const { text, omitted } = renderSettings(template, settingValues(template, request), format)
  return { template: template.id, format, text, omitted }
}
