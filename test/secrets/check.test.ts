import { describe, expect, it } from 'vitest'
import { adviseOn } from '../../src/secrets/advice.ts'
import { checkSecret, readStored } from '../../src/secrets/check.ts'
import { DigestInvalid, parseDigest } from '../../src/secrets/digest.ts'
import { type DigestRow, digestRows } from './vectors.ts'

async function verdict({ digest, password }: DigestRow): Promise<string> {
  try {
    const { match } = await checkSecret(readStored(digest), password)
    return match === null ? 'not computable' : match ? 'match' : 'mismatch'
  } catch (error) {
    if (error instanceof DigestInvalid) return 'error'
    throw error
  }
}

const rows = digestRows()
const byId = new Map(rows.map((row) => [row.id, row]))

function row(id: string): DigestRow {
  const found = byId.get(id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

async function adviceOn(id: string, secret?: string): Promise<readonly string[]> {
  const { digest, password } = row(id)
  return (await checkSecret(readStored(digest), secret ?? password)).advice
}

describe('checking a secret against what is stored', () => {
  const special = rows.filter(
    ({ expect, variant, digest }) => expect === 'error' || variant === 'plaintext' || /\s/.test(digest),
  )
  it.each(special)('$id: $expect ($note)', async (row) => {
    expect(await verdict(row)).toBe(row.expect)
  })

  it('yescrypt: variant and parameters are told, and that it cannot be computed', async () => {
    const { digest, password } = row('yescrypt-default')
    expect(await checkSecret(readStored(digest), password)).toMatchObject({
      match: null,
      variant: 'yescrypt',
      parameters: { flags: 'j', ln: 12, block_size: 32 },
      advice: expect.arrayContaining([expect.stringContaining('cannot be computed')]),
    })
  })

  it('a plain secret that is not the one given is no digest', async () => {
    await expect(checkSecret(readStored('another_secret'), 'insecure_secret')).rejects.toMatchObject({
      code: 'ERR_DIGEST_INVALID',
      exitCode: 2,
    })
  })
})

describe('advice', () => {
  it.each(rows.filter(({ tool }) => tool === 'warn-weak'))('$id: weak ($note)', ({ digest: text }) => {
    expect(adviseOn(parseDigest(text), { text, secretBytes: 15 })).toContainEqual(expect.stringMatching(/^weak: /))
  })

  it.each([
    'pbkdf2-sha512-documentation',
    'pbkdf2-sha224-default',
    'pbkdf2-sha256-default',
    'pbkdf2-sha384-default',
    'argon2id-default',
    'argon2id-owasp',
    'scrypt-default',
    'scrypt-owasp',
    'bcrypt-2b-default',
    'bcrypt-sha256-default',
    'sha512crypt-default',
    'sha256crypt-rounds',
  ])('%s: nothing to say about the usual costs', (id) => {
    const { digest: text } = row(id)
    expect(adviseOn(parseDigest(text), { text, secretBytes: 72 })).toEqual([])
  })

  it('bcrypt: a secret over 72 bytes is told, as long as the bytes are, not the characters', async () => {
    expect(await adviceOn('bcrypt-73-bytes-truncated')).toContainEqual(expect.stringContaining('73 bytes'))
    expect(await adviceOn('bcrypt-cost-04', 'ä'.repeat(37))).toContainEqual(expect.stringContaining('74 bytes'))
    expect(await adviceOn('bcrypt-cost-04', 'ä'.repeat(36))).not.toContainEqual(expect.stringContaining('bytes'))
  })

  it('a line break behind a digest is dropped and told', async () => {
    expect(await adviceOn('trailing-newline')).toContainEqual(expect.stringContaining('white space'))
  })

  it('what the JSON schema for editors does not know is told', async () => {
    for (const id of [
      'pbkdf2-sha1-long-id',
      'sha512crypt-rounds-omitted',
      'argon2id-parameter-order',
      'yescrypt-default',
    ]) {
      expect(await adviceOn(id), id).toContainEqual(expect.stringContaining('JSON schema'))
    }
  })

  it.each(['pbkdf2-ldap-prefix', 'argon2id-ldap-prefix', 'sha512crypt-ldap-prefix', 'descrypt', 'leading-space'])(
    '%s: the provider takes it as a plain secret',
    async (id) => {
      expect(await adviceOn(id)).toContainEqual(expect.stringContaining('plain secret'))
    },
  )

  it('a secret that is itself a digest is told', async () => {
    const { digest } = row('pbkdf2-sha512-documentation')
    expect(await adviceOn('argon2id-key64', digest)).toContainEqual(expect.stringContaining('itself a digest'))
  })

  it('SHA-crypt: a key that was cut can never match', async () => {
    const { digest, password } = row('sha512crypt-rounds-omitted')
    expect(await checkSecret(readStored(digest.slice(0, -3)), password)).toMatchObject({
      match: false,
      advice: expect.arrayContaining([expect.stringMatching(/^damaged: .*83 characters/)]),
    })
  })
})
