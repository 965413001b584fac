/**
 * The signing key of `--dev`: made once for an issuer and kept in the user's state folder, since an RSA key takes longer to
 * make than everything else at start. Its key_id begins with `dev-`, so that nobody takes it for a production key.
 */
import { createHash, createPrivateKey, generateKeyPair } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type IssuerKey, publishKey } from '../keys/published-key.ts'
import { makePrivateFolder, PRIVATE_FILE, readText, writeFileAtomically } from '../primitives/files.ts'

const MODULUS_LENGTH = 2048

/** `$XDG_STATE_HOME/oidc`, by the XDG base directory specification. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'oidc')
}

async function makePrivatePem(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_LENGTH })
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
}

async function keep(folder: string, path: string, pem: string): Promise<void> {
  await makePrivateFolder(folder)
  await writeFileAtomically(path, pem, { mode: PRIVATE_FILE, force: true })
}

function asIssuerKey(pem: string): IssuerKey {
  const key = { privateKey: createPrivateKey(pem), alg: 'RS256', use: 'sig' as const }
  return publishKey({ ...key, key_id: `dev-${publishKey(key).key_id}` })
}

/**
 * The RS256 key for `issuer`: the kept one, else a new one. Without a `folder` (a port that changes with each start) none
 * is kept; a folder that cannot be written costs the next start some time and nothing else.
 */
export async function devSigningKey(issuer: string, folder: string | undefined): Promise<IssuerKey> {
  if (folder === undefined) return asIssuerKey(await makePrivatePem())
  const path = join(folder, `dev-key-${createHash('sha256').update(issuer).digest('hex').slice(0, 16)}.pem`)
  const kept = await readText(path).catch(() => undefined)
  if (kept !== undefined) {
    try {
      return asIssuerKey(kept)
    } catch {
      // What stands there is no key: it is replaced below.
    }
  }
  const pem = await makePrivatePem()
  await keep(folder, path, pem).catch(() => undefined)
  return asIssuerKey(pem)
}
