import fc from 'fast-check'
import { expect } from 'vitest'
import { parse } from 'yaml'
import type { Edit } from '../../src/editor/edit.ts'
import { editYaml } from '../../src/editor/edit-yaml.ts'
import { EditInsideTemplate } from '../../src/editor/errors.ts'

const CLIENTS = ['identity_providers', 'oidc', 'clients'] as const
const EXPRESSIONS = ['{{ env "A" }}', '{{ secret "/x: y" | squote }}', '{{ printf `}}` }}']

const WORD = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/)
const COMMENT = fc.constantFrom('', '', ' # why', `  # it's "so": {x`, '\t# tab', ' # {{ env "A" }}')
const BETWEEN = fc.array(fc.constantFrom('', '# note', '  # - old: 1', '            # deep', '{{- /* c */}}', '   '), {
  maxLength: 2,
})
const SCALAR = fc.oneof(
  WORD,
  WORD.map((word) => `'it''s ${word}'`),
  WORD.map((word) => `"a\\t${word}: #"`),
  fc.nat(999).map(String),
  fc.constantFrom(...EXPRESSIONS, `'{{ env "A" }}'`, 'x-{{ env "A" }}:y'),
)

/** A key with its value as lines; the first one without indentation. */
type Block = (column: number, dash: number) => string[]

const LIST: fc.Arbitrary<Block> = fc.oneof(
  fc.tuple(fc.array(WORD, { maxLength: 3 }), fc.boolean(), COMMENT).map(([words, wide, comment]) => () => [
    wide ? ` [ ${words.join(' , ')} ]${comment}` : ` [${words.map((word) => `'${word}'`).join(', ')}]${comment}`,
  ]),
  fc.array(fc.tuple(SCALAR, COMMENT), { minLength: 1, maxLength: 3 }).map(
    (items): Block =>
      (column, dash) => ['', ...items.map(([item, comment]) => `${' '.repeat(column + dash)}- ${item}${comment}`)],
  ),
)
const LITERAL: fc.Arbitrary<Block> = fc
  .tuple(fc.constantFrom('|', '|-', '>', '|+'), fc.array(fc.oneof(WORD, fc.constant('')), { maxLength: 2 }))
  .map(
    ([mark, words]): Block =>
      (column) => [` ${mark}`, ...[...words, 'end'].map((word) => (word === '' ? '' : ' '.repeat(column + 2) + word))],
  )
const VALUE: fc.Arbitrary<Block> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(SCALAR, COMMENT).map(
      ([text, comment]): Block =>
        () => [` ${text}${comment}`],
    ),
  },
  { weight: 1, arbitrary: LITERAL },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ~', ' {}').map(
      (text): Block =>
        () => [text],
    ),
  },
)

/** A client as a block: client_id, then some of the other keys, with comments and blank lines between. */
const CLIENT: fc.Arbitrary<Block> = fc
  .record({ id: SCALAR, name: VALUE, scopes: LIST, comment: COMMENT, first: BETWEEN, second: BETWEEN })
  .map(
    ({ id, name, scopes, comment, first, second }): Block =>
      (column, dash) => [
        `client_id: ${id}${comment}`,
        ...first,
        ...labelled('name', name, column, dash),
        ...second,
        ...labelled('scopes', scopes, column, dash),
      ],
  )

function labelled(key: string, value: Block, column: number, dash: number): string[] {
  const [head = '', ...lines] = value(column, dash)
  return [`${' '.repeat(column)}${key}:${head}`, ...lines]
}

function clientLines(clients: Block[], between: string[][], dash: number): string[] {
  const column = 4 + dash
  return clients.flatMap((client, index) => {
    const [head = '', ...lines] = client(column + 2, dash)
    return [...(between[index] ?? []), `${' '.repeat(column)}- ${head}`, ...lines]
  })
}

/** A configuration with random layout; the number of its clients. */
const DOCUMENT = fc
  .record({
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF', '---\n'),
    dash: fc.constantFrom(0, 2),
    top: BETWEEN,
    hmac: VALUE,
    clients: fc.array(CLIENT, { maxLength: 3 }),
    between: fc.array(BETWEEN, { minLength: 3, maxLength: 3 }),
    empty: fc.constantFrom('', ' []', ' [ ] # none', ' null'),
    after: BETWEEN,
    tail: fc.constantFrom([], ['other: *shared'], ['other: *shared', '', '# end']),
    final: fc.boolean(),
  })
  .map(({ eol, mark, dash, top, hmac, clients, between, empty, after, tail, final }) => {
    const lines = [
      ...top,
      'identity_providers:',
      '  oidc:',
      ...labelled('hmac_secret', hmac, 4, dash),
      `    clients:${clients.length === 0 ? empty : ' # all'}`,
      ...clientLines(clients, between, dash),
      ...after,
      "    lifespans: &shared { access_token: '1h' }",
      ...tail,
    ]
    const text = mark + lines.join('\n') + (final ? '\n' : '')
    return { source: text.replaceAll('\n', eol), count: clients.length }
  })

const NEW_VALUE = fc.oneof(
  WORD,
  fc.constantFrom(
    'yes',
    "it's: #",
    '$6$x$y',
    '',
    ' lead',
    'a\nb\n',
    '-----BEGIN-----\nx\n-----END-----',
    '\u0000é',
    null,
    true,
    1.5,
  ),
  fc.array(WORD, { maxLength: 3 }),
  fc.record({
    client_id: WORD,
    redirect_uris: fc.array(fc.webUrl(), { maxLength: 2 }),
    deep: fc.dictionary(WORD, fc.nat(9), { maxKeys: 2 }),
  }),
)

