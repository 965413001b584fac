/** A prediction and the provider agree, over generated requests. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../../src/primitives/random.ts'
import { CONFIGURATION_DEFAULTS, PROVIDER_DEFAULTS } from '../../../src/provider/dev/configuration.ts'
import { MADE_UP_USERS } from '../../../src/provider/dev/users.ts'
import { predict } from '../../../src/provider/prediction/predict.ts'
import type { Prediction } from '../../../src/provider/prediction/prediction.ts'
import {
  CASE,
  type Case,
  collect,
  isChallengeOfVerifier,
  KEYS,
  placeOf,
  providerFor,
  type SeenPlace,
  send,
  userinfoOf,
  withoutChallenge,
} from './prediction-world.ts'
import { ISSUER, NOW } from './provider.ts'

function prediction(one: Case): Promise<Prediction> {
  const { client, provider, username, scopes, prompt, response_type } = one
  const config = {
    ...CONFIGURATION_DEFAULTS,
    provider: { ...PROVIDER_DEFAULTS, hmac_secret: 'secret', ...provider, clients: [client] },
  }
  const user = MADE_UP_USERS.find((other) => other.username === username)
  const address = '203.0.113.9'
  const options = { config, keys: KEYS, issuer: ISSUER, clock: () => NOW, random: systemRandom }
  return predict(options, { client, user, scopes, prompt, response_type, address })
}

/** What is the same each time is predicted with its value, the rest by its name. */
function expectPlace(seen: SeenPlace, claims: Prediction['claims']['id_token'], signer: SeenPlace['signer']): void {
  expect(seen.signer).toEqual(signer)
  expect(Object.keys(seen.claims ?? {}).sort()).toEqual(Object.keys(claims ?? {}).sort())
  expect(seen.claims === null).toBe(claims === null)
  for (const [name, value] of Object.entries(claims ?? {})) {
    if (value !== null) expect([name, seen.claims?.[name]]).toEqual([name, value])
  }
}

async function expectAgreement(one: Case): Promise<'granted' | 'refused'> {
  const predicted = await prediction(one)
  const { level } = predicted.policy
  const test = providerFor(one)
  const seen = await send(test, one, { pushed: predicted.par.required, level })
  const held = await collect(test, one, seen)
  expect(seen.error ?? held['error']).toBe(predicted.refused?.error)
  if (predicted.refused !== undefined) return 'refused'
  expect(seen.consented).toBe(predicted.consent.required)
  expectPlace(placeOf(held['id_token']), predicted.claims.id_token, predicted.signing.id_token)
  expectPlace(placeOf(held['access_token']), predicted.claims.access_token, predicted.signing.access_token)
  const userinfo = await userinfoOf(test, held['access_token'])
  expectPlace(userinfo, predicted.claims.userinfo, predicted.signing.userinfo)
  expect(held['refresh_token'] !== undefined).toBe(predicted.refresh_token)
  const direct = await send(providerFor(one), one, { pushed: false, level })
  expect(direct.error === undefined, 'pushed requests are required or not').toBe(!predicted.par.required)
  const more = withoutChallenge(one)
  if (Object.keys(more).length === 0) return 'granted'
  const bare = await send(providerFor(one), one, { pushed: predicted.par.required, level, more })
  expect(bare.error === undefined, 'PKCE is required or not').toBe(!predicted.pkce.required)
  return 'granted'
}

/** Declares the test for `runs` generated requests. */
export function predictionsHold(runs: number): void {
  describe('what is predicted for a client is what the provider does', () => {
    it(`over ${runs} generated clients and requests`, async () => {
      expect(isChallengeOfVerifier()).toBe(true)
      const outcomes: string[] = []
      const property = fc.asyncProperty(CASE, async (one) => void outcomes.push(await expectAgreement(one)))
      await fc.assert(property, { numRuns: runs, seed: 20260301 })
      expect(outcomes.filter((outcome) => outcome === 'granted').length).toBeGreaterThan(runs / 4)
      expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeGreaterThan(runs / 20)
    })
  })
}
