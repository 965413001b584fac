/** Random texts that look like templates, and what must hold for each. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { TemplateInvalid } from '../../../src/config/filters/template/template-invalid.ts'
import { filter } from './expand.ts'

const pieces = fc.constantFrom(
  ...[
    '{{',
    '}}',
    '{{-',
    ' -}}',
    '-',
    ' ',
    '\n',
    '"',
    '`',
    "'",
    '(',
    ')',
    '|',
    '.',
    ',',
    ':=',
    '=',
    '$x',
    '$',
    '.a',
    '/*',
    '*/',
  ],
  ...[
    'if',
    'else',
    'end',
    'range',
    'with',
    'define',
    'template',
    'block',
    'break',
    'continue',
    'nil',
    'true',
    '1',
    '1.5',
    '"a"',
  ],
  ...[
    'list',
    'dict',
    'print',
    'printf',
    'index',
    'len',
    'eq',
    'secret "/run/secret"',
    'indent 2',
    'set',
    'toYaml',
    'fromYaml',
    'é',
    '\u0000',
    '$pbkdf2$x',
    '${',
    '$$',
  ],
)
/** Pieces without order. */
export const soup = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''))
/** Pieces in actions, most of which parse. */
const actions = fc
  .array(fc.tuple(fc.constantFrom('{{ ', '{{- '), fc.array(pieces, { maxLength: 6 }), fc.constantFrom(' }}', ' -}}')), {
    maxLength: 6,
  })
  .map((list) => list.map(([open, words, close]) => open + words.join(' ') + close).join('text\n'))

/** Any text expands, or is refused with a place; positions of the result lie in the source. */
export const expandsOrIsRefused = fc.property(fc.oneof(soup, actions, fc.string()), (text) => {
  try {
    const { text: expanded, map } = filter(text, { filters: ['template', 'expand-env'] })
    expect(map.original(expanded.split('\n').length, 1).line).toBeLessThanOrEqual(text.split('\n').length)
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateInvalid)
    expect(error).toHaveProperty('position.line')
  }
})
