import { describe, expect, it } from 'vitest'
import { editYaml } from '../../src/editor/edit-yaml.ts'
import { checkRefusals } from './edit-case.ts'

const SET_B = { kind: 'set', path: ['b'], value: 2 } as const

describe('the form of the text stays', () => {
  it.each([
    ['a byte order mark', '\uFEFFa: 1\n', '\uFEFFa: 1\nb: 2\n'],
    ['a byte order mark and comments alone', '\uFEFF# x\n', '\uFEFF# x\nb: 2\n'],
    ['a byte order mark alone', '\uFEFF', '\uFEFFb: 2\n'],
    ['no final line end', 'a: 1', 'a: 1\nb: 2'],
    ['no final line end with CRLF', 'a: 1\r\nc: 3', 'a: 1\r\nc: 3\r\nb: 2'],
    ['no final line end behind a comment', 'a: 1\n# end', 'a: 1\n# end\nb: 2'],
    ['tabs before comments and after colons', 'a:\t1\t# x\n\t\nc: 1\n', 'a:\t1\t# x\n\t\nc: 1\n\nb: 2\n'],
    ['trailing blanks', 'a: 1  \n  \n', 'a: 1  \nb: 2\n  \n'],
    ['a document mark', '%YAML 1.2\n---\na: 1\n...\n', '%YAML 1.2\n---\na: 1\nb: 2\n...\n'],
    ['a second document', 'a: 1\n---\nc: 1\n', 'a: 1\nb: 2\n---\nc: 1\n'],
    ['an empty first document', '---\n# none\n---\nc: 1\n', '---\n# none\nb: 2\n---\nc: 1\n'],
    ['characters of a private area', 'a: \uE041 # \uE07F\n', 'a: \uE041 # \uE07F\nb: 2\n'],
    ['wide characters', '"ä😀": 1 # 日本\n', '"ä😀": 1 # 日本\n"b": 2\n'],
    ['nothing', '', 'b: 2\n'],
    ['tags', 'a: !!str 1\nc: !mine {}\n', 'a: !!str 1\nc: !mine {}\nb: 2\n'],
  ])('%s', (_form, before, after) => {
    expect(editYaml(before, [SET_B])).toBe(after)
  })

  it('set on the last line without line end adds none', () => {
    expect(editYaml('a:\n  x', [{ kind: 'set', path: ['a'], value: [1, 2] }])).toBe('a:\n  - 1\n  - 2')
  })

  it('a value with a tag loses it, since the tag spoke of the old value', () => {
    expect(editYaml('a: !!str 1 # x\n', [{ kind: 'set', path: ['a'], value: 2 }])).toBe('a: 2 # x\n')
  })
})

describe('anchors, aliases and merge keys', () => {
  const base =
    'base: &base\n  scopes: [openid]\nclients:\n  - <<: *base\n    client_id: a\n  - *base\nfree: &free\n  x: 1\n'

  it('a key beside a merge key is added, and set over a merged one', () => {
    const edited = editYaml(base, [
      { kind: 'set', path: ['clients', 0, 'public'], value: true },
      { kind: 'set', path: ['clients', 0, 'scopes'], value: ['email'] },
      { kind: 'set', path: ['free', 'x'], value: 2 },
    ])
    expect(edited).toBe(
      'base: &base\n  scopes: [openid]\nclients:\n  - <<: *base\n    client_id: a\n    public: true\n    scopes: [email]\n  - *base\nfree: &free\n  x: 2\n',
    )
  })

  it('an alias as a whole can be removed or replaced', () => {
    expect(editYaml('a: &x 1\nb: *x\n', [{ kind: 'remove', path: ['b'] }])).toBe('a: &x 1\n')
    expect(editYaml('a: &x 1\nb: *x # c\n', [{ kind: 'set', path: ['b'], value: 5 }])).toBe('a: &x 1\nb: 5 # c\n')
  })

  const lines = base.split('\n')
  checkRefusals([
    {
      rule: 'a change below an alias',
      text: lines,
      edit: { kind: 'set', path: ['clients', 1, 'x'], value: 1 },
      code: 'ERR_EDIT_ALIAS',
      at: [6, 5],
    },
    {
      rule: 'a change below an anchor that is used again',
      text: lines,
      edit: { kind: 'insert', path: ['base', 'scopes'], value: 'x' },
      code: 'ERR_EDIT_ALIAS',
    },
    {
      rule: 'a change of a value that is used again',
      text: ['a: &x 1', 'b: *x', ''],
      edit: { kind: 'set', path: ['a'], value: 1 + 1 },
      code: 'ERR_EDIT_ALIAS',
    },
    {
      rule: 'removal of an anchor that is used again',
      text: lines,
      edit: { kind: 'remove', path: ['base'] },
      code: 'ERR_EDIT_ALIAS',
      at: [4, 9],
    },
    {
      rule: 'a change inside what a merge key brings',
      text: lines,
      edit: { kind: 'insert', path: ['clients', 0, 'scopes'], value: 'x' },
      code: 'ERR_EDIT_ALIAS',
    },
    {
      rule: 'removal of what a merge key brings',
      text: lines,
      edit: { kind: 'remove', path: ['clients', 0, 'scopes'] },
      code: 'ERR_EDIT_NOT_FOUND',
    },
    {
      rule: 'add of what a merge key brings',
      text: lines,
      edit: { kind: 'add', path: ['clients', 0, 'scopes'], value: 1 },
      code: 'ERR_EDIT_EXISTS',
    },
  ])
})

