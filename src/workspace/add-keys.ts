/** Adds keys to the configuration of this machine, inline or by the names of their files. */
import { type EditedConfiguration, editConfiguration, type Present } from '../config/edit/edit-configuration.ts'
import type { Edit } from '../editor/edit.ts'
import type { GeneratedDocument } from '../keys/generated.ts'
import { placeFor } from '../keys/rotation.ts'
import { configuredKeys, entryValue, JWKS_PATH, keysFile } from './configured-keys.ts'
import { loaderOf, loadWorkspace, type WorkspaceOptions } from './load.ts'

export interface AddOptions extends WorkspaceOptions {
  /** Write nothing. */
  dryRun: boolean
  /** At the end of the list, behind the keys of the same algorithm, or before them. */
  place: 'end' | 'behind' | 'first'
  /** Milliseconds since 1970. */
  now: number
}

/** The ids of the keys that are there, computed ones in both lengths. */
export async function takenKeyIds(options: WorkspaceOptions, now: number): Promise<string[]> {
  return configuredKeys(await loadWorkspace(options), now).flatMap(({ key_ids }) => key_ids)
}

function insertions(documents: readonly GeneratedDocument[], { loaded }: Present, { place, now }: AddOptions): Edit[] {
  const keys = configuredKeys(loaded, now)
  if (keys.length === 0)
    return [{ kind: 'set', path: JWKS_PATH, value: documents.map((key) => entryValue(key, loaded)) }]
  return documents.map((document) => {
    const added = { use: document.use, alg: document.alg, key_ids: [document.key_id] }
    const at = place === 'end' ? keys.length : placeFor(keys, added, place === 'first')
    keys.splice(at, 0, { ...added, problems: [] })
    return { kind: 'insert', path: JWKS_PATH, at, value: entryValue(document, loaded) }
  })
}

/**
 * Adds the keys; `save` writes their files once the edit is known to be possible and before it is made, so that the
 * configuration never names a file that is not there.
 *
 * @throws {@link EditAddsError}, {@link UsageError}, what `save` throws
 */
export async function addKeys(
  documents: readonly GeneratedDocument[],
  options: AddOptions,
  save: () => Promise<unknown> = () => Promise.resolve(),
): Promise<EditedConfiguration> {
  const edit = (dryRun: boolean) =>
    editConfiguration({
      load: loaderOf(options),
      fileOf: keysFile,
      plan: (present) => ({ edits: insertions(documents, present, options) }),
      dryRun,
    })
  const tried = await edit(true)
  if (options.dryRun) return tried
  await save()
  return edit(false)
}
