import { describe, expect, it } from 'vitest'
import { validate } from '../../src/config/validate.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import type { HashAlgorithm } from '../../src/secrets/algorithms.ts'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { hashPassword } from '../../src/users/password-hash.ts'
import { surroundingsOf } from '../../src/users/surroundings.ts'
import { documentOf } from '../config/documents.ts'
import { loadText } from '../config/load-text.ts'

const PASSWORD = 'correct horse battery staple'
const NOWHERE = { configuration: 'configuration.yml', users: undefined, totp: undefined }

async function digestWith(options: string, algorithm?: HashAlgorithm): Promise<string> {
  const loaded = await loadText(`authentication_backend:\n  file:\n    password: ${options}\n`)
  const { password } = surroundingsOf(loaded, NOWHERE)
  return hashPassword(PASSWORD, { options: password, algorithm, random: systemRandom })
}

/** Cheap parameters of every algorithm, and what its digests begin with. */
const ARGON2 =
  'argon2: {variant: argon2i, iterations: 1, memory: 1024, parallelism: 2, key_length: 24, salt_length: 12}'
const SCRYPT = 'scrypt: {iterations: 10, block_size: 4, parallelism: 2, key_length: 24, salt_length: 12}'
const PBKDF2 = 'pbkdf2: {variant: sha256, iterations: 100000, salt_length: 12}'
const SHA2CRYPT = 'sha2crypt: {variant: sha256, iterations: 1000, salt_length: 8}'
const BCRYPT = 'bcrypt: {variant: sha256, cost: 10}'

describe('oidc users add and passwd hash as the provider would', () => {
  it.each([
    [`{${ARGON2}}`, /^\$argon2i\$v=19\$m=1024,t=1,p=2\$[\w+/]{16}\$[\w+/]{32}$/],
    [`{algorithm: argon2, ${ARGON2}, ${SCRYPT}}`, /^\$argon2i\$v=19\$m=1024,t=1,p=2\$/],
    [`{algorithm: scrypt, ${SCRYPT}}`, /^\$scrypt\$ln=10,r=4,p=2\$[\w+/]{16}\$[\w+/]{32}$/],
    [`{algorithm: pbkdf2, ${PBKDF2}}`, /^\$pbkdf2-sha256\$100000\$[\w./]{16}\$/],
    [`{algorithm: sha2crypt, ${SHA2CRYPT}}`, /^\$5\$rounds=1000\$[\w./]{8}\$/],
    [`{algorithm: bcrypt, ${BCRYPT}}`, /^\$bcrypt-sha256\$v=2,t=2b,r=10\$/],
    ['{algorithm: bcrypt, bcrypt: {cost: 10}}', /^\$2b\$10\$/],
    ['{algorithm: pbkdf2, pbkdf2: {iterations: 0, salt_length: 0}}', /^\$pbkdf2-sha512\$310000\$[\w./]{22}\$/],
    ['{algorithm: sha512, sha2crypt: {iterations: 1000}}', /^\$6\$rounds=1000\$[\w./]{16}\$/],
    ['{}', /^\$argon2id\$v=19\$m=65536,t=3,p=4\$[\w+/]{22}\$[\w+/]{43}$/],
  ])('authentication_backend.file.password: %s makes %s', async (options, form) => {
    const digest = await digestWith(options)
    expect(digest).toMatch(form)
    expect(await verifySecret(parseDigest(digest), PASSWORD)).toBe(true)
  })

  it('--algorithm is hashed with its own configured parameters', async () => {
    expect(await digestWith(`{algorithm: argon2, ${PBKDF2}}`, 'pbkdf2')).toMatch(/^\$pbkdf2-sha256\$100000\$/)
  })

  it.each([
    ['{algorithm: md5}', 'authentication_backend.file.password.algorithm'],
    ['{argon2: {variant: argon3}}', 'authentication_backend.file.password.argon2'],
    ['{argon2: {memory: 1}}', 'authentication_backend.file.password.argon2'],
    ['{algorithm: scrypt, scrypt: {variant: yescrypt}}', 'authentication_backend.file.password.scrypt'],
    ['{algorithm: bcrypt, bcrypt: {cost: 4}}', 'authentication_backend.file.password.bcrypt'],
  ])('what cannot be is refused, with the option: %s', async (options, path) => {
    await expect(digestWith(options)).rejects.toMatchObject({ code: 'ERR_PASSWORD_OPTIONS', path })
  })
})

describe('config validate: authentication_backend.file.password', () => {
  it.each([
    ['{algorithm: argon, argon2: {variant: argon2d}}', ['algorithm']],
    ['{argon2: {variant: i}, scrypt: {variant: yescrypt}, bcrypt: {variant: standard}}', []],
    ['{algorithm: argon2id}', []],
    ['{pbkdf2: {variant: md5}, sha2crypt: {variant: sha1}}', ['pbkdf2.variant', 'sha2crypt.variant']],
  ])('%s', async (options, wrong) => {
    const other = `authentication_backend:\n  file:\n    password: ${options}`
    const { problems } = validate(await loadText(documentOf({ other })))
    expect(problems.map(({ code, path }) => [code, path])).toEqual(
      wrong.map((option) => ['ERR_OPTION_VALUE', `authentication_backend.file.password.${option}`]),
    )
  })
})
