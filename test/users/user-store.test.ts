import { describe, expect, it } from 'vitest'
import { readUserFile } from '../../src/users/user-file.ts'
import { createUserStore } from '../../src/users/user-store.ts'

const OPTIONS = { search_email: true, search_case_insensitive: false, extra_attributes: {} }
const random = (length: number) => new Uint8Array(length).fill(7)

/** test/vectors/digests.yaml: argon2id-plus-and-slash (insecure_secret) and pbkdf2-sha1-rfc6070 (password). */
const SOURCE = `
users:
  ann:
    displayname: Ann
    email: Ann@Example.com
    password: '$argon2id$v=19$m=1024,t=1,p=1$ugYTeQ+qozz3SqqqI/PJWQ$/PFGoF+QuK39n6laJp98pv8cK0pKhfXlnLhN/nRd4NU'
  bob:
    displayname: Bob
    disabled: true
    password: '$pbkdf2$4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE'
  yves:
    displayname: Yves
    password: '$y$j9T$LdJMENpBABJJ3hIHjB1Bi.$oMqgcoiOzXlRJ9kfRv.C0ZlnNYyySjvGGK.z2zcrcT.'
  sha:
    displayname: Sha
    password: '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'
`

function store(options: Partial<typeof OPTIONS> = {}) {
  const { users } = readUserFile(SOURCE, { file: 'users.yml', ...OPTIONS })
  return createUserStore(users, { ...OPTIONS, ...options, random })
}

describe('the user store', () => {
  it('finds a user by name, with the case as written', async () => {
    expect(await store().find('ann')).toMatchObject({ username: 'ann', display_name: 'Ann' })
    expect(await store().find('Ann')).toBeUndefined()
    expect(await store().find('nobody')).toBeUndefined()
    expect(await store().find('__proto__')).toBeUndefined()
  })

  it('search.case_insensitive: any case of a name will do', async () => {
    expect(await store({ search_case_insensitive: true }).find('ANN')).toMatchObject({ username: 'ann' })
  })

  it('search.email: the email will do, whatever its case', async () => {
    expect(await store().verifyPassword('ann@example.COM', 'insecure_secret')).toMatchObject({ username: 'ann' })
    expect(await store({ search_email: false }).find('ann@example.com')).toBeUndefined()
  })

  it('answers for the right password only', async () => {
    expect(await store().verifyPassword('ann', 'insecure_secret')).toMatchObject({ username: 'ann' })
    expect(await store().verifyPassword('ann', 'insecure_secreT')).toBeUndefined()
    expect(await store().verifyPassword('ann', '')).toBeUndefined()
  })

  it('a disabled user is not found', async () => {
    expect(await store().find('bob')).toBeUndefined()
    expect(await store().verifyPassword('bob', 'password')).toBeUndefined()
  })

  it('an unknown user is nobody, even with the password of the digest that is computed in their place', async () => {
    for (const name of ['nobody', 'x', 'y', 'z']) {
      expect(await store().verifyPassword(name, 'insecure_secret')).toBeUndefined()
      expect(await store().verifyPassword(name, 'password')).toBeUndefined()
    }
  })

  it('a password that cannot be computed is a wrong one', async () => {
    expect(await store().verifyPassword('yves', 'insecure_secret')).toBeUndefined()
    expect(await store().verifyPassword('sha', 'x'.repeat(5000))).toBeUndefined()
  })
})
