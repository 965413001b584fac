import { dryRunFlag, nameArgument, totpFlag, UsersCommand, usersFlags } from './users-command.ts'

interface Removed {
  username: string
  users: string
  second_factor_removed: boolean
}

export default class UsersRemove extends UsersCommand<Removed> {
  static override summary = 'Remove a user and their second factor'
  static override description = 'The last user stays: without users the provider refuses the file.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> bob',
    '<%= config.bin %> <%= command.id %> bob --dry-run',
  ]
  static override args = { name: nameArgument }
  static override flags = { 'dry-run': dryRunFlag, ...usersFlags, totp: totpFlag }

  async run(): Promise<Removed> {
    const { args, flags } = await this.parse(UsersRemove)
    const { removeUser } = await import('../../users/edit-users.ts')
    const { changeFile } = await import('../../users/change-file.ts')
    const places = await this.surroundings(flags)
    const { usersPath, options } = places
    const dryRun = flags['dry-run']
    const context = { file: usersPath, ...options }
    const change = await changeFile(usersPath, (source) => removeUser(source, args.name, context), { dryRun })
    const second_factor_removed = !dryRun && (await this.#removeTotp(args.name, places))
    const done = `removed ${args.name} from ${usersPath}`
    const text = await this.shown(usersPath, change, { dryRun, done })
    return this.render({ username: args.name, users: usersPath, second_factor_removed }, () => text)
  }

  async #removeTotp(
    username: string,
    places: { totpPath: string; encryptionKey: string | undefined },
  ): Promise<boolean> {
    const { createTotpStore } = await import('../../users/totp-store.ts')
    const { systemClock } = await import('../../primitives/clock.ts')
    const { systemRandom } = await import('../../primitives/random.ts')
    const { totpPath: path, encryptionKey } = places
    return createTotpStore({ path, encryptionKey, clock: systemClock, random: systemRandom }).remove(username)
  }
}
