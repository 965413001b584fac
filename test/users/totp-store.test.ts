import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import type { Totp } from '../../src/secrets/totp.ts'
import { ENROLMENT_CODE_LIFETIME } from '../../src/users/enrolment-code.ts'
import { createTotpStore } from '../../src/users/totp-store.ts'
import { temporaryFolder } from '../support/run-oidc.ts'

/** base32 MZXW6YTBOI (RFC 4648 §10). */
const TOTP: Totp = { secret: Buffer.from('foobar'), algorithm: 'SHA256', digits: 8, period: 60 }
const START = Date.parse('2026-01-01T00:00:00Z')

async function workplace({ encryptionKey }: { encryptionKey?: string } = {}) {
  const path = join(await temporaryFolder(), 'users_totp.yml')
  let now = START
  const options = { path, encryptionKey, clock: () => now, random: systemRandom }
  return {
    path,
    options,
    store: createTotpStore(options),
    text: () => readFile(path, 'utf8'),
    mode: async () => (await stat(path)).mode & 0o777,
    later(milliseconds: number) {
      now += milliseconds
    },
  }
}

describe('users_totp.yml', () => {
  it('need not be there', async () => {
    const { store } = await workplace()
    expect(await store.findTotp('ann')).toBeUndefined()
    expect(await store.hasTotp('ann')).toBe(false)
    expect(await store.remove('ann')).toBe(false)
  })

  it('is one mapping from users to generators, readable by its owner only', async () => {
    const { store, text, mode } = await workplace()
    await store.setTotp('ann', TOTP)
    expect(await text()).toMatch(
      /^ann:\n {2}secret: 'MZXW6YTBOI'\n {2}algorithm: 'SHA256'\n {2}digits: 8\n {2}period: 60\n/m,
    )
    expect(await mode()).toBe(0o600)
    expect(await store.findTotp('ann')).toEqual({ ...TOTP, secret: Uint8Array.from(TOTP.secret) })
  })

  it('is made private again when it is edited', async () => {
    const { store, path, mode } = await workplace()
    await store.setTotp('ann', TOTP)
    await chmod(path, 0o644)
    await store.setTotp('bob', TOTP)
    expect(await mode()).toBe(0o600)
  })

  it('keeps comments and other users', async () => {
    const { store, path, text } = await workplace()
    await writeFile(path, `# mine\nbob: {secret: MZXW6YTBOI}   # default kind\n`)
    await store.setTotp('ann', TOTP)
    expect(await text()).toMatch(/^# mine\nbob: \{secret: MZXW6YTBOI\} {3}# default kind\n/)
    expect(await store.findTotp('bob')).toMatchObject({ algorithm: 'SHA1', digits: 6, period: 30 })
    expect(await store.remove('ann')).toBe(true)
    expect(await text()).toBe(`# mine\nbob: {secret: MZXW6YTBOI}   # default kind\n`)
  })

  it('a change made by others is seen', async () => {
    const { store, options } = await workplace()
    expect(await store.findTotp('ann')).toBeUndefined()
    await createTotpStore(options).setTotp('ann', TOTP)
    expect(await store.findTotp('ann')).toMatchObject({ digits: 8 })
  })

  it('two writers at once both have their say', async () => {
    const { store, options } = await workplace()
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(names.map((name) => createTotpStore(options).setTotp(name, TOTP)))
    for (const name of names) expect(await store.hasTotp(name)).toBe(true)
  })

  it.each([
    ['a secret that is no base32', 'ann: {secret: "1!"}'],
    ['an unknown algorithm', 'ann: {secret: MZXW6YTBOI, algorithm: MD5}'],
    ['seven digits', 'ann: {secret: MZXW6YTBOI, digits: 7}'],
    ['a period of nothing', 'ann: {secret: MZXW6YTBOI, period: 0}'],
    ['no YAML', 'ann: {'],
  ])('refuses %s without showing it', async (_what, content) => {
    const { store, path } = await workplace()
    await writeFile(path, content)
    const refused = store.findTotp('ann')
    await expect(refused).rejects.toMatchObject({ code: 'ERR_TOTP_FILE_INVALID' })
    await expect(refused).rejects.not.toThrow(/MZXW/)
  })
})

describe('storage.encryption_key', () => {
  const encryptionKey = 'an-encryption-key-of-more-than-twenty-characters'

  it('encrypts the secrets', async () => {
    const { store, text } = await workplace({ encryptionKey })
    await store.setTotp('ann', TOTP)
    expect(await text()).toMatch(/secret: 'aes-256-gcm:[A-Za-z0-9_-]{51}'/)
    expect(await text()).not.toContain('MZXW6YTBOI')
    expect(await store.findTotp('ann')).toMatchObject({ algorithm: 'SHA256', secret: Uint8Array.from(TOTP.secret) })
  })

  it('another key, no key, or the entry of another user does not open them', async () => {
    const { store, options, path, text } = await workplace({ encryptionKey })
    await store.setTotp('ann', TOTP)
    for (const other of ['another-key', undefined]) {
      const refused = createTotpStore({ ...options, encryptionKey: other }).findTotp('ann')
      await expect(refused).rejects.toMatchObject({ code: 'ERR_TOTP_SEALED' })
    }
    await writeFile(path, (await text()).replace('ann:', 'bob:'))
    await expect(store.findTotp('bob')).rejects.toMatchObject({ code: 'ERR_TOTP_SEALED' })
    expect(await store.hasTotp('bob')).toBe(true)
  })

  it('a changed or cut value does not open', async () => {
    const { store, path, text } = await workplace({ encryptionKey })
    await store.setTotp('ann', TOTP)
    const whole = await text()
    const sealed = /aes-256-gcm:(\S+)'/.exec(whole)?.[1] ?? ''
    for (const broken of [`A${sealed.slice(1)}`, sealed.slice(0, -3), sealed.slice(0, 10), '', '!']) {
      await writeFile(path, whole.replace(sealed, broken === sealed ? `B${sealed.slice(1)}` : broken))
      await expect(store.findTotp('ann')).rejects.toMatchObject({ code: 'ERR_TOTP_SEALED' })
    }
  })

  it('secrets that were written before it was set are read all the same', async () => {
    const { store, options } = await workplace()
    await store.setTotp('ann', TOTP)
    expect(await createTotpStore({ ...options, encryptionKey }).findTotp('ann')).toMatchObject({ digits: 8 })
  })
})

describe('enrolment codes', () => {
  it('80 bits of letters and digits that cannot be confused, kept as a digest', async () => {
    const { store, text, mode } = await workplace()
    const { code, expires } = await store.issueEnrolmentCode('ann')
    expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/)
    expect(expires).toBe(START + ENROLMENT_CODE_LIFETIME)
    expect(await text()).toMatch(/enrolment_code: '\$pbkdf2-sha512\$/)
    expect(await text()).not.toContain(code.slice(0, 4))
    expect(await mode()).toBe(0o600)
  })

  it('count in either case, with or without hyphens, for their user only', async () => {
    const { store } = await workplace()
    const { code } = await store.issueEnrolmentCode('ann')
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `]) {
      expect(await store.isEnrolmentCode('ann', typed)).toBe(true)
    }
    for (const typed of ['', code.slice(1), `${code}A`]) expect(await store.isEnrolmentCode('ann', typed)).toBe(false)
    expect(await store.isEnrolmentCode('bob', code)).toBe(false)
  })

  it('end after a day', async () => {
    const { store, later } = await workplace()
    const { code } = await store.issueEnrolmentCode('ann')
    later(ENROLMENT_CODE_LIFETIME - 1)
    expect(await store.isEnrolmentCode('ann', code)).toBe(true)
    later(1)
    expect(await store.isEnrolmentCode('ann', code)).toBe(false)
    await expect(store.enrol('ann', TOTP, code)).rejects.toMatchObject({ code: 'ERR_ENROLMENT_REFUSED' })
  })

  it('a new one ends the one before', async () => {
    const { store } = await workplace()
    const { code: first } = await store.issueEnrolmentCode('ann')
    const { code: second } = await store.issueEnrolmentCode('ann')
    expect(await store.isEnrolmentCode('ann', first)).toBe(false)
    expect(await store.isEnrolmentCode('ann', second)).toBe(true)
  })

  it('give one generator: of two browsers at once, one comes first', async () => {
    const { store, options, text } = await workplace()
    const { code } = await store.issueEnrolmentCode('ann')
    const other: Totp = { ...TOTP, secret: Buffer.from('barfoo') }
    const results = await Promise.allSettled([
      createTotpStore(options).enrol('ann', TOTP, code),
      createTotpStore(options).enrol('ann', other, code),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await text()).not.toContain('enrolment_code')
    expect(await store.isEnrolmentCode('ann', code)).toBe(false)
  })

  it('leave a generator in place until they are used', async () => {
    const { store } = await workplace()
    await store.setTotp('ann', TOTP)
    const { code } = await store.issueEnrolmentCode('ann')
    expect(await store.findTotp('ann')).toMatchObject({ digits: 8 })
    await store.enrol('ann', { ...TOTP, digits: 6 }, code)
    expect(await store.findTotp('ann')).toMatchObject({ digits: 6 })
  })
})
