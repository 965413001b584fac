import { Args, Flags } from '@oclif/core'
import type { Present } from '../../config/edit/edit-configuration.ts'
import { findKey, promotion } from '../../keys/rotation.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { systemClock } from '../../primitives/clock.ts'
import { KeysEdit } from './keys-edit.ts'

interface Promoted {
  key_id: string
  config: string
  /** The key that signed until now; absent when nothing had to be done. */
  instead_of?: string
  /** From when on the old key can be retired. */
  retire_from?: string
  diff?: string
}

export default class KeysPromote extends KeysEdit<Promoted> {
  static override summary = 'Let a key sign: move it before the others of its algorithm'
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

  async run(): Promise<Promoted> {
    const { args, flags } = await this.parse(KeysPromote)
    const { configuredKeys, JWKS_PATH, keysFile, longestLifetime } = await import('../../workspace/configured-keys.ts')
    const { editConfiguration } = await import('../../config/edit/edit-configuration.ts')
    const { loaderOf } = await import('../../workspace/load.ts')
    const dryRun = flags['dry-run']
    const load = loaderOf({ config: flags.config, filters: flags.filters, strictFiles: flags['strict-files'] })
    const now = systemClock()
    const result: Promoted = { key_id: args.key_id, config: '' }
    const plan = ({ loaded, validation }: Present) => {
      const keys = configuredKeys(loaded, now)
      const index = findKey(keys, args.key_id)
      const to = promotion(keys, index)
      if (to === undefined) return { edits: [] }
      result.instead_of = keys[to]?.key_ids[0] ?? ''
      result.retire_from = new Date(now + longestLifetime(validation) * 1000).toISOString()
      return { edits: [{ kind: 'move', path: [...JWKS_PATH, index], to } as const] }
    }
    const edited = await editConfiguration({ load, fileOf: keysFile, plan, dryRun })
    Object.assign(result, { config: edited.path }, await this.reportEdit(edited, { dryRun }))
    return this.render(result, () => result.diff ?? told(result))
  }
}

function told({ key_id, instead_of, retire_from }: Promoted): string {
  if (instead_of === undefined) return `${key_id} signs already`
  return `${key_id} signs instead of ${instead_of} from the next start of the provider on.\nFrom ${retire_from} on nothing is valid any more that ${instead_of} signed until now: oidc keys retire ${instead_of}`
}
