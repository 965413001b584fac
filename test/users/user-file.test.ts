import { describe, expect, it } from 'vitest'
import type { UserFileOptions } from '../../src/users/user.ts'
import { readUserFile, UserFileInvalid } from '../../src/users/user-file.ts'

const DIGEST = '$argon2id$v=19$m=1024,t=1,p=1$ugYTeQ+qozz3SqqqI/PJWQ$/PFGoF+QuK39n6laJp98pv8cK0pKhfXlnLhN/nRd4NU'
const OPTIONS: UserFileOptions = { search_email: false, search_case_insensitive: false, extra_attributes: {} }

function read(source: string, options: Partial<UserFileOptions> = {}) {
  return readUserFile(source, { file: 'users.yml', ...OPTIONS, ...options })
}

function problemsOf(source: string, options: Partial<UserFileOptions> = {}) {
  try {
    return read(source, options).problems
  } catch (error) {
    if (error instanceof UserFileInvalid) return error.problems
    throw error
  }
}

/** A file with one user `ann`; `lines` stand under her. */
function ann(...lines: string[]): string {
  return [
    'users:',
    '  ann:',
    `    displayname: 'Ann Example'`,
    `    password: '${DIGEST}'`,
    ...lines.map((l) => `    ${l}`),
  ].join('\n')
}

function attributes(...lines: string[]) {
  return read(ann(...lines)).users[0]?.user
}

