import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/primitives/base64url.ts'
import { closest, editDistance } from '../../src/primitives/closest.ts'
import { uuid } from '../../src/primitives/random.ts'

describe('base64url', () => {
  it('RFC 7515 appendix C: the example octets', () => {
    const octets = Uint8Array.of(3, 236, 255, 224, 193)
    expect(encodeBase64url(octets)).toBe('A-z_4ME')
    expect(decodeBase64url('A-z_4ME')).toEqual(Buffer.from(octets))
  })

  it.each(['A-z_4ME=', 'A+z/4ME', 'A-z_4MF', 'A z', 'A'])('what is not the canonical form is refused: %s', (text) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })
})

describe('RFC 9562 §5.4: version 4 UUIDs', () => {
  it('all random bits set or clear leave version and variant alone', () => {
    expect(uuid(() => new Uint8Array(16).fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
    expect(uuid(() => new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000')
  })
})

describe('did you mean', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['generate', 'genreate', 1],
    ['', 'abc', 3],
  ])('%s and %s are %i edits apart', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance)
  })

  it('the nearest candidate is meant, a far one is not', () => {
    expect(closest('redirect_uri', ['redirect_uris', 'request_uris', 'scopes'])).toBe('redirect_uris')
    expect(closest('banana', ['redirect_uris', 'request_uris', 'scopes'])).toBeUndefined()
  })
})
