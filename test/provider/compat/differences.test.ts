import { describe, expect, it } from 'vitest'
import { DIFFERENCES, type Difference } from '../../../src/provider/compat.ts'
import { AUTHORIZATION_DIFFERENCES } from './authorization.ts'
import { CLIENT_ENDPOINT_DIFFERENCES } from './client-endpoints.ts'
import type { Observation } from './observe.ts'
import { TOKEN_DIFFERENCES } from './tokens.ts'

const OBSERVATIONS: Readonly<Record<Difference, Observation>> = {
  ...AUTHORIZATION_DIFFERENCES,
  ...CLIENT_ENDPOINT_DIFFERENCES,
  ...TOKEN_DIFFERENCES,
}

describe('where the released reference differs from the standards', () => {
  for (const [name, { rule, standard, released }] of Object.entries(DIFFERENCES)) {
    const { observe, ...expected } = OBSERVATIONS[name as Difference]
    it(`${rule || 'its documentation'}: ${standard} (released Authelia: ${released})`, async () => {
      expect(await observe(undefined)).toEqual(expected.standard)
      expect(await observe('authelia')).toEqual(expected.released)
    })
  }
})
