import { describe, expect, it } from 'vitest'
import { attributeReader } from '../../../src/provider/claims/compute-attribute.ts'
import { userClaims } from '../../../src/provider/claims/user-claims.ts'
import { CONFIGURATION_DEFAULTS } from '../../../src/provider/dev/configuration.ts'
import type { LogEvent } from '../../../src/provider/log.ts'
import type { User } from '../../../src/provider/user-store.ts'
import type { AttributeValues } from '../../../src/spec/user-attributes.ts'

const ANN: User = {
  username: 'ann',
  display_name: 'Ann Example',
  emails: ['ann@example.com', 'a@example.org'],
  groups: ['staff'],
  phone_number: '+1 (425) 555-1212',
  phone_extension: '5678',
  address: { locality: 'Perth', country: 'AU' },
  extra: { dept: 'research', username: 'somebody else' },
}
const NOW = 1_700_000_000

/** Claims of these names, each from an attribute. */
function claimsFrom(attributes: Readonly<Record<string, string>>, user = ANN) {
  const mapped = Object.entries(attributes).map(([name, attribute]) => ({ name, attribute }))
  return userClaims(user, mapped, { now: NOW, read: (name, all) => all[name] })
}

describe('attributes by the names of the configuration', () => {
  it('phone_number is the number as it was written, the claim has the extension (RFC 3966 §3)', () => {
    expect(claimsFrom({ tel: 'phone_number', ext: 'phone_extension' })).toEqual({
      tel: '+1 (425) 555-1212',
      ext: '5678',
    })
    const standard = userClaims(ANN, [{ name: 'phone_number' }], { now: NOW, read: () => undefined })
    expect(standard).toEqual({ phone_number: '+1 (425) 555-1212;ext=5678' })
  })

  it('the first address, all of them, and those that are made of others', () => {
    expect(claimsFrom({ mail: 'email', mails: 'emails', more: 'emails_extra', at: 'updated_at' })).toEqual({
      mail: 'ann@example.com',
      mails: ['ann@example.com', 'a@example.org'],
      more: ['a@example.org'],
      at: NOW,
    })
  })

  it('an extra attribute is no other than what everybody has', () => {
    expect(claimsFrom({ who: 'username', dept: 'dept' })).toEqual({ who: 'ann', dept: 'research' })
  })

  it('what a user does not have is left out', () => {
    const bare = { username: 'eve', display_name: 'Eve', groups: [] }
    const wanted = {
      mail: 'email',
      groups: 'groups',
      address: 'address',
      tel: 'phone_number_rfc3966',
      name: 'username',
    }
    expect(claimsFrom(wanted, bare)).toEqual({ name: 'eve' })
  })
})

describe('attributes that are computed', () => {
  const events: LogEvent[] = []
  const given: AttributeValues[] = []
  const read = attributeReader(
    {
      computedAttributes: {
        has: (name) => name !== 'username',
        compute(name, attributes) {
          given.push(attributes)
          if (name === 'role') return `${attributes['username']} of ${attributes['locality']}`
          if (name === 'nothing') return []
          throw new Error('the user has no desk')
        },
      },
      config: {
        ...CONFIGURATION_DEFAULTS,
        positionOf: ([, , name]) => (name === 'desk' ? { file: 'c.yml', line: 4, column: 7 } : undefined),
      },
      log: (event) => events.push(event),
    },
    'app',
  )
  const claims = ['role', 'nothing', 'desk', 'username'].map((name) => ({ name, attribute: name }))
  const values = userClaims(ANN, claims, { now: NOW, read })

  it('are asked for by the claims that need them, with everything the user has', () => {
    expect(values).toEqual({ role: 'ann of Perth', username: 'ann' })
    expect(given).toHaveLength(3)
    expect(given[0]).toMatchObject({ groups: ['staff'], dept: 'research', email_verified: true })
  })

  it('what fails is no claim, and is told to the operator with the option and its place', () => {
    expect(events).toEqual([
      {
        level: 'warn',
        event: 'attribute_not_computed',
        option: 'definitions.user_attributes.desk.expression',
        position: 'c.yml:4:7',
        client_id: 'app',
        username: 'ann',
        cause: 'the user has no desk',
      },
    ])
  })

  it('no claim needs one: none is computed', () => {
    const before = given.length
    userClaims(ANN, [{ name: 'email' }, { name: 'username', attribute: 'username' }], { now: NOW, read })
    expect(given).toHaveLength(before)
  })
})
