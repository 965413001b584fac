/** What is made up for a run stays the same for the whole run, also when a changed configuration is taken over. */
import { encodeBase64url } from '../primitives/base64url.ts'
import type { Random } from '../primitives/random.ts'
import { madeUpSource, type UserSource } from './user-sources.ts'

export interface MadeUp {
  /** The secret of that name, drawn when it is first asked for. */
  secret(name: string): string
  users(): UserSource
}

const SECRET_BYTES = 32

export function createMadeUp(random: Random, { randomPasswords }: { randomPasswords: boolean }): MadeUp {
  const secrets = new Map<string, string>()
  let users: UserSource | undefined
  return {
    secret(name) {
      const known = secrets.get(name) ?? encodeBase64url(random(SECRET_BYTES))
      secrets.set(name, known)
      return known
    },
    users() {
      users ??= madeUpSource(random, { randomPasswords })
      return users
    },
  }
}
