import { describe, expect, it } from 'vitest'
import { DigestInvalid, NotComputable, parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { digestRows } from './vectors.ts'

function problemWith(digest: string): unknown {
  try {
    parseDigest(digest)
  } catch (error) {
    return error
  }
  return undefined
}

const rows = digestRows()
const readable = rows.filter((row) => row.expect !== 'error')
const refused = rows.filter((row) => row.expect === 'error' && row.decode !== 'ok')
const incomputable = rows.filter((row) => row.optional || row.decode === 'ok')

describe('digests made by other tools', () => {
  it('are all here: 100 rows, of which 2 are only recognised', () => {
    expect(rows).toHaveLength(100)
    expect(rows.filter((row) => row.optional)).toHaveLength(2)
  })

  it.each(readable)('$id: variant and parameters are told ($note)', ({ digest, variant, params }) => {
    const read = parseDigest(digest)
    expect({ variant: read.variant, params: read.parameters }).toEqual({ variant, params })
  })

  it.each(readable.filter((row) => !row.optional))('$id: $expect ($note)', async (row) => {
    expect(await verifySecret(parseDigest(row.digest), row.password)).toBe(row.expect === 'match')
  })

  it.each(refused)('$id: refused as $variant ($note)', ({ digest, variant }) => {
    const error = problemWith(digest)
    expect(error).toBeInstanceOf(DigestInvalid)
    expect(error).toMatchObject({ code: 'ERR_DIGEST_INVALID', exitCode: 2, variant })
  })

  it.each(incomputable)('$id: read, and not computed ($note)', async ({ digest, password, optional }) => {
    await expect(verifySecret(parseDigest(digest), password)).rejects.toSatisfy(
      (error) => error instanceof (optional ? NotComputable : DigestInvalid),
    )
  })
})
