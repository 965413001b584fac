/** Somebody who has every attribute: what they would be given is what anybody could be. */
import type { ResolvedConfiguration } from '../../config/resolved.ts'
import type { User } from '../user-store.ts'

const TEXT = 'x'

/** The user that stands for all of them. */
export function anybody({ users }: ResolvedConfiguration): User {
  const extra = Object.fromEntries(Object.keys(users.extra_attributes).map((name) => [name, TEXT]))
  return {
    username: TEXT,
    display_name: TEXT,
    email: TEXT,
    emails: [TEXT, TEXT],
    groups: [TEXT],
    given_name: TEXT,
    middle_name: TEXT,
    family_name: TEXT,
    nickname: TEXT,
    gender: TEXT,
    birthdate: TEXT,
    zoneinfo: TEXT,
    locale: TEXT,
    profile: TEXT,
    picture: TEXT,
    website: TEXT,
    phone_number: TEXT,
    phone_extension: TEXT,
    address: { street_address: TEXT, locality: TEXT, region: TEXT, postal_code: TEXT, country: TEXT },
    extra,
  }
}
