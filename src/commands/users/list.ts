import { totpFlag, UsersCommand, usersFlags } from './users-command.ts'

interface ListedUser {
  username: string
  display_name: string
  email?: string
  groups: readonly string[]
  disabled: boolean
  /** What the password is hashed with. */
  password: string
  second_factor: boolean
}

export default class UsersList extends UsersCommand<{ users: ListedUser[] }> {
  static override summary = 'List the users of the user file'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --users users_database.yml --json',
  ]
  static override flags = { ...usersFlags, totp: totpFlag }

  async run(): Promise<{ users: ListedUser[] }> {
    const { flags } = await this.parse(UsersList)
    const { listUsers } = await import('../../users/list-users.ts')
    const { systemClock } = await import('../../primitives/clock.ts')
    const { systemRandom } = await import('../../primitives/random.ts')
    const { table } = await import('../../output/table.ts')
    const { users, problems } = await listUsers(await this.surroundings(flags), {
      clock: systemClock,
      random: systemRandom,
    })
    for (const { message } of problems) this.caution(message)
    return this.render({ users }, () => (users.length === 0 ? '' : table(HEADINGS, users.map(row))))
  }
}

const HEADINGS = ['USERNAME', 'NAME', 'EMAIL', 'GROUPS', 'NOTES']

function row({ username, display_name, email = '', groups, disabled, second_factor }: ListedUser): string[] {
  const notes = [...(second_factor ? ['second factor'] : []), ...(disabled ? ['disabled'] : [])]
  return [username, display_name, email, groups.join(','), notes.join(', ')]
}
