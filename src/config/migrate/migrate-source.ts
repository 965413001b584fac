/** The migration with its surroundings: filters, files that the text names, the environment, digests. */
import type { Random } from '../../primitives/random.ts'
import { hashSecret } from '../../secrets/hash.ts'
import { applyFilters } from '../filters/apply-filters.ts'
import { type FilterName, parseFilterNames } from '../filters/filter-names.ts'
import type { FolderEntry } from '../filters/template/template-function.ts'
import type { Generation } from '../generations/detect.ts'
import { type Tree, valueAt } from '../merge.ts'
import { PROVIDER_PATH } from '../path.ts'
import { readDocument } from '../yaml/read-document.ts'
import { type Migration, migrate } from './migrate.ts'
import { change } from './operation.ts'

export interface SourceMigration {
  file: string
  from?: Generation | undefined
  keepIdTokenClaims: boolean
  hashSecrets: boolean
  /** Filter names; without them the environment's, else `template` where the text holds `{{`. */
  filters?: readonly string[] | undefined
  environment: Readonly<Record<string, string | undefined>>
  readFile(path: string): string
  listFolder(path: string): readonly FolderEntry[]
  /** Milliseconds since 1970. */
  now: number
  random: Random
}

const KEY_VARIABLE = 'AUTHELIA_IDENTITY_PROVIDERS_OIDC_ISSUER_PRIVATE_KEY'

function filtersOf(source: string, { filters, environment }: SourceMigration): FilterName[] {
  const named = filters ?? environment['X_AUTHELIA_CONFIG_FILTERS']
  if (named !== undefined) return parseFilterNames(named)
  return source.includes('{{') ? ['template'] : []
}

function valuesOf(source: string, filters: readonly FilterName[], request: SourceMigration): Tree | undefined {
  if (filters.length === 0) return undefined
  return readDocument(applyFilters(source, { ...request, filters }).text).value
}

/** A key that the environment gives stands in no file, so nothing can be moved; the user is told what to write. */
function tellKeyVariable({ environment }: SourceMigration, values: Tree | undefined): Migration['changes'] {
  const variable = [`${KEY_VARIABLE}_FILE`, KEY_VARIABLE].find((name) => environment[name])
  if (variable === undefined || valueAt(values, [...PROVIDER_PATH, 'jwks']) !== undefined) return []
  const path = variable.endsWith('_FILE') ? environment[variable] : '/path/of/the/key.pem'
  const entry = `key: {{ secret "${path}" | mindent 10 "|" | msquote }}`
  const message = `${variable} gives the key: it works on with a warning, or write an entry of 'jwks' with ${entry}, use the filter 'template' and unset the variable`
  return [change('left', ['issuer_private_key'], null, message)]
}

/**
 * Migrates a text by the values that its filters give.
 *
 * @throws `YamlSyntaxInvalid`, `FilterInvalid`, `TemplateInvalid`
 */
export async function migrateSource(source: string, request: SourceMigration): Promise<Migration> {
  const filters = filtersOf(source, request)
  const values = valuesOf(source, filters, request)
  const hash = async (secret: string): Promise<string> => {
    const digest = await hashSecret({ algorithm: 'pbkdf2' }, secret, { random: request.random })
    return filters.includes('expand-env') ? digest.replaceAll('$', '$$$$') : digest
  }
  const { file, from, keepIdTokenClaims, hashSecrets } = request
  const migration = await migrate(source, {
    file,
    from,
    values,
    keepIdTokenClaims,
    hashSecret: hashSecrets ? hash : undefined,
  })
  const told = tellKeyVariable(request, values ?? readDocument(source).value)
  return { ...migration, changes: [...migration.changes, ...told] }
}
