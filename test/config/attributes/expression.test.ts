/** Expected values are those of the language definition (cel-spec doc/langdef.md) and of its conformance tests (tests/simple). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEnvironment } from '../../../src/config/attributes/cel.ts'
import { AttributeNotComputed, ExpressionInvalid } from '../../../src/config/attributes/expression.ts'

const EXTRAS = {
  dept: { value_type: 'string', multi_valued: false },
  level: { value_type: 'integer', multi_valued: false },
  floors: { value_type: 'integer', multi_valued: true },
  external: { value_type: 'boolean', multi_valued: false },
  'cost-centre': { value_type: 'string', multi_valued: false },
  in: { value_type: 'string', multi_valued: false },
}

const ANN = {
  username: 'ann',
  display_name: 'Ann Example',
  email: 'ann@example.com',
  emails: ['ann@example.com', 'a@example.org'],
  emails_extra: ['a@example.org'],
  email_verified: true,
  groups: ['staff', 'ops'],
  address: { locality: 'Perth' },
  locality: 'Perth',
  updated_at: 1_700_000_000,
  dept: 'research',
  level: 3,
  floors: [1, 2],
  external: false,
}

function evaluate(expression: string, attributes: Readonly<Record<string, unknown>> = ANN): unknown {
  return createEnvironment(EXTRAS).compile(expression)(attributes)
}

function refusalOf(run: () => unknown): unknown {
  try {
    return { value: run() }
  } catch (error) {
    return error
  }
}

describe('the language', () => {
  it.each<[expression: string, value: unknown]>([
    ['"staff" in groups ? "yes" : "no"', 'yes'],
    ['"admin" in groups ? ["admin"] : ("staff" in groups ? ["user"] : [""])', ['user']],
    ['groups[0]', 'staff'],
    ['size(groups)', 2],
    ['"ops" in groups ? 10 : 5', 10],
    ['7 in [7, 8, 9]', true],
    ["'key' in {'key': 1}", true],
    ["size('πέντε')", 5],
    ["'foobar'.startsWith('foo') && 'foobar'.endsWith('bar') && 'foobar'.contains('oba')", true],
    ['[0, 1, 2].exists(e, e == 1)', true],
    ['[0, 1, 2].exists_one(e, e > 0)', false],
    ['[1, 2, 3].all(e, e > 0)', true],
    ['[].all(e, false)', true],
    ['[1, 2, 3].map(n, n * n)', [1, 4, 9]],
    ['[1, 2, 3].filter(n, n > 1)', [2, 3]],
    ["{'a': 1, 'b': 2}.map(k, k)", ['a', 'b']],
    ['groups.map(g, g + "@" + dept)', ['staff@research', 'ops@research']],
    ['[1] + [2, 3]', [1, 2, 3]],
    ['true || 1 / 0 > 2', true],
    ['1 / 0 > 2 || true', true],
    ['1 / 0 > 2 && false', false],
    ['7 / 2', 3],
    ['42 % 5', 2],
    ['1.5 + 2.25', 3.75],
    ["int('-987')", -987],
    ['int(1.9)', 1],
    ['string(123)', '123'],
    ["double('1.5')", 1.5],
    ["r'\\d'", '\\d'],
    ["'\\u00e9\\x41'", 'éA'],
    ['["a", 1, true]', ['a', 1, true]],
    ["timestamp('2009-02-13T23:31:20Z').getFullYear()", 2009],
    ["timestamp('2009-02-13T23:31:20Z').getMonth()", 1],
    ["timestamp('2009-02-13T23:31:20Z').getDate()", 13],
    ["timestamp('2009-02-13T23:31:20Z').getDayOfMonth()", 12],
    ["timestamp('2009-02-13T23:31:20Z').getDayOfWeek()", 5],
    ["timestamp('2009-02-13T23:31:20Z').getDayOfYear()", 43],
    ["timestamp('2009-02-13T23:31:20Z').getHours()", 23],
    ['"it is" + // a comment\n " so"', 'it is so'],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toEqual(value)
  })
})

describe('the attributes', () => {
  it.each<[expression: string, value: unknown]>([
    ['display_name + " <" + email + ">"', 'Ann Example <ann@example.com>'],
    ['emails_extra', ['a@example.org']],
    ['email_verified', true],
    ['address.locality == locality', true],
    ['has(address.locality)', true],
    ['has(address.region)', false],
    ['updated_at', 1_700_000_000],
    ['level + 1', 4],
    ['level in [1, 3]', true],
    ['floors.exists(f, f == 2)', true],
    ['external ? "guest" : dept', 'research'],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toEqual(value)
  })

  it.each<[expression: string, value: unknown]>([
    ['given_name', ''],
    ['given_name == "" ? username : given_name', 'eve'],
    ['groups', []],
    ['"staff" in groups', false],
    ['emails_extra.size()', 0],
    ['email_verified', false],
    ['address', {}],
    ['has(address.country)', false],
  ])('a user without it: %s', (expression, value) => {
    expect(evaluate(expression, { username: 'eve', display_name: 'Eve' })).toEqual(value)
  })

  it.each(['dept', 'dept + username', 'floors[0]'])(
    'a user without an extra attribute has no value: %s',
    (expression) => {
      const refusal = refusalOf(() => evaluate(expression, { username: 'eve' }))
      expect(refusal).toBeInstanceOf(AttributeNotComputed)
      expect(refusal).toMatchObject({ message: expect.stringMatching(/the user has no attribute '(dept|floors)'/) })
    },
  )

  it('what is absorbed by || and && needs no value', () => {
    expect(evaluate('username == "eve" || dept == "research"', { username: 'eve' })).toBe(true)
  })

  it('a name that the language cannot have for a variable is no obstacle to the others', () => {
    expect(evaluate('username', { ...ANN, 'cost-centre': 'x', in: 'y' })).toBe('ann')
  })
})

describe('the value of a claim', () => {
  it.each<[expression: string, value: unknown]>([
    ["b'abc'", 'YWJj'],
    ["timestamp('2009-02-13T23:31:20Z')", '2009-02-13T23:31:20Z'],
    ["timestamp('2009-02-13T23:31:20.125Z')", '2009-02-13T23:31:20.125Z'],
    ["duration('90s')", 90_000_000_000],
    ['7u', 7],
    ["{'role': 'admin', 'groups': groups}", { role: 'admin', groups: ['staff', 'ops'] }],
    ['[[1], [2]]', [[1], [2]]],
    ['null', null],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toEqual(value)
  })

  it.each([
    ['RFC 8259 §6: a number that JSON does not keep', '9007199254740993'],
    ['no number', '0.0 / 0.0'],
    ['an endless number', '1.0 / 0.0'],
    ['a type', 'type(1)'],
    ['an overflow', '9223372036854775807 + level'],
    ['a division by zero', '1 / (level - level)'],
    ['beyond the end of a list', 'groups[7]'],
    ['no such member', 'address.region'],
    ['no number in the text', 'int(username)'],
    ['no such time zone', "timestamp('2009-02-13T23:31:20Z').getHours('Nowhere')"],
  ])('there is none: %s', (_what, expression) => {
    expect(refusalOf(() => evaluate(expression))).toBeInstanceOf(AttributeNotComputed)
  })
})

describe('matches: regular expressions of RE2', () => {
  it.each<[expression: string, value: unknown]>([
    ["'hubba'.matches('ubb')", true],
    ["''.matches('foo|bar')", false],
    ["''.matches('')", true],
    ["'abcd'.matches('bc')", true],
    ["'grey'.matches('gr(a|e)y')", true],
    ["'banana'.matches('ba(na)*')", true],
    ["'mañana'.matches('a+ñ+a+n+a+')", true],
    ["'🐱😀😀'.matches('(a|😀){2}')", true],
    [String.raw`matches(email, r'^[^@]+@example\.com$')`, true],
    ["email.matches('@example.org$')", false],
    [String.raw`groups.exists(g, g.matches(r'^st\w+$'))`, true],
    ["'Ops'.matches('(?i)^ops$')", true],
    [String.raw`'née'.matches(r'^\pL+$')`, true],
    [String.raw`'a\n'.matches(r'a\z')`, false],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toEqual(value)
  })

  it.each([
    ['no pattern', "username.matches('(')"],
    ['what RE2 does not have: references', String.raw`username.matches(r'(a)\1')`],
    ['what RE2 does not have: looking ahead', "username.matches('a(?=n)')"],
    ['more than 50000 instructions', "username.matches('[a-z]{1000}[a-z]{1000}[a-z]{1000}')"],
  ])('a pattern that is refused for every user: %s', (_what, expression) => {
    expect(refusalOf(() => evaluate(expression))).toBeInstanceOf(AttributeNotComputed)
  })

  const long = { ...ANN, display_name: `${'a'.repeat(5000)}!`, groups: Array.from({ length: 5000 }, (_, i) => `g${i}`) }

  it.each<[what: string, expression: string, value: unknown]>([
    ['repetitions in repetitions', "display_name.matches('^(a+)+$')", false],
    ['alternatives that overlap', "display_name.matches('^(a|a|aa)*$')", false],
    ['many repetitions', "display_name.matches('a*a*a*a*a*a*a*b')", false],
    ['many texts', "groups.exists(g, g.matches('^(g[0-9]*)*x$'))", false],
  ])('the time is linear: %s', (_what, expression, value) => {
    const before = process.cpuUsage()
    expect(evaluate(expression, long)).toBe(value)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500)
  })

  it.each([
    ['a large program over a long text', "display_name.matches('[a-z]{900}[0-9]{900}')"],
    ['a pattern for every group', "groups.exists(g, username.matches(g + '[a-z]{20}$'))"],
  ])('what one evaluation spends is limited: %s', (_what, expression) => {
    const before = process.cpuUsage()
    expect(refusalOf(() => evaluate(expression, long))).toMatchObject({
      code: 'ERR_ATTRIBUTE_NOT_COMPUTED',
      message: 'its regular expressions take too long',
    })
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500)
  })
})

describe('an expression that is refused', () => {
  it.each([
    ['', 'there is no expression', undefined],
    ['group == ""', "there is no attribute 'group' (character 1)", "did you mean 'groups'?"],
    ['username +\n  nope', "there is no attribute 'nope' (line 2, character 3)", undefined],
    ['"admin" in', 'unexpected token: EOF (character 11)', undefined],
    ['"admin', 'unterminated string (character 1)', undefined],
    ['username + 1', 'no such overload: string + int (character 1)', undefined],
    [
      'username.startWith("a")',
      expect.stringContaining("there is no function 'startWith'"),
      "did you mean 'startsWith'?",
    ],
    ['groups ? 1 : 2', expect.stringContaining('must be bool'), undefined],
    ['level.matches("a")', expect.stringContaining("'int.matches(string)'"), undefined],
    ['true ? 1 : "a"', expect.stringContaining('same type'), undefined],
    ['groups["a"]', expect.stringContaining('must be int'), undefined],
    ['username[0]', expect.stringContaining('string'), undefined],
    ['other_computed', expect.stringContaining('there is no attribute'), undefined],
  ])('%j', (expression, message, hint) => {
    const refusal = refusalOf(() => createEnvironment(EXTRAS).compile(expression))
    expect(refusal).toBeInstanceOf(ExpressionInvalid)
    expect(refusal).toMatchObject({ message, hint })
  })

  it.each(['username.lowerAscii()', 'groups.join(",")', 'cel.bind(a, 1, a)', 'b"{}".json()', 'optional.of(1)'])(
    'extensions are none of the language: %s',
    (expression) => {
      expect(refusalOf(() => createEnvironment(EXTRAS).compile(expression))).toBeInstanceOf(ExpressionInvalid)
    },
  )
})

describe('limits', () => {
  it.each([
    ['longer than 8192 characters', `"${'x'.repeat(8192)}"`],
    ['more than 2000 parts', `[${'1,'.repeat(2001)}1]`],
    ['nested in parentheses', `${'('.repeat(4000)}1${')'.repeat(4000)}`],
    ['nested by a sign', `${'!'.repeat(8000)}true`],
    ['nested by indexes', `groups${'[0]'.repeat(2500)}`],
  ])('an expression: %s', (_what, expression) => {
    expect(refusalOf(() => createEnvironment(EXTRAS).compile(expression))).toBeInstanceOf(ExpressionInvalid)
  })

  const many = { ...ANN, groups: Array.from({ length: 5000 }, (_, index) => `group-${index}`) }

  it('one look at each of many groups is allowed', () => {
    expect(evaluate('groups.exists(g, g == "group-4999") && "group-1" in groups', many)).toBe(true)
  })

  it.each([
    ['a loop in a loop over them', 'groups.map(a, groups.map(b, a + b))'],
    ['a loop in a loop that gives little', 'groups.exists(a, groups.exists(b, a == b + "x"))'],
    ['a text that doubles and doubles', `[display_name].map(a, a${' + a'.repeat(200)}).map(b, b${' + b'.repeat(200)})`],
    ['a list that grows by itself', `[groups].map(a, a${' + a'.repeat(300)})`],
  ])('steps for one user: %s', (_what, expression) => {
    const compiled = createEnvironment(EXTRAS).compile(expression)
    const before = process.cpuUsage()
    const refusal = refusalOf(() => compiled(many))
    expect(refusal).toMatchObject({
      message: expect.stringMatching(/^it may take \d+ steps, and 1000000 are allowed$/),
    })
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(300)
  })
})

describe('whatever is written', () => {
  const words = [
    'groups',
    'username',
    'address',
    '"a"',
    '1',
    '.',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    '?',
    ':',
    '+',
    '-',
    '!',
  ]
  const more = [
    'in',
    '==',
    '&&',
    '||',
    'exists',
    'map',
    'g',
    'has',
    'size',
    'timestamp',
    '"',
    "'",
    '\\',
    '/',
    '%',
    'null',
  ]
  const text = fc.array(fc.oneof(fc.constantFrom(...words, ...more), fc.string({ maxLength: 3 })), { maxLength: 12 })

  it('gives a value of JSON, or one of the two errors', () => {
    const environment = createEnvironment(EXTRAS)
    fc.assert(
      fc.property(text, (parts) => {
        const outcome = refusalOf(() => environment.compile(parts.join(' '))(ANN))
        const isError = outcome instanceof ExpressionInvalid || outcome instanceof AttributeNotComputed
        if (!isError) expect(() => JSON.stringify(outcome)).not.toThrow()
        expect(isError || !(outcome instanceof Error)).toBe(true)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})
