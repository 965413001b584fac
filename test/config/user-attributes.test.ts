import { describe, expect, it } from 'vitest'
import { computedAttributes } from '../../src/config/attributes/computed.ts'
import { resolvedOf } from '../../src/config/configuration-invalid.ts'
import { effectiveValues } from '../../src/config/effective.ts'
import { explain } from '../../src/config/explain.ts'
import { formatPath } from '../../src/config/path.ts'
import { validate } from '../../src/config/validate.ts'
import { documentOf } from './documents.ts'
import { loadText } from './load-text.ts'

async function problemsOf(other: string, provider = '') {
  return validate(await loadText(documentOf({ other, provider }))).problems
}

const ATTRIBUTES = (lines: string) => `definitions:\n  user_attributes:\n    ${lines}`

describe('definitions.user_attributes', () => {
  it('an expression is compiled when the configuration is read: option, file, line, column and character', async () => {
    const [problem, ...more] = await problemsOf(ATTRIBUTES('role:\n      expression: \'"ops" in group\''))
    expect(more).toEqual([])
    expect(problem).toMatchObject({
      severity: 'error',
      code: 'ERR_ATTRIBUTE_EXPRESSION',
      path: 'definitions.user_attributes.role.expression',
      message: "the expression cannot be compiled: there is no attribute 'group' (character 10)",
      hint: "did you mean 'groups'?",
      file: 'configuration.yml',
      column: 19,
    })
  })

  it.each([
    ['nothing', 'role:'],
    ['an empty text', "role: {expression: ''}"],
    ['another attribute that is computed', "role: {expression: 'desk'}\n    desk: {expression: 'username'}"],
  ])('an expression is needed, and no other than computed ones can be named: %s', async (_what, lines) => {
    const problems = await problemsOf(ATTRIBUTES(lines))
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['ERR_ATTRIBUTE_EXPRESSION', 'definitions.user_attributes.role.expression'],
    ])
  })

  it('what is no text is told once', async () => {
    const problems = await problemsOf(ATTRIBUTES('role: {expression: [username]}'))
    expect(problems.map(({ code }) => code)).toEqual(['ERR_OPTION_TYPE'])
  })

  it.each([
    ['file: {extra_attributes: {dept: {value_type: string}}}', 'dept == "ops"'],
    ['file: {extra_attributes: {level: {value_type: integer}}}', 'level + 1'],
    ['file: {extra_attributes: {tags: {value_type: string, multi_valued: true}}}', '"ops" in tags'],
    ['ldap: {attributes: {extra: {departmentNumber: {name: dept, value_type: string}}}}', 'dept == "ops"'],
    ['ldap: {attributes: {extra: {external: {value_type: boolean}}}}', 'external ? "guest" : "staff"'],
  ])('extra attributes have the types that they are declared with: %s', async (backend, expression) => {
    const declared = `authentication_backend:\n  ${backend}\n`
    expect(await problemsOf(declared + ATTRIBUTES(`role: {expression: '${expression}'}`))).toEqual([])
    const wrong = await problemsOf(declared + ATTRIBUTES(`role: {expression: '${expression} && groups'}`))
    expect(wrong.map(({ code }) => code)).toEqual(['ERR_ATTRIBUTE_EXPRESSION'])
  })

  it.each([
    ['one that every user may have', 'groups'],
    ['one that is made of those', 'emails_extra'],
    ['an extra attribute', 'dept'],
  ])('a name is not that of %s', async (_what, name) => {
    const declared = 'authentication_backend: {file: {extra_attributes: {dept: {value_type: string}}}}\n'
    const problems = await problemsOf(declared + ATTRIBUTES(`${name}: {expression: 'true'}`))
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['ERR_ATTRIBUTE_NAME', `definitions.user_attributes.${name}`],
    ])
  })

  it('claims are taken from them', async () => {
    const provider = 'claims_policies:\n  web: {custom_claims: {role: {}, boss: {attribute: is_boss}}}'
    const codes = async (lines: string) => (await problemsOf(lines, provider)).map(({ code }) => code)
    expect(await codes('')).toEqual(expect.arrayContaining(['ERR_CLAIM_ATTRIBUTE', 'ERR_CLAIM_ATTRIBUTE']))
    const defined = ATTRIBUTES(`role: {expression: 'username'}\n    is_boss: {expression: '"boss" in groups'}`)
    expect(await codes(defined)).toEqual(['ERR_CLAIMS_POLICY_UNUSED'])
  })

  it('the language is loaded for configurations that have an expression', async () => {
    expect((await loadText(documentOf())).expressions).toBeUndefined()
    expect((await loadText(documentOf({ other: ATTRIBUTES('{}') }))).expressions).toBeUndefined()
    expect((await loadText(documentOf({ other: ATTRIBUTES('a:') }))).expressions).toBeDefined()
  })

  it('config show has the expression, config explain the option', async () => {
    const other = ATTRIBUTES("role: {expression: 'username'}")
    const values = effectiveValues(resolvedOf(validate(await loadText(documentOf({ other })))), { reveal: false })
    const shown = values.find(({ path }) => formatPath(path) === 'definitions.user_attributes.role.expression')
    expect(shown).toMatchObject({ value: 'username', origin: expect.stringMatching(/^configuration\.yml:\d+:/) })
    for (const text of ['definitions.user_attributes.role.expression', 'user_attributes.NAME.expression', 'expression'])
      expect(explain(text)).toMatchObject([{ option: 'definitions.user_attributes.NAME.expression', type: 'text' }])
  })
})

describe('authentication_backend.file.extra_attributes', () => {
  it.each([
    ['a reserved name', 'username: {value_type: string}', 'ERR_ATTRIBUTE_NAME', 'username'],
    ['no value_type', 'dept: {}', 'ERR_OPTION_VALUE', 'dept.value_type'],
    ['another value_type', 'dept: {value_type: text}', 'ERR_OPTION_VALUE', 'dept.value_type'],
  ])('refuses %s', async (_what, line, code, path) => {
    const problems = await problemsOf(`authentication_backend:\n  file:\n    extra_attributes:\n      ${line}`)
    const below = `authentication_backend.file.extra_attributes.${path}`
    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([[code, below]])
  })
})

describe('computed attributes', () => {
  it('are those of the configuration, and none where there is none', async () => {
    const loaded = await loadText(documentOf({ other: ATTRIBUTES(`role: {expression: 'username + "!"'}`) }))
    const computed = computedAttributes(loaded, resolvedOf(validate(loaded)))
    expect([computed?.has('role'), computed?.has('username')]).toEqual([true, false])
    expect(computed?.compute('role', { username: 'ann' })).toBe('ann!')
    const bare = await loadText(documentOf())
    expect(computedAttributes(bare, resolvedOf(validate(bare)))).toBeUndefined()
  })
})
