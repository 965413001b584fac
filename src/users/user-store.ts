/** The user file as the provider's user store. */
import { createHmac } from 'node:crypto'
import type { Problem } from '../config/problem.ts'
import { ToolError } from '../errors.ts'
import { readText } from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import type { Digest } from '../secrets/digest.ts'
import { verifySecret } from '../secrets/verify.ts'
import type { User, UserFileOptions, UserRecord } from './user.ts'
import { readUserFile } from './user-file.ts'

export interface UserStore {
  /** The user of that name; a disabled one is not found. */
  find(username: string): Promise<User | undefined>
  /** The user when the password is right; an unknown user costs what a known one costs. */
  verifyPassword(username: string, password: string): Promise<User | undefined>
}

type SearchOptions = Pick<UserFileOptions, 'search_email' | 'search_case_insensitive'>

/** Finds a record by login name: the username, or the email where `search.email` is on. */
function recordFinder(records: readonly UserRecord[], { search_email, search_case_insensitive }: SearchOptions) {
  const byName = new Map(records.map((record) => [record.user.username, record]))
  const byEmail = new Map(
    records.flatMap((record) => (record.user.email ? [[record.user.email.toLowerCase(), record] as const] : [])),
  )
  return (login: string): UserRecord | undefined => {
    const named = byName.get(search_case_insensitive ? login.toLowerCase() : login)
    return named ?? (search_email ? byEmail.get(login.toLowerCase()) : undefined)
  }
}

/**
 * For a name that nobody has: the digest of some user, always the same one for the same name, so that the time of an
 * answer tells nothing even where users have digests of different cost.
 */
function decoyFinder(records: readonly UserRecord[], random: Random) {
  const key = random(32)
  return (login: string): Digest | undefined => {
    const index = createHmac('sha256', key).update(login).digest().readUInt32BE(0) % Math.max(records.length, 1)
    return records[index]?.digest
  }
}

async function matches(digest: Digest | undefined, password: string): Promise<boolean> {
  if (digest === undefined) return false
  try {
    return await verifySecret(digest, password)
  } catch (error) {
    if (error instanceof ToolError) return false
    throw error
  }
}

/** Answers for users in memory. @param random draws the key under which unknown names choose a decoy */
export function createUserStore(
  records: readonly UserRecord[],
  { random, ...search }: SearchOptions & { random: Random },
): UserStore {
  const findRecord = recordFinder(records, search)
  const findDecoy = decoyFinder(records, random)
  const enabled = (record: UserRecord | undefined) => (record?.disabled ? undefined : record?.user)
  return {
    async find(username) {
      return enabled(findRecord(username))
    },
    async verifyPassword(username, password) {
      const record = findRecord(username)
      const isRight = await matches(record?.digest ?? findDecoy(username), password)
      return isRight ? enabled(record) : undefined
    },
  }
}

export interface LoadedUsers {
  store: UserStore
  usernames: readonly string[]
  /** Warnings about the file. */
  problems: readonly Problem[]
}

/**
 * Reads the user file at `path`.
 *
 * @throws {@link UserFileInvalid} with every error at once, {@link FileNotFound}
 */
export async function loadUsers(
  path: string,
  { random, ...options }: UserFileOptions & { random: Random },
): Promise<LoadedUsers> {
  const { users, problems } = readUserFile(await readText(path), { file: path, ...options })
  const usernames = users.map(({ user }) => user.username)
  return { store: createUserStore(users, { random, ...options }), usernames, problems }
}
