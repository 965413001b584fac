/** The migration of a file: its text, changed where something has another name, place or default now. */
import { isDeepStrictEqual } from 'node:util'
import { EditFailed, EditNotPossible } from '../../editor/errors.ts'
import { readSource as assertYaml } from '../../editor/source-document.ts'
import { maskTemplates } from '../../editor/template-mask.ts'
import { detectGeneration, type Generation } from '../generations/detect.ts'
import { isTree, type Tree, valueAt } from '../merge.ts'
import { formatPath, PROVIDER_PATH } from '../path.ts'
import { readDocument } from '../yaml/read-document.ts'
import { applyToText } from './apply-to-text.ts'
import { applyToValue } from './apply-to-value.ts'
import type { Change, Operation } from './operation.ts'
import { planMigration } from './plan.ts'

export interface MigrationRequest {
  /** The generation, where the user knows better than detection. */
  from?: Generation | undefined
  /** Name of the file, for positions. */
  file?: string
  /** The values that the file gives after its filters: the issuer's key is read from them. */
  values?: Tree | undefined
  /** Writes a claims policy that keeps the old claims in ID tokens. */
  keepIdTokenClaims?: boolean
  /** Makes the digest of a plain secret; without it plain secrets stay. */
  hashSecret?: ((secret: string) => Promise<string>) | undefined
}

export interface Migration {
  from: Generation
  to: 5
  changes: readonly Change[]
  /** The new text; the old one where nothing had to change. */
  yaml: string
}

/** Values of a text whose template expressions are hidden: what they would give is not known. */
function valuesOf(source: string): Tree {
  return readDocument(maskTemplates(source).text).value
}

/** Template expressions may be indented otherwise after a move; all count as the same here. */
function withoutTemplates(value: unknown): unknown {
  if (typeof value === 'string') return /[\ue000-\uf8ff]/.test(value) ? '{{ }}' : value
  if (Array.isArray(value)) return value.map(withoutTemplates)
  return isTree(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutTemplates(item)]))
    : value
}

function sectionOf(source: string): unknown {
  return valueAt(valuesOf(source), PROVIDER_PATH)
}

/** Makes the operation in the text, and in the values that it had: both must mean the same. */
function applyChecked(source: string, operation: Operation, file: string): string {
  const edited = applyToText(source, operation, file)
  if (edited === source) return source
  const [meant, got] = [applyToValue(sectionOf(source), operation), sectionOf(edited)].map(withoutTemplates)
  if (isDeepStrictEqual(meant, got)) return edited
  throw new EditNotPossible('the place is written in a form that cannot be changed safely', {
    path: formatPath(PROVIDER_PATH),
  })
}

/**
 * The section as it stands in the text, with the key that its template expression gives. Nothing else is taken from the
 * expanded values: expressions can make or leave out clients, so their indexes would not be those of the text.
 */
function withKey(section: unknown, values: Tree | undefined): unknown {
  const key = valueAt(values, [...PROVIDER_PATH, 'issuer_private_key'])
  const replaces = isTree(section) && Object.hasOwn(section, 'issuer_private_key') && typeof key === 'string'
  return replaces ? { ...section, issuer_private_key: key } : section
}

async function digested(operation: Operation, hashSecret: MigrationRequest['hashSecret']): Promise<Operation> {
  if (operation.kind !== 'hash' || !hashSecret) return operation
  const { path, secret, change } = operation
  return { kind: 'set', path, value: await hashSecret(secret), change }
}

/** A change that the text does not allow is left to the user, with the reason. */
function refused({ change }: Operation, error: EditFailed): Change {
  const reason = error.hint ? `${error.message}; ${error.hint}` : error.message
  return { ...change, to: null, kind: 'left', message: `${change.message}: to be done by hand, ${reason}` }
}

/**
 * Migrates the text of one configuration file to the current generation. A migrated text is left as it is.
 *
 * @throws `YamlSyntaxInvalid` for a text that is no YAML
 */
export async function migrate(source: string, request: MigrationRequest = {}): Promise<Migration> {
  const { file = 'configuration.yml', keepIdTokenClaims = false, hashSecret } = request
  assertYaml(source, file)
  const section = withKey(sectionOf(source), request.values)
  if (!isTree(section)) return { from: request.from ?? 5, to: 5, changes: [], yaml: source }
  const from = request.from ?? detectGeneration(section)
  const changes: Change[] = []
  let yaml = source
  const wishes = { keepIdTokenClaims, hashSecrets: hashSecret !== undefined }
  for (const operation of planMigration({ section, generation: from }, wishes)) {
    try {
      yaml = applyChecked(yaml, await digested(operation, hashSecret), file)
      changes.push(operation.change)
    } catch (error) {
      if (!(error instanceof EditFailed)) throw error
      changes.push(refused(operation, error))
    }
  }
  return { from, to: 5, changes, yaml }
}
