/** A user as the user file describes one; the provider's `User` has the same shape. */
import type { Digest } from '../secrets/digest.ts'

export interface UserAddress {
  street_address?: string
  locality?: string
  region?: string
  postal_code?: string
  country?: string
}

/** Attributes have the names of the standard claims (OpenID Connect Core §5.1) where those exist. */
export interface User {
  username: string
  display_name: string
  email?: string
  groups: readonly string[]
  given_name?: string
  middle_name?: string
  family_name?: string
  nickname?: string
  gender?: string
  birthdate?: string
  zoneinfo?: string
  locale?: string
  profile?: string
  picture?: string
  website?: string
  phone_number?: string
  phone_extension?: string
  address?: UserAddress
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
