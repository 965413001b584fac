/** Configurations that somebody broke: the vectors' documents, changed in their structure or in their text. */
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import { CONFIG_CASES } from './config-cases.ts'

const DOCUMENTS = CONFIG_CASES.map(({ yaml }) => yaml)

/** Values that do not belong where they are put. */
const ODD_VALUES = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    0.1,
    '',
    ' ',
    '__proto__',
    'constructor',
    '$plaintext$',
    '$pbkdf2-sha512$',
    '{{',
    '-----BEGIN PRIVATE KEY-----',
    'a'.repeat(2000),
    'https://[::1',
    '1'.repeat(400),
    [],
    {},
    [[]],
    [null],
    { __proto__: null, '': '' },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(fc.string({ maxLength: 10 }), fc.oneof(fc.string(), fc.boolean()), { maxKeys: 4 }),
  fc.bigInt(),
)

function keysOf(value: unknown): readonly (string | number)[] {
  if (Array.isArray(value)) return value.map((_, index) => index)
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

type Tree = Record<string | number, unknown>

/** Walks down by `steps` and changes what stands there: replaced, doubled, removed or renamed. */
function mutate(value: unknown, steps: readonly number[], odd: unknown, how: number): unknown {
  const keys = keysOf(value)
  const key = keys[(steps[0] ?? 0) % Math.max(1, keys.length)]
  if (key === undefined) return odd
  const copy = (Array.isArray(value) ? [...value] : { ...(value as Tree) }) as Tree
  if (steps.length > 1 && keysOf(copy[key]).length > 0) copy[key] = mutate(copy[key], steps.slice(1), odd, how)
  else if (how === 0) delete copy[key]
  else if (how === 1 && Array.isArray(copy)) copy.push(copy[key])
  else if (how === 2 && typeof odd === 'string' && !Array.isArray(copy)) {
    return Object.fromEntries([...Object.entries(copy), [odd, copy[key]]])
  } else copy[key] = odd
  return copy
}

const structural = fc
  .tuple(
    fc.constantFrom(...DOCUMENTS),
    fc.array(fc.tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), ODD_VALUES, fc.nat(5)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, changes]) => {
    const value = changes.reduce<unknown>((tree, [steps, odd, how]) => mutate(tree, steps, odd, how), parse(text))
    return stringify(value, { aliasDuplicateObjects: false })
  })

const SNIPPETS = fc.oneof(
  fc.constantFrom(
    '\0',
    '\t',
    '*a',
    '&a ',
    '<<: *a\n',
    '- '.repeat(50),
    '['.repeat(500),
    '{'.repeat(500),
    '? '.repeat(200),
    '!!binary ',
    '!!str ',
    '!<tag:x> ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\r',
    '\uFEFF',
    '\u2028',
    '\ud800',
    '"\\x',
    "'",
    '"',
    '|\n',
    '>-\n',
    '#',
    ': ',
    ',',
    '{{ env "X" }}',
    '{{',
    '}}',
    'a: &a [*a, *a]\n',
    `x: &x [${'1,'.repeat(20)}]\ny: [${'*x,'.repeat(50)}]\n`,
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

const textual = fc
  .tuple(
    fc.constantFrom(...DOCUMENTS),
    fc.array(fc.tuple(fc.nat(100_000), SNIPPETS, fc.nat(40)), { minLength: 1, maxLength: 5 }),
  )
  .map(([text, changes]) =>
    changes.reduce((current, [at, snippet, removed]) => {
      const start = at % (current.length + 1)
      return current.slice(0, start) + snippet + current.slice(start + (at % 3 === 0 ? removed : 0))
    }, text),
  )

const doubledLines = fc
  .tuple(fc.constantFrom(...DOCUMENTS), fc.nat(1000), fc.integer({ min: 1, max: 200 }))
  .map(([text, at, times]) => {
    const lines = text.split('\n')
    const start = at % lines.length
    const line = lines[start] ?? ''
    return [...lines.slice(0, start), ...Array.from({ length: times }, () => line), ...lines.slice(start)].join('\n')
  })

/** A text that is, more or less, a configuration. */
export const brokenConfiguration: fc.Arbitrary<string> = fc.oneof(structural, textual, doubledLines)
