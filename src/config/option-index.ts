/** Every option by its path, as people look it up: `clients[].client_id`, `client_id`, `authorization_policies.NAME.rules[]`. */
import type { Option, Options } from './schema/option.ts'
import { OTHER_SECTION_OPTIONS } from './schema/other-options.ts'
import { PROVIDER_OPTIONS } from './schema/provider-options.ts'

export interface IndexedOption {
  /** Below `identity_providers.oidc`, or the whole path. */
  path: string
  option: Option
  /** Whether it stands in another section. */
  elsewhere?: true
}

function* walk(options: Options, prefix: string): Generator<IndexedOption> {
  for (const [name, option] of Object.entries(options))
    yield* walkOption(option, prefix === '' ? name : `${prefix}.${name}`)
}

function* walkOption(option: Option, path: string): Generator<IndexedOption> {
  yield { path, option }
  if (option.type === 'object') yield* walk(option.options, path)
  if (option.type === 'entries') yield* walk(option.options, `${path}[]`)
  if (option.type !== 'named') return
  const inner = `${path}.${option.placeholder}`
  if (option.value.type === 'object') yield* walk(option.value.options, inner)
  else yield* walkOption(option.value, inner)
}

/** What is read of the other sections; the sections themselves are left out. */
function optionsElsewhere(): readonly IndexedOption[] {
  const all = [...walk(OTHER_SECTION_OPTIONS, '')]
  return all.filter(({ option }) => option.type !== 'object').map((indexed) => ({ ...indexed, elsewhere: true }))
}

/** All options in the order of the reference. */
export function allOptions(): readonly IndexedOption[] {
  return [...walk(PROVIDER_OPTIONS, '')]
}

/** Indexes and the section's own path do not matter for what an option means. */
function normalise(text: string): string {
  return text
    .replace(/^identity_providers\.oidc\.?/, '')
    .replace(/\[\d*\]/g, '[]')
    .replace(/\.\d+\./g, '[].')
}

function isSame(path: string, wanted: string): boolean {
  const parts = path.split('.')
  const asked = wanted.split('.')
  return (
    parts.length === asked.length &&
    parts.every(
      (part, index) => part === asked[index] || part.replace('[]', '') === asked[index] || /^[A-Z]+$/.test(part),
    )
  )
}

function findIn(all: readonly IndexedOption[], wanted: string): readonly IndexedOption[] {
  const exact = all.filter(({ path }) => path === wanted || isSame(path, wanted))
  if (exact.length > 0) return exact
  const ending = all.filter(
    ({ path }) => path.endsWith(`.${wanted}`) || path.replaceAll('[]', '').endsWith(`.${wanted}`),
  )
  const plain = ending.filter(({ path }) => !path.includes('.grants.'))
  return plain.length > 0 ? plain : ending
}

/**
 * The options that a text names: by whole path, else by the end of it (lifespans of single grants only by themselves); those of
 * other sections where the provider's has none.
 */
export function findOptions(text: string): readonly IndexedOption[] {
  const wanted = normalise(text)
  const found = findIn(allOptions(), wanted)
  return found.length > 0 ? found : findIn(optionsElsewhere(), wanted)
}
