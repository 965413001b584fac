/** A user as the user file describes one; the provider's `User` has the same shape. */
import type { Digest } from '../secrets/digest.ts'
import type { PersonalAttributes } from '../spec/user-attributes.ts'

/** Attributes have the names of the standard claims (OpenID Connect Core §5.1) where those exist. */
export interface User extends PersonalAttributes {
  username: string
  display_name: string
  email?: string
  groups: readonly string[]
  /** Attributes of `authentication_backend.file.extra_attributes`. */
  extra?: Readonly<Record<string, unknown>>
}

/** What the file holds about a user beyond the attributes. */
export interface UserRecord {
  user: User
  digest: Digest
  disabled: boolean
}

/** Options of `authentication_backend.file` that decide how the file is read. */
export interface UserFileOptions {
  search_email: boolean
  search_case_insensitive: boolean
  extra_attributes: Readonly<Record<string, { value_type: string; multi_valued: boolean }>>
}
