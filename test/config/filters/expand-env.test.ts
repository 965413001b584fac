import { describe, expect, it } from 'vitest'
import { expand, filter } from './expand.ts'

const FILTERS = { filters: ['expand-env'] }
const DIGEST = '$pbkdf2-sha512$310000$abc$def'

describe('configuration 1.5: the filter expand-env', () => {
  it.each([
    ['$NAME', 'value'],
    [`\${NAME}`, 'value'],
    [`a\${NAME}b`, 'avalueb'],
    ['$UNSET|', '|'],
    ['$$', '$'],
    ['$$NAME', '$NAME'],
    [`$AUTHELIA_JWT_SECRET|\${X_AUTHELIA_API_TOKEN}|$AUTHELIA_THEME`, '||dark'],
    [DIGEST, '-sha51210000'],
    [DIGEST.replaceAll('$', '$$$$'), DIGEST],
    ['cost: 5 $ each', 'cost: 5 $ each'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text, FILTERS)).toBe(expected)
  })

  it('a digest whose dollars are not doubled draws a warning with its place', () => {
    const { warnings } = filter(`clients:\n  - client_secret: '${DIGEST}'\n`, FILTERS)
    expect(warnings).toMatchObject([{ code: 'ERR_EXPAND_ENV_DIGEST', line: 2, column: 21 }])
    expect(warnings[0]?.hint).toContain("'$$'")
  })

  it('a digest that is half doubled draws it too', () => {
    expect(filter(`a: $$5$abc`, FILTERS).warnings).toHaveLength(1)
  })

  it.each([[DIGEST.replaceAll('$', '$$$$')], [`# ${DIGEST}`], ['a: $NAME']])('%s draws none', (text) => {
    expect(filter(text, FILTERS).warnings).toEqual([])
  })

  it('the template filter leaves digests alone', () => {
    expect(expand(`a: '${DIGEST}'`)).toBe(`a: '${DIGEST}'`)
  })
})

describe('configuration 1.5: filter names', () => {
  it('any case is fine', () => {
    expect(expand('{{ 1 }}', { filters: ['Template'] })).toBe('1')
  })

  it.each([[['gomplate']], [['template', 'TEMPLATE']]])('%s is refused', (filters) => {
    expect(() => expand('', { filters })).toThrow(expect.objectContaining({ code: 'ERR_FILTER_INVALID', exitCode: 2 }))
  })

  it('filters run in the order given', () => {
    const text = '{{ "$NAME" }}'
    expect(expand(text, { filters: ['template', 'expand-env'] })).toBe('value')
    expect(expand('{{ print "$$NAME" }}', { filters: ['expand-env', 'template'] })).toBe('$NAME')
  })
})
