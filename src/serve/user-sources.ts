/** Where the users of a run come from: the user file, or made-up ones in `--dev`. */
import { dirname, isAbsolute, join } from 'node:path'
import type { ResolvedConfiguration } from '../config/resolved.ts'
import { ToolError } from '../errors.ts'
import type { Clock } from '../primitives/clock.ts'
import { exists } from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import { cardOf, createMadeUpStore, type MadeUpUser, makeUpUsers } from '../provider/dev/users.ts'
import type { DevUser } from '../provider/interaction/interaction.ts'
import type { SecondFactorStore, TotpSecret, UserStore } from '../provider/user-store.ts'
import type { TotpStoreOptions } from '../users/totp-store.ts'

export class NoUsers extends ToolError {
  readonly code = 'ERR_NO_USERS'
}

export interface UserSource {
  users: UserStore
  secondFactors: SecondFactorStore
  /** For the login page of `--dev`. */
  cards: readonly DevUser[]
  /** Made-up users alone. */
  printed: readonly MadeUpUser[]
  watched: readonly string[]
}

/** Users made up for this run. */
export function madeUpSource(random: Random, { randomPasswords }: { randomPasswords: boolean }): UserSource {
  const made = makeUpUsers(random, { randomPasswords })
  const store = createMadeUpStore(made)
  return { users: store, secondFactors: store, cards: made.map(({ user }) => cardOf(user)), printed: made, watched: [] }
}

/** Passwords that pages of `--dev` may show: those of made-up users. */
export function passwordsOf({ printed }: UserSource): Readonly<Record<string, string>> {
  return Object.fromEntries(printed.map(({ user, password }) => [user.username, password]))
}

/** Bytes of a shared secret (RFC 4226 §4). */
const TOTP_BYTES = 20

/** Second factors of `--dev`: everybody has one, and the page shows its code. */
function devSecondFactors(random: Random): SecondFactorStore {
  const made = new Map<string, TotpSecret>()
  return {
    async findTotp(username) {
      const known = made.get(username)
      if (known !== undefined) return known
      const totp: TotpSecret = { secret: random(TOTP_BYTES), algorithm: 'SHA1', digits: 6, period: 30 }
      made.set(username, totp)
      return totp
    },
    async enrol(username, totp) {
      made.set(username, totp)
      return true
    },
  }
}

/** The second factors of a file; a code that somebody else has used meanwhile is no fault but an answer. */
async function fileSecondFactors(options: TotpStoreOptions): Promise<SecondFactorStore> {
  const { createTotpStore, EnrolmentRefused } = await import('../users/totp-store.ts')
  const store = createTotpStore(options)
  return {
    ...store,
    async enrol(username, totp, typed) {
      try {
        await store.enrol(username, totp, typed)
        return true
      } catch (error) {
        if (error instanceof EnrolmentRefused) return false
        throw error
      }
    },
  }
}

export interface UserFileRequest {
  config: ResolvedConfiguration
  /** Configuration files; a relative path is looked for beside the first, then in the working folder. */
  files: readonly string[]
  /** `--users` */
  path?: string | undefined
  dev: boolean
  clock: Clock
  random: Random
}

const USERS_NAME = 'users_database.yml'

/** The user file that exists, `--users` before the configured path before the usual name; else undefined. */
export async function findUserFile({ config, files, path }: Omit<UserFileRequest, 'dev' | 'random' | 'clock'>) {
  if (path !== undefined) return path
  const folder = dirname(files[0] ?? '.')
  const named = config.users.path
  const candidates =
    named === undefined ? [join(folder, USERS_NAME)] : isAbsolute(named) ? [named] : [join(folder, named), named]
  for (const candidate of candidates) if (await exists(candidate)) return candidate
  return undefined
}

/**
 * Reads the user file and its second factors.
 *
 * @throws {@link NoUsers} when there is none, {@link UserFileInvalid}
 */
export async function userFileSource(request: UserFileRequest): Promise<UserSource> {
  const { config, random, clock, dev } = request
  const path = await findUserFile(request)
  if (path === undefined) {
    throw new NoUsers('there is no user file', {
      path: 'authentication_backend.file.path',
      hint: 'name one with --users PATH, make one with: oidc users add NAME, or try it without with --dev',
    })
  }
  const { loadUsers } = await import('../users/user-store.ts')
  const { store, usernames } = await loadUsers(path, { ...config.users, random })
  const totpPath = join(dirname(path), 'users_totp.yml')
  const totp = { path: totpPath, encryptionKey: config.storage_encryption_key, clock, random }
  const found = await Promise.all(usernames.map((name) => store.find(name)))
  return {
    users: store,
    secondFactors: dev ? devSecondFactors(random) : await fileSecondFactors(totp),
    cards: found.flatMap((user) => (user === undefined ? [] : [cardOf(user)])),
    printed: [],
    watched: [path, totpPath],
  }
}
