import { describe, expect, it } from 'vitest'
import { addUser, removeUser, setPassword } from '../../src/users/edit-users.ts'

const DIGEST = '$argon2id$v=19$m=1024,t=1,p=1$ugYTeQ+qozz3SqqqI/PJWQ$/PFGoF+QuK39n6laJp98pv8cK0pKhfXlnLhN/nRd4NU'
const CONTEXT = { file: 'users.yml', search_email: false, search_case_insensitive: false, extra_attributes: {} }
const FILE = `# Our people
users:
  ann:   # the first
    displayname: "Ann"   # double quotes stay
    password: '${DIGEST}'
  bob: {displayname: Bob, password: '${DIGEST}'}
`

const carl = { username: 'carl', displayname: 'Carl', password: DIGEST }

describe('adding a user', () => {
  it('leaves every other byte as it was', () => {
    const edited = addUser(FILE, { ...carl, email: 'carl@example.com', groups: ['ops'] }, CONTEXT)
    expect(edited).toBe(
      `${FILE}  carl:\n    displayname: 'Carl'\n    password: '${DIGEST}'\n    email: 'carl@example.com'\n    groups:\n      - 'ops'\n`,
    )
  })

  it('makes a file of nothing', () => {
    expect(addUser('', carl, CONTEXT)).toBe(`users:\n  carl:\n    displayname: 'Carl'\n    password: '${DIGEST}'\n`)
  })

  it('refuses a name that is there', () => {
    expect(() => addUser(FILE, { ...carl, username: 'bob' }, CONTEXT)).toThrow(
      expect.objectContaining({ code: 'ERR_USER_EXISTS' }),
    )
  })

  it.each(['', ' ann', 'a\nb', 'a\u0000', 'x'.repeat(101)])('refuses the name %j', (username) => {
    expect(() => addUser(FILE, { ...carl, username }, CONTEXT)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })

  it('search.case_insensitive: refuses capitals', () => {
    const context = { ...CONTEXT, search_case_insensitive: true }
    expect(() => addUser(FILE, { ...carl, username: 'Carl' }, context)).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE' }),
    )
  })

  it('search.email: refuses an email that somebody has, since the provider would refuse the file', () => {
    const context = { ...CONTEXT, search_email: true }
    const file = addUser(FILE, { ...carl, email: 'c@example.com' }, context)
    expect(() => addUser(file, { ...carl, username: 'dora', email: 'C@example.com' }, context)).toThrow(
      expect.objectContaining({ code: 'ERR_EDIT_REFUSED', path: 'users.dora.email' }),
    )
  })

  it('does not mind errors that were there before', () => {
    const broken = FILE.replace('displayname: "Ann"', 'displayname: ""')
    expect(addUser(broken, carl, CONTEXT)).toContain('carl:')
  })
})

describe('a new password', () => {
  it('replaces the digest alone', () => {
    const other = DIGEST.replace('ugYT', 'ABCD')
    expect(setPassword(FILE, 'ann', { ...CONTEXT, password: other })).toBe(FILE.replace(DIGEST, other))
  })

  it('needs a user', () => {
    expect(() => setPassword(FILE, 'nobody', { ...CONTEXT, password: DIGEST })).toThrow(
      expect.objectContaining({ code: 'ERR_USER_NOT_FOUND', exitCode: 1 }),
    )
  })
})

describe('removing a user', () => {
  it('leaves every other byte as it was', () => {
    expect(removeUser(FILE, 'bob', CONTEXT)).toBe(
      FILE.split('\n')
        .filter((line) => !line.includes('bob:'))
        .join('\n'),
    )
  })

  it('keeps the last one, without whom the provider refuses the file', () => {
    const one = removeUser(FILE, 'bob', CONTEXT)
    expect(() => removeUser(one, 'ann', CONTEXT)).toThrow(expect.objectContaining({ code: 'ERR_EDIT_REFUSED' }))
  })
})
