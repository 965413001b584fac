/**
 * Where the user file and the second factors are, and which options of the configuration concern them. Without a
 * configuration everything has its default.
 */
import { dirname, join } from 'node:path'
import type { LoadedConfiguration } from '../config/load.ts'
import { decodeOtherSections, resolveOtherSections } from '../config/resolve/other-sections.ts'
import type { ResolvedConfiguration } from '../config/resolved.ts'
import type { PasswordOptions } from '../config/rules/password.ts'
import type { UserFileOptions } from './user.ts'

export interface Surroundings {
  usersPath: string
  totpPath: string
  options: UserFileOptions
  totp: ResolvedConfiguration['totp']
  /** `authentication_backend.file.password` */
  password: PasswordOptions
  /** `storage.encryption_key` */
  encryptionKey: string | undefined
}

export interface NamedPaths {
  /** The first configuration file; the user file stands beside it. */
  configuration: string | undefined
  users: string | undefined
  totp: string | undefined
}

const USERS_NAME = 'users_database.yml'
const TOTP_NAME = 'users_totp.yml'

/** Finds the files; options that are wrong have their defaults. */
export function surroundingsOf(
  loaded: LoadedConfiguration | undefined,
  { configuration = '', users, totp }: NamedPaths,
): Surroundings {
  const decoded = decodeOtherSections(loaded?.tree ?? {}, () => undefined)
  const sections = resolveOtherSections(decoded)
  const usersPath = users ?? join(dirname(configuration), USERS_NAME)
  const { search_email, search_case_insensitive, extra_attributes } = sections.users
  return {
    usersPath,
    totpPath: totp ?? join(dirname(usersPath), TOTP_NAME),
    options: { search_email, search_case_insensitive, extra_attributes },
    totp: sections.totp,
    password: decoded.authentication_backend?.file?.password ?? {},
    encryptionKey: sections.storage_encryption_key,
  }
}
