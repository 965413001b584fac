import { newPassword, passwordFlags } from './new-password.ts'
import { dryRunFlag, nameArgument, UsersCommand, usersFlags } from './users-command.ts'

interface Changed {
  username: string
  users: string
  /** Only with `--random`. */
  password?: string
}

export default class UsersPasswd extends UsersCommand<Changed> {
  static override summary = 'Give a user a new password'
  static override description =
    `The password comes from a hidden prompt, --stdin or --file, or is drawn with --random; the file
gets its digest in the place of the old one.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann --random',
    '<%= config.bin %> <%= command.id %> ann --file password.txt --dry-run',
  ]
  static override args = { name: nameArgument }
  static override flags = { ...passwordFlags, 'dry-run': dryRunFlag, ...usersFlags }

  async run(): Promise<Changed> {
    const { args, flags } = await this.parse(UsersPasswd)
    const { assertUser, setPassword } = await import('../../users/edit-users.ts')
    const { changeFile } = await import('../../users/change-file.ts')
    const { readText } = await import('../../primitives/files.ts')
    const { usersPath, options, password } = await this.surroundings(flags)
    const context = { file: usersPath, ...options }
    assertUser(await readText(usersPath), args.name, context)
    const { digest, drawn } = await newPassword(flags, password)
    const dryRun = flags['dry-run']
    const change = await changeFile(
      usersPath,
      (source) => setPassword(source, args.name, { ...context, password: digest }),
      { dryRun },
    )
    const done = `changed the password of ${args.name} in ${usersPath}`
    const text = await this.shown(usersPath, change, { dryRun, done })
    if (drawn !== undefined && !dryRun) this.note(done)
    const changed = { username: args.name, users: usersPath, ...(drawn && { password: drawn }) }
    return this.render(changed, () => (dryRun ? text : (drawn ?? done)))
  }
}
