import { describe, expect, it } from 'vitest'
import { readEntries } from '../../src/keys/entries.ts'

describe('YAML that holds keys', () => {
  it.each(['[', '{a: ', '- '])('text nested without end is refused, not run out of memory with: %j', (opening) => {
    expect(() => readEntries(opening.repeat(100_000))).toThrow(
      expect.objectContaining({ code: 'ERR_MATERIAL_DAMAGED' }),
    )
  })
})
