/** The users of a file with what their second factors are. */
import type { Problem } from '../config/problem.ts'
import type { Clock } from '../primitives/clock.ts'
import { readText } from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import type { Surroundings } from './surroundings.ts'
import { createTotpStore } from './totp-store.ts'
import type { UserRecord } from './user.ts'
import { readUserFile } from './user-file.ts'

export interface ListedUser {
  username: string
  display_name: string
  email?: string
  groups: readonly string[]
  disabled: boolean
  /** The variant of the password's digest. */
  password: string
  second_factor: boolean
}

function describe({ user, digest, disabled }: UserRecord, second_factor: boolean): ListedUser {
  const { username, display_name, email, groups } = user
  return { username, display_name, ...(email && { email }), groups, disabled, password: digest.variant, second_factor }
}

/** @throws {@link UserFileInvalid}, {@link FileNotFound} */
export async function listUsers(
  { usersPath, totpPath, options, encryptionKey }: Surroundings,
  system: { clock: Clock; random: Random },
): Promise<{ users: ListedUser[]; problems: readonly Problem[] }> {
  const { users, problems } = readUserFile(await readText(usersPath), { file: usersPath, ...options })
  const store = createTotpStore({ path: totpPath, encryptionKey, ...system })
  const listed = users.map(async (record) => describe(record, await store.hasTotp(record.user.username)))
  return { users: await Promise.all(listed), problems }
}
