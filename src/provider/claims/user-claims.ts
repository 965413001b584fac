/** The values of user claims: what a user has, under the names of the standard (OpenID Connect Core 1.0 §5.1). */
import type { AttributeName, AttributeValues } from '../../spec/user-attributes.ts'
import type { User } from '../user-store.ts'
import type { ReadAttribute } from './compute-attribute.ts'
import type { MappedClaim } from './scope-claims.ts'

type Values = Readonly<Record<string, unknown>>

function phoneNumber({ phone_number, phone_extension }: User): string | undefined {
  if (phone_number === undefined || phone_number === '') return undefined
  return phone_extension === undefined || phone_extension === ''
    ? phone_number
    : `${phone_number};ext=${phone_extension}`
}

function addresses({ email, emails }: User): string[] {
  return emails !== undefined ? [...emails] : email === undefined || email === '' ? [] : [email]
}

/** Every standard claim of a user; `now` is when the details were read. */
function standardClaims(user: User, now: number): Values {
  const [email, ...alt_emails] = addresses(user)
  const phone_number = phoneNumber(user)
  return {
    name: user.display_name,
    given_name: user.given_name,
    family_name: user.family_name,
    middle_name: user.middle_name,
    nickname: user.nickname,
    preferred_username: user.username,
    profile: user.profile,
    picture: user.picture,
    website: user.website,
    gender: user.gender,
    birthdate: user.birthdate,
    zoneinfo: user.zoneinfo,
    locale: user.locale,
    updated_at: now,
    email,
    email_verified: email === undefined ? undefined : (user.email_verified ?? true),
    alt_emails,
    groups: user.groups,
    phone_number,
    phone_number_verified: phone_number === undefined ? undefined : (user.phone_number_verified ?? false),
    address: withoutEmpty({ ...user.address }),
  }
}

/** Attributes by their configuration names: for claims policies, and for what is computed from them. */
function attributesOf(user: User, standard: Values): AttributeValues {
  const emails = addresses(user)
  const { street_address, locality, region, postal_code, country } = user.address ?? {}
  const own: Readonly<Record<AttributeName, unknown>> = {
    username: user.username,
    groups: user.groups,
    display_name: user.display_name,
    email: emails[0],
    emails,
    emails_extra: emails.slice(1),
    email_verified: standard['email_verified'],
    given_name: user.given_name,
    middle_name: user.middle_name,
    family_name: user.family_name,
    nickname: user.nickname,
    profile: user.profile,
    picture: user.picture,
    website: user.website,
    gender: user.gender,
    birthdate: user.birthdate,
    zoneinfo: user.zoneinfo,
    locale: user.locale,
    phone_number: user.phone_number,
    phone_extension: user.phone_extension,
    phone_number_rfc3966: standard['phone_number'],
    phone_number_verified: standard['phone_number_verified'],
    address: standard['address'],
    street_address,
    locality,
    region,
    postal_code,
    country,
    updated_at: standard['updated_at'],
  }
  return { ...user.extra, ...own }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

function withoutEmpty(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)))
}

/** The values of some claims; what the user does not have is left out. */
export function userClaims(
  user: User,
  claims: readonly MappedClaim[],
  { now, read }: { now: number; read: ReadAttribute },
): Record<string, unknown> {
  const standard = standardClaims(user, now)
  const all = attributesOf(user, standard)
  return withoutEmpty(
    Object.fromEntries(
      claims.map(({ name, attribute }) => [
        name,
        attribute === undefined ? (standard[name] ?? all[name]) : read(attribute, all),
      ]),
    ),
  )
}