describe('an edit that cannot be made says where and why', () => {
  checkRefusals([
    { rule: 'the text is not YAML', text: ['a: 1', 'b: [', 'c: 2', ''], edit: SET_B, code: 'ERR_YAML_SYNTAX' },
    { rule: 'a tab indents', text: ['a:', '\tb: 1', ''], edit: SET_B, code: 'ERR_YAML_SYNTAX', at: [2, 1] },
    {
      rule: 'a key is there already',
      text: ['a: 1', 'b: 1', ''],
      edit: { ...SET_B, kind: 'add' },
      code: 'ERR_EDIT_EXISTS',
      at: [2, 1],
    },
    {
      rule: 'nothing is there to remove',
      text: ['a: 1', ''],
      edit: { kind: 'remove', path: ['a', 'b'] },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
    {
      rule: 'no such item',
      text: ['a:', '  - 1', ''],
      edit: { kind: 'set', path: ['a', 3], value: 1 },
      code: 'ERR_EDIT_NOT_FOUND',
    },
    {
      rule: 'a list where a mapping should be',
      text: ['a:', '  - 1', ''],
      edit: { kind: 'set', path: ['a', 'b'], value: 1 },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
    {
      rule: 'a mapping where a list should be',
      text: ['a:', '  b: 1', ''],
      edit: { kind: 'insert', path: ['a'], value: 1 },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
    {
      rule: 'a scalar where a mapping should be',
      text: ['a: x', ''],
      edit: { kind: 'set', path: ['a', 'b'], value: 1 },
      code: 'ERR_EDIT_NOT_POSSIBLE',
      at: [1, 4],
    },
    { rule: 'a document that is a scalar', text: ['x', ''], edit: SET_B, code: 'ERR_EDIT_NOT_POSSIBLE' },
    {
      rule: 'a section in a later document',
      text: ['a: 1', '---', 'b: 1', ''],
      edit: SET_B,
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
    {
      rule: 'a pair without braces in brackets',
      text: ['a: [b: 1]', ''],
      edit: { kind: 'set', path: ['a', 0, 'c'], value: 1 },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
    {
      rule: 'no place to move to',
      text: ['a: [1]', ''],
      edit: { kind: 'move', path: ['a', 0], to: 1 },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
  ])

  it('does not quote the text, which may hold secrets', () => {
    expect(() => editYaml('secret: "s3cret" s3cret\n', [SET_B])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
    )
  })
})

describe('a text that is nested too deep is refused before anything recurses, with its place', () => {
  const refusal = (text: string) => () => editYaml(text, [SET_B], { file: 'c.yml' })

  it.each([
    ['100,000 open brackets', `a: ${'['.repeat(100_000)}`],
    ['100,000 brackets that close', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100,000 open braces', '{'.repeat(100_000)],
    ['100,000 dashes', '- '.repeat(100_000)],
    ['2,000 levels of indentation', Array.from({ length: 2000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
  ])('%s', (_form, text) => {
    expect(refusal(text)).toThrow(
      expect.objectContaining({ code: 'ERR_YAML_TOO_DEEP', position: expect.objectContaining({ file: 'c.yml' }) }),
    )
  })

  it('90 levels are edited', () => {
    const deep = `a: ${'['.repeat(90)}${']'.repeat(90)}\n`
    expect(editYaml(deep, [SET_B])).toBe(`${deep}b: 2\n`)
  })
})
