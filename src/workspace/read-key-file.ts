/** Reads keys and certificates from files of this machine: any form, standard input, configurations. */
import type { IssuerKeyEntry } from '../keys/issuer-key.ts'
import type { Material } from '../keys/material.ts'
import { PEM_LIMIT } from '../keys/pem.ts'
import { readPassphrase } from '../output/passphrase.ts'
import { MIB, readBytes, readStdin } from '../primitives/files.ts'
import type { WorkspaceOptions } from './load.ts'

/** Configurations may be larger than keys. */
const LIMIT = 16 * MIB

/** A file, or standard input for `-`. */
export async function readInput(path: string): Promise<Buffer> {
  return path === '-' ? Buffer.from(await readStdin({ limit: PEM_LIMIT })) : readBytes(path, { limit: LIMIT })
}

/** The entries of `identity_providers.oidc.jwks` after files are merged and template expressions evaluated. */
export async function readConfiguredEntries(options: WorkspaceOptions): Promise<IssuerKeyEntry[]> {
  const { loadWorkspace } = await import('./load.ts')
  const { entriesIn } = await import('../keys/entries.ts')
  const { tree } = await loadWorkspace(options)
  return entriesIn(tree)
}

/** Keys and certificates of a file, whichever form it has; a passphrase is asked for when one is needed. */
export async function readKeyFile(
  path: string,
  passphraseFile: string | undefined,
): Promise<Material & { text: string }> {
  const bytes = await readInput(path)
  const text = bytes.toString('utf8')
  const { readConfiguredKeys, readMaterial } = await import('../keys/material.ts')
  const ask = () => readPassphrase(passphraseFile)
  if (path !== '-' && /^identity_providers\s*:/m.test(text)) {
    return { ...(await readConfiguredKeys(await readConfiguredEntries({ config: [path] }), ask)), text }
  }
  return { ...(await readMaterial(bytes, ask)), text }
}
