import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from '../../src/secrets/base32.ts'
import { matchingTotpStep, otpauthUri, type TotpAlgorithm, totpCode, totpStep } from '../../src/secrets/totp.ts'

/** The ASCII digits of the RFC's examples, as many as the hash has bytes. */
function digits(length: number): Uint8Array {
  return Buffer.from('1234567890'.repeat(7).slice(0, length))
}

const SECRETS: Readonly<Record<TotpAlgorithm, Uint8Array>> = {
  SHA1: digits(20),
  SHA256: digits(32),
  SHA512: digits(64),
}

describe('RFC 6238 appendix B', () => {
  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('at %i s: SHA-1 %s, SHA-256 %s, SHA-512 %s', (time, SHA1, SHA256, SHA512) => {
    const step = totpStep({ period: 30 }, time)
    const code = (algorithm: TotpAlgorithm) => totpCode({ secret: SECRETS[algorithm], algorithm, digits: 8 }, step)
    expect({ SHA1: code('SHA1'), SHA256: code('SHA256'), SHA512: code('SHA512') }).toEqual({ SHA1, SHA256, SHA512 })
  })
})

describe('RFC 4226 appendix D', () => {
  it('the first ten codes', () => {
    const codes = Array.from({ length: 10 }, (_, n) =>
      totpCode({ secret: SECRETS.SHA1, algorithm: 'SHA1', digits: 6 }, n),
    )
    expect(codes).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ])
  })
})

describe('RFC 6238 §5.2: the window', () => {
  const totp = { secret: SECRETS.SHA1, algorithm: 'SHA1', digits: 6, period: 30 } as const
  const step = 5
  const now = step * 30 + 12

  it('takes the codes of skew periods before and after, and no others', () => {
    const accepted = [3, 4, 5, 6, 7].map((other) => matchingTotpStep(totp, totpCode(totp, other), now, 1))
    expect(accepted).toEqual([undefined, 4, 5, 6, undefined])
    expect(matchingTotpStep(totp, totpCode(totp, 4), now, 0)).toBeUndefined()
  })

  it('takes blanks between digits, and nothing that is no code', () => {
    const code = totpCode(totp, step)
    expect(matchingTotpStep(totp, `${code.slice(0, 3)} ${code.slice(3)}`, now, 1)).toBe(step)
    for (const wrong of ['', code.slice(1), `${code}0`, 'abcdef'])
      expect(matchingTotpStep(totp, wrong, now, 1)).toBeUndefined()
  })

  it('has no steps before 1970', () => {
    expect(matchingTotpStep(totp, totpCode(totp, 0), 10, 3)).toBe(0)
  })
})

describe('RFC 4648 §10: base32', () => {
  it.each([
    ['', ''],
    ['f', 'MY======'],
    ['fo', 'MZXQ===='],
    ['foo', 'MZXW6==='],
    ['foob', 'MZXW6YQ='],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI======'],
  ])('%j is %s', (plain, encoded) => {
    const bare = encoded.replaceAll('=', '')
    expect(encodeBase32(Buffer.from(plain))).toBe(bare)
    for (const form of [encoded, bare, bare.toLowerCase(), bare.replace(/(..)/g, '$1 ')]) {
      expect(Buffer.from(decodeBase32(form) ?? []).toString()).toBe(plain)
    }
  })

  it.each(['M', 'MZX', 'MZXW6Y', 'MY1', 'M!', 'MYé='])('%s is not base32', (text) => {
    expect(decodeBase32(text)).toBeUndefined()
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(Buffer.from(decodeBase32(encodeBase32(bytes)) ?? [])).toEqual(Buffer.from(bytes))
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})

describe('otpauth', () => {
  it('names issuer and user, escaped', () => {
    const totp = { secret: Buffer.from('foobar'), algorithm: 'SHA256', digits: 8, period: 60 } as const
    expect(otpauthUri(totp, { issuer: 'My Company', username: 'ann@example.com' })).toBe(
      'otpauth://totp/My%20Company:ann%40example.com?algorithm=SHA256&digits=8&issuer=My%20Company&period=60&secret=MZXW6YTBOI',
    )
  })
})
