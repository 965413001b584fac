/** The rules of single use under load, for the short and the long count. */
import { describe, expect, it } from 'vitest'
import {
  goodTokens,
  isGood,
  raceAssertions,
  raceCodes,
  raceRefreshTokens,
  racingProvider,
  redeemOnce,
  told,
} from './races.ts'

/** Declares the tests; each of `count` codes, refresh tokens and assertions meets twenty callers at once. */
export function itIsUsedOnce(count: number): void {
  describe(`of twenty who use one of ${count} at once`, () => {
    it('RFC 6749 §4.1.2: a code answers one; the others are replays, so what it gave is over', async () => {
      const test = racingProvider()
      for (const race of await raceCodes(test, count)) {
        expect([race.winners.length, told(race)]).toEqual([1, ['400 invalid_grant']])
        for (const winner of race.winners) expect(await goodTokens(test, winner)).toEqual([])
      }
    })

    it('RFC 9700 §4.14.2: a refresh token answers one, and the family ends', async () => {
      const test = racingProvider()
      for (const race of await raceRefreshTokens(test, count)) {
        expect([race.winners.length, told(race)]).toEqual([1, ['400 invalid_grant']])
        for (const winner of race.winners) expect(await goodTokens(test, winner)).toEqual([])
      }
    })

    it('RFC 7523 §3: an assertion authenticates one; the others are invalid_client, and nothing is revoked', async () => {
      const test = racingProvider()
      for (const race of await raceAssertions(test, count)) {
        expect([race.winners.length, told(race)]).toEqual([1, ['401 invalid_client']])
        for (const { body } of race.winners) expect(await isGood(test, body['access_token'] ?? '')).toBe(true)
      }
    })

    it('a code that is redeemed once keeps its tokens', async () => {
      const test = racingProvider()
      const answers = await redeemOnce(test, count)
      for (const answer of answers) expect(await goodTokens(test, answer)).toEqual(['access_token', 'refresh_token'])
    })
  })
}
