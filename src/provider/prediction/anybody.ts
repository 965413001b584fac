/** Somebody who has every attribute: what they would be given is what anybody could be. */
import type { ResolvedConfiguration } from '../../config/resolved.ts'
import type { User } from '../user-store.ts'

const TEXT = 'x'

/** The user that stands for all of them; what is computed for real users, this one has as well. */
export function anybody({ users, user_attributes }: ResolvedConfiguration): User {
  const names = [...Object.keys(users.extra_attributes), ...Object.keys(user_attributes)]
  const extra = Object.fromEntries(names.map((name) => [name, TEXT]))
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
