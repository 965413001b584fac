import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CURRENT_DURATIONS,
  DURATIONS_WITHOUT_AND,
  formatDuration,
  parseDuration,
  SHORT_DURATIONS,
} from '../../src/config/duration.ts'

function seconds(text: string, syntax = CURRENT_DURATIONS): number | 'refused' {
  const parsed = parseDuration(text, syntax)
  return 'error' in parsed ? 'refused' : parsed.seconds
}

describe('durations: numbers with units', () => {
  it.each([
    ['', 0],
    ['90', 90],
    ['007', 7],
    ['90s', 90],
    ['1m', 60],
    ['1h', 3600],
    ['1d', 86_400],
    ['1w', 604_800],
    ['1M', 2_592_000],
    ['1y', 31_536_000],
    ['500ms', 0.5],
    ['1h30m', 5400],
    ['1d12h', 129_600],
    ['1 hour and 30 minutes', 5400],
    ['2 weeks', 1_209_600],
    ['1 month', 2_592_000],
    ['1 year', 31_536_000],
    ['250 milliseconds', 0.25],
    ['1 h', 3600],
    ['1d 1h', 90_000],
  ])('%j is %d seconds', (text, expected) => {
    expect(seconds(text)).toBeCloseTo(expected, 9)
  })

  it.each(['0h', 'forever', '1.5h', '1 fortnight', '1H', '-', 'h'])('%j is refused', (text) => {
    expect(seconds(text)).toBe('refused')
  })

  it.each([
    ['05m', 300, '0'],
    ['-5m', 300, '-'],
    ['1h30', 3600, '30'],
  ])('%j is read as %d seconds, and what is ignored is told', (text, expected, ignored) => {
    expect(parseDuration(text)).toEqual({ seconds: expected, ignored })
  })
})

describe('durations of earlier generations', () => {
  it.each([
    ['1 hour and 30 minutes', 'refused'],
    ['1 hour 30 minutes', 5400],
    ['1h30m', 5400],
  ])('before 4.38 was released: %j is %s', (text, expected) => {
    expect(seconds(text, DURATIONS_WITHOUT_AND)).toBe(expected)
  })

  it.each([
    ['1 h', 'refused'],
    ['1 hour', 'refused'],
    ['1hour', 'refused'],
    ['1d 1h', 90_000],
    ['1w', 604_800],
  ])('4.37: %j is %s', (text, expected) => {
    expect(seconds(text, SHORT_DURATIONS)).toBe(expected)
  })
})

describe('writing durations', () => {
  it.each([
    [0, '0s'],
    [5400, '1h30m'],
    [604_800, '1w'],
    [90_061, '1d1h1m1s'],
  ])('%d seconds are %s', (value, text) => {
    expect(formatDuration(value)).toBe(text)
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (value) => {
        expect(seconds(formatDuration(value))).toBe(value)
      }),
      { seed: 1, numRuns: 100 },
    )
  })
})
