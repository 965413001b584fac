import { beforeAll, describe, expect, it } from 'vitest'
import { basic, post } from './support/flows.ts'
import { FORGERIES, type Genuine, RESPELT } from './support/forgeries.ts'
import { jwtProvider, PLACES } from './support/jwt-places.ts'
import { type Kind, kindsProvider, MAKE, TAKERS } from './support/kinds.ts'

describe.each(PLACES)('RFC 8725: $name', ({ genuine, accepts, misused }) => {
  const test = jwtProvider()
  let original: Genuine

  beforeAll(async () => {
    original = await genuine(test)
  })

  it.each(FORGERIES)('is refused: $name', async ({ forge }) => {
    expect(await accepts(test, forge(original))).toBe(false)
  })

  it.each(misused)('is refused by the right key: $name', async ({ forge }) => {
    expect(await accepts(test, forge(original))).toBe(false)
  })

  it('is taken as it was issued, after all that', async () => {
    expect(await accepts(test, original.token)).toBe(true)
  })
})

describe.each(PLACES.filter(({ name }) => name.includes('access token')))('RFC 8725: $name', ({ genuine, accepts }) => {
  it(`is refused: ${RESPELT.name}`, async () => {
    const test = jwtProvider()
    const original = await genuine(test)
    const respelt = RESPELT.forge(original)
    const bytes = (token: string) => Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('hex')
    expect([respelt === original.token, bytes(respelt) === bytes(original.token)]).toEqual([false, true])
    expect(await accepts(test, respelt)).toBe(false)
  })
})

describe('a token of one kind is never taken as another', () => {
  const kinds = Object.keys(MAKE) as Kind[]

  describe.each(TAKERS)('$name', ({ takes, accepts }) => {
    it.each(kinds)(`of: %s`, async (kind) => {
      const test = kindsProvider()
      const token = await MAKE[kind](test)
      expect(token.length, 'one was made').toBeGreaterThan(7)
      expect(await accepts(test, token)).toBe(takes.includes(kind))
    })
  })

  it.each(kinds)('RFC 7009 §2.1: revocation ends what was issued as a token, and nothing by: %s', async (kind) => {
    const test = kindsProvider()
    const own = await MAKE['opaque access token'](test)
    const token = await MAKE[kind](test)
    await post(test, '/api/oidc/revocation', { token }, { Authorization: basic('all', 'secret') })
    const active = TAKERS.find(({ name }) => name === 'the token at introspection')
    expect(await active?.accepts(test, own)).toBe(true)
  })
})
