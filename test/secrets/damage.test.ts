import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { checkSecret, readStored } from '../../src/secrets/check.ts'
import { explainDamage } from '../../src/secrets/damage.ts'
import { digestRows } from './vectors.ts'

const rows = digestRows()
const intact = rows
  .filter(({ expect, digest }) => expect === 'match' && digest.startsWith('$') && !digest.includes('\n'))
  .map(({ id, digest }) => ({ id, digest }))

/** What a shell makes of a digest in double quotes. */
function throughShell(digest: string): string {
  return execFileSync('/bin/sh', ['-c', `printf %s "${digest}"`], { env: {}, encoding: 'utf8' })
}

function codeOf(text: string): string | undefined {
  try {
    readStored(text)
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('a digest that lost something on its way', () => {
  it('an intact digest is not called damaged', () => {
    for (const { id, digest } of intact) expect(explainDamage(digest), id).toBeUndefined()
  })

  it.each([
    'pbkdf2-sha224-default',
    'pbkdf2-sha256-default',
    'pbkdf2-sha384-default',
    'pbkdf2-sha512-default',
    'pbkdf2-sha512-documentation',
    'argon2id-default',
    'argon2i',
    'argon2d',
    'scrypt-default',
    'bcrypt-2b-default',
    'bcrypt-2y',
    'bcrypt-sha256-default',
    'sha512crypt-default',
    'sha256crypt-rounds',
  ])('%s: its $… parts eaten by a shell', (id) => {
    const eaten = throughShell(intact.find((row) => row.id === id)?.digest ?? '')
    expect(explainDamage(eaten)?.happened, eaten).toMatch(/replaced/)
    expect(codeOf(eaten)).toBe('ERR_DIGEST_INVALID')
  })

  it('what is left of any other form is no digest either, and single quotes are advised', async () => {
    for (const { digest } of intact) {
      const eaten = throughShell(digest)
      const check = async () => checkSecret(readStored(eaten), 'insecure_secret')
      await expect(check(), eaten).rejects.toMatchObject({
        code: 'ERR_DIGEST_INVALID',
        hint: expect.stringContaining('single quotes'),
      })
    }
  })

  it('$plaintext$…: nothing is left of it', () => {
    expect(explainDamage(throughShell('$plaintext$insecure_secret'))?.happened).toContain('empty')
  })

  it.each([
    ['dollar signs doubled for compose', (digest: string) => digest.replaceAll('$', '$$$$'), /doubled/],
    ['backslashes before the dollar signs', (digest: string) => digest.replaceAll('$', '\\$'), /backslashes/],
    ['single quotes inside', (digest: string) => `'${digest}'`, /quotation mark/],
    ['double quotes inside', (digest: string) => `"${digest}"`, /quotation mark/],
    ['the first $ missing', (digest: string) => digest.slice(1), /without its first/],
    ['percent-encoded', (digest: string) => encodeURIComponent(digest), /percent-encoded/],
    ['copied with its label', (digest: string) => `Digest: ${digest}`, /label/],
  ])('%s', (_what, damage, happened) => {
    for (const id of ['pbkdf2-sha512-default', 'argon2id-default', 'scrypt-default', 'bcrypt-2b-default']) {
      const digest = intact.find((row) => row.id === id)?.digest ?? ''
      const damaged = damage(digest)
      expect(explainDamage(damaged)?.happened, damaged).toMatch(happened)
      expect(codeOf(damaged)).toBe('ERR_DIGEST_INVALID')
    }
  })

  it('padding and wrong alphabets are told as such', () => {
    const row = (id: string) => rows.find((candidate) => candidate.id === id)?.digest ?? ''
    const message = (id: string) => {
      try {
        readStored(row(id))
      } catch (error) {
        return (error as Error).message
      }
      return undefined
    }
    expect(message('pbkdf2-sha512-padded')).toContain('padding')
    expect(message('pbkdf2-sha512-plus-alphabet')).toContain('adapted base64')
    expect(message('argon2id-adapted-alphabet')).toContain('standard base64')
    expect(message('pbkdf2-sha512-missing-key')).toContain('2 fields after its name where 3 are needed')
    expect(message('pbkdf2-uppercase-id')).toContain('lower case')
  })
})
