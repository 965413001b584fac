import { Args, Flags } from '@oclif/core'
import type { Present } from '../../config/edit/edit-configuration.ts'
import { valueAt } from '../../config/merge.ts'
import { PROVIDER_PATH } from '../../config/path.ts'
import { assertRetirable, findKey, KeyInUse, referencesTo } from '../../keys/rotation.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { systemClock } from '../../primitives/clock.ts'
import { KeysEdit } from './keys-edit.ts'

interface Retired {
  key_id: string
  config: string
  /** When the last token has expired that the key can have signed until now. */
  safe_from: string
  diff?: string
}

export default class KeysRetire extends KeysEdit<Retired> {
  static override summary = 'Remove a key that no longer signs'
  static override description =
    `Refuses while the key is the one that signs for its algorithm, or while an option names it. What the key signed stays
valid until it expires; keys promote tells from when on nothing of it is left. The file of a key that is named by an
expression is left where it is.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> 1e81d3b-rs256',
    '<%= config.bin %> <%= command.id %> 1e81d3b-rs256 --dry-run',
  ]
  static override args = {
    key_id: Args.string({ ignoreStdin: true, description: 'key id, computed ones in either length', required: true }),
  }
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Show the change as a diff and write nothing' }),
    ...configurationFlags,
  }

  async run(): Promise<Retired> {
    const { args, flags } = await this.parse(KeysRetire)
    const { configuredKeys, JWKS_PATH, keysFile, longestLifetime } = await import('../../workspace/configured-keys.ts')
    const { editConfiguration } = await import('../../config/edit/edit-configuration.ts')
    const { loaderOf } = await import('../../workspace/load.ts')
    const dryRun = flags['dry-run']
    const load = loaderOf({ config: flags.config, filters: flags.filters, strictFiles: flags['strict-files'] })
    const now = systemClock()
    let lifetime = 0
    const plan = ({ loaded, validation }: Present) => {
      const keys = configuredKeys(loaded, now)
      const index = findKey(keys, args.key_id)
      assertUnnamed(valueAt(loaded.tree, PROVIDER_PATH), args.key_id, keys[index]?.key_ids ?? [])
      assertRetirable(keys, index)
      lifetime = longestLifetime(validation)
      return { edits: [{ kind: 'remove', path: [...JWKS_PATH, index] } as const] }
    }
    const edited = await editConfiguration({ load, fileOf: keysFile, plan, dryRun })
    const safe_from = new Date(now + lifetime * 1000).toISOString()
    const diff = await this.reportEdit(edited, { dryRun })
    const result = { key_id: args.key_id, config: edited.path, safe_from, ...diff }
    return this.render(result, () => result.diff ?? told(result))
  }
}

function assertUnnamed(provider: unknown, key_id: string, ids: readonly string[]): void {
  const [first] = referencesTo(provider, ids)
  if (first === undefined) return
  throw new KeyInUse(`the key ${key_id} is named by ${first}`, { path: `identity_providers.oidc.${first}` })
}

function told({ key_id, config, safe_from }: Retired): string {
  return `${key_id} is removed from ${config}.\nIf it signed until now, keep the old file at hand: what it signed can be valid until ${safe_from}.`
}
