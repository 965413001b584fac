/** What the reference says about an option's type and default. */
import { formatDuration } from './duration.ts'
import type { Option } from './schema/option.ts'

const TYPE_WORDS: Readonly<Record<Option['type'], string>> = {
  string: 'text',
  boolean: 'boolean',
  integer: 'integer',
  duration: 'duration',
  uri: 'URI',
  'client-secret': 'secret (digest or text)',
  'private-key': 'private key (PEM)',
  'public-key': 'public key (PEM)',
  'certificate-chain': 'certificates (PEM)',
  strings: 'list of texts',
  uris: 'list of URIs',
  networks: 'list of networks',
  subjects: 'list of subjects',
  object: 'mapping',
  entries: 'list of mappings',
  named: 'mapping of names',
}

/** The type in words. */
export function typeText({ type }: Option): string {
  return TYPE_WORDS[type]
}

/** The default as it would be written in the file; undefined where there is none. */
export function defaultText(option: Option): string | undefined {
  if (!('default' in option) || option.default === undefined) return undefined
  const { default: preset } = option
  if (option.type === 'duration') return formatDuration(Number(preset))
  if (Array.isArray(preset)) return preset.length === 0 ? '[]' : preset.join(', ')
  return preset === '' ? "''" : String(preset)
}

/** How the default comes about where it is not one value. */
export function derivedText(option: Option): string | undefined {
  return 'derived' in option ? option.derived : undefined
}

export function valuesOf(option: Option): readonly string[] | undefined {
  return 'values' in option ? option.values : undefined
}
