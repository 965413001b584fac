import { describe, expect, it } from 'vitest'
import { readListOption, readScalar } from '../../src/config/decode/weak-types.ts'
import { CURRENT_DURATIONS } from '../../src/config/duration.ts'
import type { ScalarType } from '../../src/config/schema/option.ts'

function scalar(type: ScalarType, value: unknown): unknown {
  const reading = readScalar(type, value, CURRENT_DURATIONS)
  return 'refused' in reading ? 'refused' : reading.value
}

describe('weak typing of single values', () => {
  it.each<[ScalarType, unknown, unknown]>([
    ['string', 'x', 'x'],
    ['string', 12, '12'],
    ['string', 1.5, '1.5'],
    ['string', 12345678901234567890n, '12345678901234567890'],
    ['string', true, '1'],
    ['string', false, '0'],
    ['string', [], 'refused'],
    ['boolean', true, true],
    ['boolean', '1', true],
    ['boolean', 't', true],
    ['boolean', 'T', true],
    ['boolean', 'TRUE', true],
    ['boolean', 'True', true],
    ['boolean', 'false', false],
    ['boolean', '0', false],
    ['boolean', '', false],
    ['boolean', 0, false],
    ['boolean', 2, true],
    ['boolean', 'yes', 'refused'],
    ['boolean', 'tRUE', 'refused'],
    ['integer', 8, 8],
    ['integer', '8', 8],
    ['integer', '-1', -1],
    ['integer', '0x10', 16],
    ['integer', '0o17', 15],
    ['integer', '', 0],
    ['integer', 'eight', 'refused'],
    ['integer', '1.5', 'refused'],
    ['duration', 90, 90],
    ['duration', 1.6, 2],
    ['duration', '1h', 3600],
    ['duration', true, 'refused'],
    ['client-secret', 'x', 'x'],
    ['client-secret', 12345, 'refused'],
    ['client-secret', true, 'refused'],
    ['uri', 'https://a.example.com', 'https://a.example.com'],
    ['uri', '', ''],
    ['uri', 'https://exa mple.com', 'refused'],
  ])('%s: %s gives %s', (type, value, expected) => {
    expect(scalar(type, value)).toEqual(expected)
  })
})

describe('weak typing of lists', () => {
  it.each([
    ['strings', ['a', 1, true], ['a', '1', '1']],
    ['strings', 'a, b', ['a', ' b']],
    ['strings', '', []],
    ['uris', 'https://a.example.com/?x=1,2', ['https://a.example.com/?x=1,2']],
    ['uris', '', []],
    ['subjects', 'group:a', [['group:a']]],
    ['subjects', 'user:x,group:a', [['user:x', 'group:a']]],
    ['subjects', ['user:x', ['group:a', 'group:b']], [['user:x'], ['group:a', 'group:b']]],
  ] as const)('%s: %j gives %j', (type, value, expected) => {
    expect(readListOption(type, value)).toEqual({ value: expected })
  })

  it.each([
    ['strings', { a: 1 }],
    ['strings', [['a']]],
    ['subjects', [[['a']]]],
  ] as const)('%s: %j is refused', (type, value) => {
    expect(readListOption(type, value)).toHaveProperty('refused')
  })
})
