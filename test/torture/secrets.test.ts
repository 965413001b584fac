import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ToolError } from '../../src/errors.ts'
import { checkSecret, readStored } from '../../src/secrets/check.ts'
import { DigestInvalid, parseDigest } from '../../src/secrets/digest.ts'
import { CHARSETS, type CharsetName } from '../../src/secrets/generate.ts'
import { expectEvenSpread } from '../secrets/spread.ts'
import { digestRows } from '../secrets/vectors.ts'
import { oidc } from '../support/run-oidc.ts'

const rows = digestRows()

describe('sampling without bias', () => {
  it.each(Object.keys(CHARSETS) as CharsetName[])('%s: a million characters are spread evenly, p > 1e-6', (name) => {
    expectEvenSpread(name, 1_000_000)
  })
})

describe('oidc secret verify on the digests of other tools', () => {
  const STATUS = { match: 0, mismatch: 3, error: 2 }

  it.each(rows)('$id: $expect', async ({ digest, password, expect: expected, optional }) => {
    const { stdout, status } = await oidc(['secret', 'verify', '--stdin', '--json', '--', digest], {
      input: `${password}\n`,
    })
    expect(status).toBe(optional ? 1 : STATUS[expected])
    expect(JSON.parse(stdout)).toMatchObject(expected === 'error' ? { error: {} } : {})
  })
})

describe('whatever stands in the place of a digest', () => {
  const mutated = fc
    .tuple(
      fc.constantFrom(...rows.map(({ digest }) => digest)),
      fc.nat(),
      fc.nat({ max: 8 }),
      fc.string({ maxLength: 8 }),
    )
    .map(([digest, at, cut, inserted]) => {
      const start = at % (digest.length + 1)
      return digest.slice(0, start) + inserted + digest.slice(start + cut)
    })

  it('is read, or refused with a reason that does not repeat it', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string(), fc.string({ unit: fc.constantFrom(...'$=,av25671bym.') })), (text) => {
        try {
          parseDigest(text)
        } catch (error) {
          expect(error).toBeInstanceOf(DigestInvalid)
          if (text.length > 12) expect((error as Error).message).not.toContain(text)
        }
      }),
      { seed: 7, numRuns: 200_000 },
    )
  })

  it('checking it ends in a verdict or an error for people', async () => {
    const cheap = rows.filter(({ id }) =>
      /low-iterations|argon2id-(plus|key64)|scrypt-(unicode|passlib)|cost-04|rfc6070/.test(id),
    )
    const damaged = fc
      .tuple(fc.constantFrom(...cheap.map(({ digest }) => digest)), fc.nat(), fc.string({ maxLength: 2 }))
      .map(
        ([digest, at, inserted]) =>
          digest.slice(0, at % digest.length) + inserted + digest.slice((at % digest.length) + 1),
      )
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        try {
          const { match } = await checkSecret(readStored(text), 'insecure_secret!')
          expect(match === null || match === false).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(ToolError)
        }
      }),
      { seed: 7, numRuns: 1000 },
    )
  })
})
