import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Random } from '../../src/primitives/random.ts'
import { CHARSETS, entropyBits, generateSecret, sampleCharacters } from '../../src/secrets/generate.ts'
import { expectEvenSpread, seeded } from './spread.ts'

/** Every byte once, in order. */
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte)

describe('sampling without bias', () => {
  it('every set of 2 to 256 characters: over all bytes each character comes up equally often', () => {
    for (let size = 2; size <= 256; size++) {
      const set = Array.from({ length: size }, (_, index) => String.fromCodePoint(0x100 + index))
      const counts = new Map<string, number>()
      for (const character of sampleCharacters(ALL_BYTES, set)) counts.set(character, (counts.get(character) ?? 0) + 1)
      expect(counts.size, `set of ${size}`).toBe(size)
      expect(new Set(counts.values()), `set of ${size}`).toEqual(new Set([Math.floor(256 / size)]))
    }
  })

  it('drops only what would make a character likelier', () => {
    for (let size = 2; size <= 256; size++) {
      const set = Array.from({ length: size }, (_, index) => String.fromCodePoint(0x100 + index))
      expect(256 - sampleCharacters(ALL_BYTES, set).length, `set of ${size}`).toBe(256 % size)
    }
  })

  it('draws again for what was dropped, until the length is reached', () => {
    const bytes = [255, 254, 253, 252, 251, 250, 0, 61]
    const dropping: Random = (length) => Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0)
    expect(generateSecret({ length: 30, characters: CHARSETS.alphanumeric }, dropping)).toMatch(/^[A-Z0-9]{30}$/i)
  })

  it('a million characters of the default set are spread evenly', () => {
    expectEvenSpread('rfc3986', 1_000_000)
  })
})

describe('character sets', () => {
  it.each([
    ['ascii', 94, 471.9],
    ['alphanumeric', 62, 428.7],
    ['alphanumeric-lower', 36, 372.2],
    ['alphanumeric-upper', 36, 372.2],
    ['alphabetic', 52, 410.4],
    ['alphabetic-lower', 26, 338.4],
    ['alphabetic-upper', 26, 338.4],
    ['numeric', 10, 239.2],
    ['numeric-hex', 16, 288.0],
    ['hex', 16, 288.0],
    ['rfc3986', 66, 435.2],
    ['rfc3986-lower', 40, 383.2],
    ['rfc3986-upper', 40, 383.2],
    ['base64url', 64, 432.0],
  ] as const)('%s has %i characters: %f bits in 72 of them', (name, size, bits) => {
    expect(new Set(CHARSETS[name]).size).toBe(size)
    expect(CHARSETS[name]).toHaveLength(size)
    expect(entropyBits({ length: 72, characters: CHARSETS[name] })).toBeCloseTo(bits, 0.9)
  })

  it('RFC 3986 §2.3: rfc3986 is the unreserved set', () => {
    expect(Array.from(CHARSETS.rfc3986).every((character) => encodeURIComponent(character) === character)).toBe(true)
    expect(CHARSETS.rfc3986).toMatch(/^[A-Za-z0-9\-._~]+$/)
  })

  it('RFC 4648 §5: base64url', () => {
    expect(CHARSETS.base64url).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
  })

  it('ascii is what can be printed, without the space', () => {
    expect(CHARSETS.ascii).toMatch(/^[!-~]{94}$/)
  })
})

describe('a secret', () => {
  it('has the length asked for and no other characters, whatever the set', () => {
    const sets = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), {
      minLength: 2,
      maxLength: 60,
    })
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 300 }), fc.string(), (set, length, seed) => {
        const characters = set.join('')
        fc.pre(new Set(characters).size >= 2)
        const drawn = Array.from(generateSecret({ length, characters }, seeded(seed)))
        expect(drawn).toHaveLength(length)
        for (const character of drawn) expect(characters).toContain(character)
      }),
      { seed: 7, numRuns: 100 },
    )
  })

  it('a character that is repeated in a set is not likelier, and is not counted as entropy', () => {
    expect(entropyBits({ length: 10, characters: 'aaab' })).toBe(10)
    const drawn = generateSecret({ length: 10_000, characters: 'aaab' }, seeded('repeated'))
    expect(drawn.replaceAll('a', '').length).toBeGreaterThan(4700)
  })

  it.each([
    ['a length of 0', { length: 0, characters: 'ab' }],
    ['half a character', { length: 1.5, characters: 'ab' }],
    ['more than a million characters', { length: 2_000_000, characters: 'ab' }],
    ['an empty set', { length: 10, characters: '' }],
    ['a set of one', { length: 10, characters: 'aaa' }],
    [
      'a set of more than 256',
      { length: 10, characters: String.fromCodePoint(...Array.from({ length: 257 }, (_, i) => 0x4e00 + i)) },
    ],
  ])('is not drawn with %s', (_what, request) => {
    expect(() => generateSecret(request, seeded('refused'))).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })
})