describe('the user file', () => {
  it('gives every attribute under the name of its claim', () => {
    const source = ann(
      `email: 'ann@example.com'`,
      `groups: ['staff', 'ops']`,
      `given_name: 'Ann'`,
      `middle_name: 'B'`,
      `family_name: 'Example'`,
      `nickname: 'annie'`,
      `gender: 'female'`,
      `birthdate: '2000-01-01'`,
      `zoneinfo: 'Australia/Perth'`,
      `website: 'https://example.com'`,
      `profile: 'https://example.com/ann'`,
      `picture: 'https://example.com/ann.png'`,
      `locale: 'en-AU'`,
      `phone_number: '+1 (425) 555-1212'`,
      `phone_extension: '5678'`,
      `address: {street_address: '1 Hay St', locality: 'Perth', region: 'WA', postal_code: '6000', country: 'AU'}`,
      `extra: {dept: 'research'}`,
    )
    const { users, problems } = read(source, {
      extra_attributes: { dept: { value_type: 'string', multi_valued: false } },
    })
    expect(problems).toEqual([])
    expect(users).toHaveLength(1)
    expect(users[0]).toMatchObject({ disabled: false, digest: { variant: 'argon2id' } })
    expect(users[0]?.user).toEqual({
      username: 'ann',
      display_name: 'Ann Example',
      email: 'ann@example.com',
      groups: ['staff', 'ops'],
      given_name: 'Ann',
      middle_name: 'B',
      family_name: 'Example',
      nickname: 'annie',
      gender: 'female',
      birthdate: '2000-01-01',
      zoneinfo: 'Australia/Perth',
      website: 'https://example.com',
      profile: 'https://example.com/ann',
      picture: 'https://example.com/ann.png',
      locale: 'en-AU',
      phone_number: '+1 (425) 555-1212',
      phone_extension: '5678',
      address: { street_address: '1 Hay St', locality: 'Perth', region: 'WA', postal_code: '6000', country: 'AU' },
      extra: { dept: 'research' },
    })
  })

  it('leaves out attributes that are missing, empty or null', () => {
    expect(attributes(`email: ''`, 'nickname:', 'groups:')).toEqual({
      username: 'ann',
      display_name: 'Ann Example',
      groups: [],
    })
  })

  it('takes numbers and dates without quotes as they are written', () => {
    const user = attributes('birthdate: 2000-01-01', 'phone_extension: 0042', 'address: {postal_code: 01234}')
    expect(user).toMatchObject({ birthdate: '2000-01-01', phone_extension: '0042', address: { postal_code: '01234' } })
  })

  it('takes names of users that look like numbers, and anchors with merge keys', () => {
    const source = [
      'users:',
      '  007: &base',
      `    displayname: 'James'`,
      `    password: '${DIGEST}'`,
      '    phone_extension: 0042',
      '  q:',
      '    <<: *base',
      `    displayname: 'Q'`,
    ].join('\n')
    expect(read(source).users.map(({ user }) => [user.username, user.display_name, user.phone_extension])).toEqual([
      ['007', 'James', '0042'],
      ['q', 'Q', '0042'],
    ])
  })

  it('ignores unknown keys', () => {
    expect(attributes('shoe_size: 42')).toMatchObject({ username: 'ann' })
  })

  it('BCP 47: writes language tags in their canonical form', () => {
    expect(attributes('locale: EN_au')?.locale).toBe('en-AU')
  })

  it('tells every error at once, each with its place', () => {
    const source = [
      'users:',
      '  ann:',
      '    display_name: Ann',
      '    password: insecure',
      '  bob:',
      `    displayname: ''`,
      `    password: '${DIGEST}'`,
      '    website: example.com',
    ].join('\n')
    expect(problemsOf(source)).toMatchObject([
      {
        code: 'ERR_USERS_DISPLAYNAME',
        path: 'users.ann.displayname',
        line: 2,
        hint: expect.stringContaining('displayname'),
      },
      { code: 'ERR_USERS_PASSWORD', path: 'users.ann.password', line: 4, column: 15 },
      { code: 'ERR_USERS_DISPLAYNAME', path: 'users.bob.displayname', line: 6 },
      { code: 'ERR_USERS_URL', path: 'users.bob.website', line: 8, column: 14, file: 'users.yml', severity: 'error' },
    ])
  })

  it.each([
    ['an empty file', ''],
    ['no users key', 'people: {}'],
    ['an empty mapping of users', 'users: {}'],
    ['users: null', 'users:'],
    ['users as a list', 'users: [ann]'],
  ])('refuses %s', (_what, source) => {
    expect(problemsOf(source)).toMatchObject([{ code: 'ERR_USERS_EMPTY' }])
  })

  it('refuses a file that is no YAML, with the place', () => {
    expect(problemsOf('users:\n  ann: {')).toMatchObject([{ code: 'ERR_YAML_SYNTAX', file: 'users.yml', line: 2 }])
  })

  it('refuses a file of 100,000 open brackets, which would end the process', () => {
    expect(problemsOf(`users: ${'['.repeat(100_000)}`)).toMatchObject([{ code: 'ERR_YAML_TOO_DEEP' }])
  })

  it.each([
    ['an entry that is no mapping', 'users: {ann: 1}', 'ERR_USERS_TYPE'],
    ['groups that are no list', ann('groups: staff'), 'ERR_USERS_TYPE'],
    ['a mapping where a text is needed', ann('nickname: {a: b}'), 'ERR_USERS_TYPE'],
    ['an address that is a text', ann('address: Perth'), 'ERR_USERS_TYPE'],
    ['disabled that is no boolean', ann('disabled: maybe'), 'ERR_USERS_TYPE'],
    ['a relative picture', ann('picture: /ann.png'), 'ERR_USERS_URL'],
    ['a picture of another scheme', ann('picture: ftp://example.com/ann.png'), 'ERR_USERS_URL'],
    ['a locale that is no language tag', ann('locale: english please'), 'ERR_USERS_LOCALE'],
    ['an extra attribute that is not declared', ann('extra: {dept: x}'), 'ERR_USERS_EXTRA_UNKNOWN'],
  ])('refuses %s', (_what, source, code) => {
    expect(problemsOf(source)).toMatchObject([{ severity: 'error', code }])
  })

  it.each([
    ['a missing password', ''],
    ['a plain password', 'insecure_secret'],
    ['$plaintext$', '$plaintext$insecure_secret'],
    ['a damaged digest', '$pbkdf2-sha512$100000$V3rmF./MIW6UJBoLOzrPiQ=='],
    ['a digest of another kind', '$1$saltsalt$ml4UxvGeB5ssI3H3RoFs2/'],
  ])('refuses %s and names the user, not the value', (_what, password) => {
    const problems = problemsOf(`users:\n  ann:\n    displayname: Ann\n    password: '${password}'`)
    expect(problems).toMatchObject([{ code: 'ERR_USERS_PASSWORD', message: expect.stringContaining('ann') }])
    expect(JSON.stringify(problems)).not.toContain('insecure_secret')
  })

  it('reads yescrypt and warns that it cannot be computed', () => {
    const source = `users:\n  ann:\n    displayname: Ann\n    password: '$y$j9T$LdJMENpBABJJ3hIHjB1Bi.$oMqgcoiOzXlRJ9kfRv.C0ZlnNYyySjvGGK.z2zcrcT.'`
    expect(problemsOf(source)).toMatchObject([{ severity: 'warning', code: 'ERR_USERS_PASSWORD_YESCRYPT' }])
  })
})

