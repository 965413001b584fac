import { describe, expect, it } from 'vitest'
import { readDocument } from '../../src/config/yaml/read-document.ts'

function codes(text: string): string[] {
  return [...new Set(readDocument(text).faults.map(({ code }) => code))]
}

function aliasBomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < levels; level += 1) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  }
  return lines.join('\n')
}

function mergeBomb(size: number): string {
  const keys = Array.from({ length: size }, (_, index) => `  k${index}: 1`)
  const users = Array.from({ length: size }, (_, index) => `b${index}:\n  <<: *a`)
  return ['a: &a', ...keys, ...users].join('\n')
}

describe('what no document may be', () => {
  it.each([
    ['two documents', 'a: 1\n---\nb: 2\n', 'yaml-syntax'],
    ['an open bracket', 'a: [1, 2', 'yaml-syntax'],
    ['a tab as indentation', 'a:\n\tb: 1', 'yaml-syntax'],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 'yaml-duplicate-key'],
    ['a list as a key', '? [a]\n: 1\n', 'yaml-key-not-text'],
    ['an alias without an anchor', 'a: *b\n', 'yaml-alias-unknown'],
    ['an anchor inside itself', 'a: &a [*a]\n', 'yaml-alias-unknown'],
    ['aliases that multiply', aliasBomb(30), 'yaml-alias-expansion'],
    ['merge keys that multiply', mergeBomb(1000), 'yaml-alias-expansion'],
    ['a NUL', 'a: b\0\n', 'yaml-control-character'],
    ['a list', '- a\n', 'yaml-not-a-mapping'],
    ['a single text', 'hello', 'yaml-not-a-mapping'],
    ['10,000 open brackets', `a: ${'['.repeat(10_000)}`, 'yaml-too-deep'],
    ['100,000 open braces', '{'.repeat(100_000), 'yaml-too-deep'],
    ['100,000 dashes', '- '.repeat(100_000), 'yaml-too-deep'],
    ['50,000 question marks', '? '.repeat(50_000), 'yaml-too-deep'],
    ['800,000 values', `a: [${'1,'.repeat(800_000)}]`, 'yaml-too-large'],
    ['300,000 pairs of quotes', `a: [${'""'.repeat(300_000)}]`, 'yaml-syntax'],
    ['a quote that never ends', `a: "${'x '.repeat(600_000)}`, 'yaml-value-too-long'],
    ['9 MiB in double quotes', `a:\n${`- "${'x'.repeat(1_000_000)}"\n`.repeat(9)}`, 'yaml-too-many-quoted'],
    [
      '2,000 levels of indentation',
      Array.from({ length: 2000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
      'yaml-too-deep',
    ],
  ])('%s', (_name, text, code) => {
    expect(codes(text)).toContain(code)
  })

  it('an alias does not multiply the document when it is used a thousand times', () => {
    const users = Array.from({ length: 1000 }, (_, index) => `u${index}: *a`)
    expect(codes(['a: &a [1, 2, 3]', ...users].join('\n'))).toEqual([])
  })
})

describe('what a document is read as', () => {
  it('keys of the mapping win over merged ones, the first merged over those after it', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\n'
    expect(readDocument(text).value['c']).toEqual({ x: 3, y: 1, z: 2 })
  })

  it('a key called __proto__ is a key', () => {
    const { value } = readDocument('__proto__: {polluted: true}\n')
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('integers keep their digits', () => {
    expect(readDocument('a: 12345678901234567890\n').value['a']).toBe(12345678901234567890n)
  })

  it('an empty file has no options', () => {
    expect(readDocument('')).toMatchObject({ value: {}, faults: [] })
    expect(readDocument('# nothing\n')).toMatchObject({ value: {}, faults: [] })
  })

  it.each(['\uFEFFa: 1\r\nb: 2\r\n', 'a: 1\nb: 2'])(
    '%j: byte order mark, CR LF and a missing last line end',
    (text) => {
      expect(readDocument(text).value).toEqual({ a: 1, b: 2 })
    },
  )
})
