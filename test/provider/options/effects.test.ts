import { describe, expect, it } from 'vitest'
import { startWorld } from '../scenarios/start.ts'
import { EFFECTS } from './effects.ts'

describe('what an option changes on the wire', () => {
  it.each(Object.entries(EFFECTS))('%s', async (_option, { given, base, observe, shows }) => {
    expect(await observe(await startWorld(given, 'standard'))).toEqual(shows)
    expect(await observe(await startWorld(base, 'standard')), 'without the option').not.toEqual(shows)
  })
})