/** One edit of a configuration with `count` clients. */
function editOf(count: number): fc.Arbitrary<Edit> {
  const value = NEW_VALUE
  const oidc = ['identity_providers', 'oidc']
  const anywhere: fc.Arbitrary<Edit>[] = [
    value.map((item): Edit => ({ kind: 'insert', path: CLIENTS, value: item })),
    fc
      .tuple(value, WORD)
      .map(([item, key]): Edit => ({ kind: 'set', path: [...oidc, `new_${key}`, 'x'], value: item })),
    value.map((item): Edit => ({ kind: 'set', path: [...oidc, 'hmac_secret'], value: item })),
    value.map((item): Edit => ({ kind: 'add', path: ['last'], value: item, comment: 'by us' })),
    fc.constant<Edit>({ kind: 'remove', path: [...oidc, 'hmac_secret'] }),
  ]
  if (count === 0) return fc.oneof(...anywhere)
  const index = fc.nat(count - 1)
  return fc.oneof(
    ...anywhere,
    fc
      .tuple(index, value)
      .map(([at, item]): Edit => ({ kind: 'insert', path: CLIENTS, at, value: item, comment: 'by us' })),
    index.map((at): Edit => ({ kind: 'remove', path: [...CLIENTS, at] })),
    fc
      .tuple(index, fc.constantFrom('client_id', 'name', 'scopes'))
      .map(([at, key]): Edit => ({ kind: 'remove', path: [...CLIENTS, at, key] })),
    fc
      .tuple(index, fc.constantFrom('client_id', 'name', 'scopes', 'z'), value)
      .map(([at, key, item]): Edit => ({ kind: 'set', path: [...CLIENTS, at, key], value: item })),
    fc
      .tuple(index, WORD)
      .map(([at, item]): Edit => ({ kind: 'insert', path: [...CLIENTS, at, 'scopes'], value: item })),
    fc.tuple(index, index).map(([at, to]): Edit => ({ kind: 'move', path: [...CLIENTS, at], to })),
  )
}

/** What a text means once its template expressions are words. */
function meaning(text: string): unknown {
  const words = EXPRESSIONS.reduce((shadow, expression, index) => shadow.replaceAll(expression, `W${index}`), text)
  return parse(words.replaceAll('{{- /* c */}}', ''))
}

type Tree = Record<string | number, unknown> | unknown[]

function isTree(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}

/** The edit as one would make it on plain values. */
function applyPlain(root: unknown, { path, ...edit }: Edit): Tree {
  const copy: unknown = structuredClone(root)
  if (!isTree(copy)) throw new Error('no document')
  let parent = copy
  const parents = edit.kind === 'insert' ? path : path.slice(0, -1)
  for (const part of parents) {
    if (!isTree(parent[part])) parent[part] = edit.kind === 'insert' && part === path.at(-1) ? [] : {}
    const next = parent[part]
    if (isTree(next)) parent = next
  }
  const key = path.at(-1) ?? ''
  if (edit.kind === 'insert') Array.isArray(parent) && parent.splice(edit.at ?? parent.length, 0, edit.value)
  else if (edit.kind === 'move') Array.isArray(parent) && parent.splice(edit.to, 0, ...parent.splice(Number(key), 1))
  else if (edit.kind === 'remove') Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]
  else parent[key] = edit.value
  return copy
}

/** What of the source was replaced: the text between the longest common start and end. */
function replaced(source: string, edited: string): string {
  let start = 0
  while (start < Math.min(source.length, edited.length) && source[start] === edited[start]) start += 1
  let end = 0
  while (end < Math.min(source.length, edited.length) - start && source.at(-1 - end) === edited.at(-1 - end)) end += 1
  return source.slice(start, source.length - end)
}

function lineSet(text: string): string[] {
  return text.split(/\r?\n/)
}

/** Every line of `inner` stands in `outer`, in the same order. */
function expectSubsequence(inner: string[], outer: string[]): void {
  let at = 0
  for (const line of inner) {
    at = outer.indexOf(line, at) + 1
    expect(at, `the line ${JSON.stringify(line)} was changed`).toBeGreaterThan(0)
  }
}

function expectUntouched(edit: Edit, source: string, edited: string): void {
  const taken = replaced(source, edited)
  if (edit.kind === 'remove' || edit.kind === 'move') return
  const isNew = edit.kind === 'add' || (edit.kind === 'insert' && edit.path.length === 3)
  if (isNew && !/ \[ ?\]|null/.test(source)) {
    expectSubsequence(lineSet(source), lineSet(edited))
    expect(taken.trim()).toBe('')
  }
  for (const comment of source.match(/# (?:all|end|note)/g) ?? []) expect(edited).toContain(comment)
}

/** A template line below a block that keeps its line ends cannot be told from its text: such an edit is refused. */
function editUnlessTorn(source: string, edit: Edit): string {
  try {
    return editYaml(source, [edit])
  } catch (error) {
    fc.pre(!(error instanceof EditInsideTemplate && source.includes('|+') && source.includes('{{- /*')))
    throw error
  }
}

/**
 * A random edit of a random configuration: the result means what the edit asks for, and what it does not concern stays.
 */
export const randomEdit = fc.property(
  DOCUMENT.chain(({ source, count }) => fc.record({ source: fc.constant(source), edit: editOf(count) })),
  ({ source, edit }) => {
    const edited = editUnlessTorn(source, edit)
    expect(meaning(edited)).toEqual(applyPlain(meaning(source), edit))
    expectUntouched(edit, source, edited)
    expect(edited.includes('\r\n')).toBe(source.includes('\r\n'))
    expect(edited.startsWith('\uFEFF')).toBe(source.startsWith('\uFEFF'))
  },
)
