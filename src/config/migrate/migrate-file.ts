/** The migration of a file in its place: under the editor's lock, with a copy of the old text beside it. */
import { editFile } from '../../editor/edit-file.ts'
import { writeBackup } from './backup.ts'
import type { Migration } from './migrate.ts'
import { migrateSource, type SourceMigration } from './migrate-source.ts'

export interface MigratedFile {
  before: string
  migration: Migration
  /** Name of the copy; undefined where nothing was written. */
  backup: string | undefined
}

/** Migrates a text that stands in no file. */
export async function migrateStdin(source: string, request: SourceMigration): Promise<MigratedFile> {
  return { before: source, migration: await migrateSource(source, request), backup: undefined }
}

/** Migrates a file; without `write` nothing is touched. Errors are those of {@link migrateSource} and the editor. */
export async function migrateFile(
  path: string,
  request: SourceMigration,
  { write }: { write: boolean },
): Promise<MigratedFile> {
  let done: MigratedFile | undefined
  const edit = async (source: string): Promise<string> => {
    const migration = await migrateSource(source, request)
    const backup = write && migration.yaml !== source ? (done?.backup ?? (await writeBackup(path, source))) : undefined
    done = { before: source, migration, backup }
    return migration.yaml
  }
  await editFile(path, edit, { dryRun: !write })
  return done ?? migrateStdin('', request)
}
