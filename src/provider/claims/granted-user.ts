/** Whose claims a grant gives. */
import type { ProviderContext } from '../context.ts'
import type { Grant } from '../grants/grant.ts'
import type { User } from '../user-store.ts'

/** The user of a grant, as edited for its login, else as they are now; `undefined` when there is none any more. */
export async function userOfGrant(
  { users }: ProviderContext,
  { username, edited_user }: Pick<Grant, 'username' | 'edited_user'>,
): Promise<User | undefined> {
  const user = username === null ? undefined : await users.find(username)
  return user && (edited_user ?? user)
}
