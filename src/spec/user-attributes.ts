/** Attributes that users have: where claims are taken from, and what expressions over users are written with. */

/** A type of the Common Expression Language. */
export type AttributeType = 'string' | 'bool' | 'int' | 'list<string>' | 'map<string, string>'

/** The parts of an address (OpenID Connect Core 1.0 §5.1.1). */
export const ADDRESS_PARTS = ['street_address', 'locality', 'region', 'postal_code', 'country'] as const

export type UserAddress = Partial<Record<(typeof ADDRESS_PARTS)[number], string>>

/** What a user's claims are made of; the names are those of the claims (OpenID Connect Core 1.0 §5.1) where those exist. */
export interface PersonalAttributes {
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
}

const STANDARD = {
  username: 'string',
  groups: 'list<string>',
  display_name: 'string',
  email: 'string',
  emails: 'list<string>',
  given_name: 'string',
  middle_name: 'string',
  family_name: 'string',
  nickname: 'string',
  profile: 'string',
  picture: 'string',
  website: 'string',
  gender: 'string',
  birthdate: 'string',
  zoneinfo: 'string',
  locale: 'string',
  phone_number: 'string',
  phone_extension: 'string',
  street_address: 'string',
  locality: 'string',
  region: 'string',
  postal_code: 'string',
  country: 'string',
} as const satisfies Readonly<Record<string, AttributeType>>

/** Made of the standard ones; expressions may use them, claims policies may not. */
const DERIVED = {
  /** Every address but the first. */
  emails_extra: 'list<string>',
  email_verified: 'bool',
  /** With the extension (RFC 3966 §3). */
  phone_number_rfc3966: 'string',
  phone_number_verified: 'bool',
  address: 'map<string, string>',
  /** Seconds since 1970. */
  updated_at: 'int',
} as const satisfies Readonly<Record<string, AttributeType>>

/** Attributes that every user may have, and that claims can be taken from. */
export const USER_ATTRIBUTES: readonly string[] = Object.keys(STANDARD)

/** What an expression over a user may name; no attribute of the administrator's own may be called so. */
export const ATTRIBUTE_TYPES = { ...STANDARD, ...DERIVED } as const

export type AttributeName = keyof typeof ATTRIBUTE_TYPES

/** The attributes of one user by name; one without a value is left out. */
export type AttributeValues = Readonly<Record<string, unknown>>

/** Whether a name belongs to this program and the provider. */
export function isReservedAttribute(name: string): boolean {
  return Object.hasOwn(ATTRIBUTE_TYPES, name)
}