describe('authentication_backend.file.extra_attributes', () => {
  const declare = (value_type: string, multi_valued = false) => ({
    extra_attributes: { x: { value_type, multi_valued } },
  })

  it.each([
    ['string', false, 'one'],
    ['integer', false, '1'],
    ['integer', false, '1.5'],
    ['boolean', false, 'true'],
    ['string', true, '[a, b]'],
    ['integer', true, '[]'],
  ])('%s, multi_valued %s: takes %s', (type, multi, value) => {
    expect(problemsOf(ann(`extra: {x: ${value}}`), declare(type, multi))).toEqual([])
  })

  it.each([
    ['string', false, '1'],
    ['string', false, '[a]'],
    ['integer', false, `'1'`],
    ['boolean', false, `'true'`],
    ['string', true, 'a'],
    ['integer', true, '[1, a]'],
  ])('%s, multi_valued %s: refuses %s', (type, multi, value) => {
    expect(problemsOf(ann(`extra: {x: ${value}}`), declare(type, multi))).toMatchObject([
      { code: 'ERR_USERS_EXTRA_TYPE' },
    ])
  })
})

describe('authentication_backend.file.search', () => {
  const two = (first: string, firstEmail: string, second: string, secondEmail: string) =>
    [
      'users:',
      ...[
        [first, firstEmail],
        [second, secondEmail],
      ].map(([name, email]) => `  ${name}: {displayname: X, password: '${DIGEST}', email: '${email}'}`),
    ].join('\n')

  it('email: refuses an email that two users share, whatever its case', () => {
    const source = two('ann', 'a@example.com', 'bob', 'A@Example.com')
    expect(problemsOf(source, { search_email: true })).toMatchObject([{ code: 'ERR_USERS_EMAIL_SHARED', line: 3 }])
    expect(problemsOf(source)).toEqual([])
  })

  it('email: refuses an email that is the name of another user, not of the same one', () => {
    const options = { search_email: true }
    expect(problemsOf(two('ann', 'bob', 'bob', ''), options)).toMatchObject([{ code: 'ERR_USERS_EMAIL_IS_NAME' }])
    expect(problemsOf(two('ann', 'ann', 'bob', ''), options)).toEqual([])
  })

  it('case_insensitive: refuses names that are not in lower case', () => {
    const options = { search_case_insensitive: true }
    expect(problemsOf(two('Ann', '', 'bob', ''), options)).toMatchObject([
      { code: 'ERR_USERS_NAME_CASE', path: 'users.Ann' },
    ])
    expect(problemsOf(two('ann', 'bob', 'bob', ''), options)).toMatchObject([{ code: 'ERR_USERS_EMAIL_IS_NAME' }])
  })
})
