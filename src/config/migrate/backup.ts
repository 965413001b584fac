/** The copy of a configuration that stays beside the migrated one. */
import { exists, PRIVATE_FILE, writeFileAtomically } from '../../primitives/files.ts'

/** A name that is not taken: `configuration.yml.bak`, then `.bak2`, `.bak3`, … */
async function freeName(path: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${path}.bak${count === 1 ? '' : count}`
    if (!(await exists(name))) return name
  }
}

/** Writes a text beside `path`, readable by its owner alone: it may hold keys and secrets. Returns the copy's name. */
export async function writeBackup(path: string, text: string): Promise<string> {
  const name = await freeName(path)
  await writeFileAtomically(name, text, { mode: PRIVATE_FILE })
  return name
}
