import { Flags } from '@oclif/core'
import { isInteractive } from '../../output/prompt.ts'
import { newPassword, passwordFlags } from './new-password.ts'
import { dryRunFlag, nameArgument, UsersCommand, usersFlags } from './users-command.ts'

interface Added {
  username: string
  display_name: string
  email?: string
  groups: string[]
  users: string
  /** Only with `--random`. */
  password?: string
}

export default class UsersAdd extends UsersCommand<Added> {
  static override summary = 'Add a user to the user file'
  static override description =
    `The password comes from a hidden prompt, --stdin or --file, or is drawn with --random; the file
gets its digest. A file that is not there yet is made, readable by its owner only. All other text of the file stays as it is.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann --display-name "Ann Example" --email ann@example.com --random',
    '<%= config.bin %> <%= command.id %> bob --group staff --group ops --file password.txt',
  ]
  static override args = { name: nameArgument }
  static override flags = {
    'display-name': Flags.string({ summary: 'Name that is shown (default: the username)', aliases: ['displayname'] }),
    email: Flags.string({ summary: 'Address' }),
    group: Flags.string({
      summary: 'Group (repeatable)',
      multiple: true,
      multipleNonGreedy: true,
      aliases: ['groups'],
    }),
    disabled: Flags.boolean({ summary: 'The user cannot log in until this is removed' }),
    'dry-run': dryRunFlag,
    yes: Flags.boolean({ summary: 'Ask for the password at most; take the defaults for the rest' }),
    ...passwordFlags,
    ...usersFlags,
  }

  async run(): Promise<Added> {
    const { args, flags } = await this.parse(UsersAdd)
    const { addUser, assertUsername } = await import('../../users/edit-users.ts')
    const { changeFile } = await import('../../users/change-file.ts')
    const { usersPath, options, password } = await this.surroundings(flags)
    assertUsername(args.name, options)
    const person = await askAbout(args.name, flags)
    const { digest, drawn } = await newPassword(flags, password)
    const groups = flags.group ?? []
    const user = {
      ...person,
      password: digest,
      groups: groups.length > 0 ? groups : undefined,
      disabled: flags.disabled || undefined,
    }
    const context = { file: usersPath, ...options }
    const change = await changeFile(usersPath, (source) => addUser(source, user, context), {
      create: true,
      dryRun: flags['dry-run'],
    })
    const done = `added ${args.name} to ${usersPath}`
    const text = await this.shown(usersPath, change, { dryRun: flags['dry-run'], done })
    if (drawn !== undefined && !flags['dry-run']) this.note(done)
    const { username, displayname: display_name, email } = person
    const added = {
      username,
      display_name,
      ...(email && { email }),
      groups,
      users: usersPath,
      ...(drawn && { password: drawn }),
    }
    return this.render(added, () => (flags['dry-run'] ? text : (drawn ?? done)))
  }
}

interface Person {
  username: string
  displayname: string
  email: string | undefined
}

async function askAbout(
  username: string,
  flags: { 'display-name'?: string | undefined; email?: string | undefined; yes: boolean },
): Promise<Person> {
  const { askText } = await import('../../output/prompt.ts')
  const mayAsk = isInteractive() && !flags.yes
  const ask = async (flag: string, message: string, preset: string) =>
    mayAsk ? askText({ flag, message, default: preset }) : preset
  const displayname = flags['display-name'] ?? (await ask('--display-name', 'Name that is shown', username))
  const email = flags.email ?? (await ask('--email', 'Email (empty for none)', ''))
  return { username, displayname: displayname || username, email: email || undefined }
}
