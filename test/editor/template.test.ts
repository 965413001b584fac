import { describe, expect, it } from 'vitest'
import { TemplateExpression } from '../../src/editor/edit.ts'
import { editYaml } from '../../src/editor/edit-yaml.ts'
import { maskTemplates } from '../../src/editor/template-mask.ts'
import { check, checkRefusals } from './edit-case.ts'

describe('template expressions stay byte for byte', () => {
  check([
    {
      rule: 'in values, quoted values and keys',
      before: [
        'hmac: {{ secret "/run/hmac" | squote }}',
        `b: '{{ env "B" }}' # {{ not }}`,
        '{{ env "NAME" }}: 1',
        'c: x-{{ env "C" }}:y',
        'd: 1',
        '',
      ],
      edits: [
        { kind: 'set', path: ['d'], value: 2 },
        { kind: 'set', path: ['b'], value: 'z' },
      ],
      after: [
        'hmac: {{ secret "/run/hmac" | squote }}',
        "b: 'z' # {{ not }}",
        '{{ env "NAME" }}: 1',
        'c: x-{{ env "C" }}:y',
        'd: 2',
        '',
      ],
    },
    {
      rule: 'inside a block scalar, at any column',
      before: ['jwks:', '  - key: |', '{{- fileContent "a.pem" | nindent 6 }}', '    use: sig', 'x: 1', ''],
      edits: [{ kind: 'insert', path: ['jwks'], value: { key: 'k' } }],
      after: [
        'jwks:',
        '  - key: |',
        '{{- fileContent "a.pem" | nindent 6 }}',
        '    use: sig',
        '  - key: k',
        'x: 1',
        '',
      ],
    },
    {
      rule: 'a new item goes behind the lines that a template makes for the one before',
      before: ['jwks:', '  - key: |', '{{- fileContent "a.pem" | nindent 6 }}', '', '# next', 'x: 1', ''],
      edits: [{ kind: 'insert', path: ['jwks'], value: { key: 7 } }],
      after: ['jwks:', '  - key: |', '{{- fileContent "a.pem" | nindent 6 }}', '  - key: 7', '', '# next', 'x: 1', ''],
    },
    {
      rule: 'a new item goes out of the block that makes the one before',
      before: ['clients:', '{{- range $c := list "a" "b" }}', "  - client_id: '{{ $c }}'", '{{- end }}', 'x: 1', ''],
      edits: [{ kind: 'insert', path: ['clients'], value: { client_id: 'c' } }],
      after: [
        'clients:',
        '{{- range $c := list "a" "b" }}',
        "  - client_id: '{{ $c }}'",
        '{{- end }}',
        "  - client_id: 'c'",
        'x: 1',
        '',
      ],
    },
    {
      rule: 'inside a block an entry can be edited',
      before: ['{{ if env "X" }}', 'a:', '  b: 1', '{{ else }}', 'c: 1', '{{ end }}', ''],
      edits: [
        { kind: 'set', path: ['a', 'b'], value: 2 },
        { kind: 'set', path: ['a', 'd'], value: 3 },
        { kind: 'set', path: ['e'], value: 4 },
      ],
      after: ['{{ if env "X" }}', 'a:', '  b: 2', '  d: 3', '{{ else }}', 'c: 1', '{{ end }}', 'e: 4', ''],
    },
    {
      rule: 'but for those inside of what is removed',
      before: ['a: 1', 'b: |', '{{ fileContent "c.pem" | indent 2 }}', ''],
      edits: [{ kind: 'remove', path: ['b'] }],
      after: ['a: 1', ''],
    },
    {
      rule: 'an expression over several lines',
      before: ['a: {{ secret', '  "/x" }}', 'b: 1', '{{- /* a', 'comment: 1 */ -}}', ''],
      edits: [{ kind: 'set', path: ['c'], value: 2 }],
      after: ['a: {{ secret', '  "/x" }}', 'b: 1', '{{- /* a', 'comment: 1 */ -}}', 'c: 2', ''],
    },
    {
      rule: 'a value that is an expression can be replaced, and an expression written',
      before: ['a: {{ secret "/x" }} # why', 'b: 1', ''],
      edits: [
        { kind: 'set', path: ['a'], value: 1 },
        { kind: 'set', path: ['b'], value: new TemplateExpression('{{ secret "/k" | mindent 10 "|" | msquote }}') },
        { kind: 'insert', path: ['c'], value: new TemplateExpression('{{ env "C" }}') },
      ],
      after: ['a: 1 # why', 'b: {{ secret "/k" | mindent 10 "|" | msquote }}', 'c:', '  - {{ env "C" }}', ''],
    },
  ])

  it('hides them without moving any other character', () => {
    const source = 'a: {{ "}}" }}\n  {{ if `\n}}` }}\nb: 1 {{ unclosed\n'
    const { text } = maskTemplates(source)
    expect(text).toHaveLength(source.length)
    expect(text.indexOf('b: 1')).toBe(source.indexOf('b: 1'))
    expect(text).toContain('{{ unclosed')
    expect(text).not.toContain('}}')
  })

  it('refuses to construct an expression that is more than one', () => {
    expect(() => new TemplateExpression('{{ a }} b')).toThrow(TypeError)
  })
})

describe('an edit does not tear template blocks apart, nor fill what a template fills', () => {
  checkRefusals([
    {
      rule: 'a value is made by an expression',
      text: ['clients: {{ fileContent "c.yml" }}', ''],
      edit: { kind: 'insert', path: ['clients'], value: 'x' },
      code: 'ERR_EDIT_TEMPLATE',
      at: [1, 10],
    },
    {
      rule: 'a value is made by the line below its key',
      text: ['clients: # mine', '', '{{ fileContent "c.yml" | nindent 2 }}', ''],
      edit: { kind: 'insert', path: ['clients'], value: 'x' },
      code: 'ERR_EDIT_TEMPLATE',
      at: [3, 1],
    },
    {
      rule: 'set of such a value',
      text: ['clients:', '  {{ fileContent "c.yml" | nindent 2 }}', ''],
      edit: { kind: 'set', path: ['clients'], value: 'x' },
      code: 'ERR_EDIT_TEMPLATE',
    },
    {
      rule: 'remove of an entry that the line below it continues',
      text: ['a: 1', 'b:', '{{ fileContent "c.yml" | indent 2 }}', ''],
      edit: { kind: 'remove', path: ['b'] },
      code: 'ERR_EDIT_TEMPLATE',
    },
    {
      rule: 'remove of an entry in which a block begins',
      text: ['a:', '  - b: 1', '{{ if x }}', '    c: 1', '  - b: 2', '{{ end }}', ''],
      edit: { kind: 'remove', path: ['a', 0] },
      code: 'ERR_EDIT_TEMPLATE',
    },
    {
      rule: 'a key that stands in two branches',
      text: ['{{ if x }}', 'a: 1', '{{ else }}', 'a: 2', '{{ end }}', ''],
      edit: { kind: 'set', path: ['a'], value: 3 },
      code: 'ERR_EDIT_NOT_POSSIBLE',
      at: [4, 1],
    },
    {
      rule: 'brackets with a line that a template makes',
      text: ['a: [', '  {{ env "X" }}', ']', ''],
      edit: { kind: 'insert', path: ['a'], value: 3 },
      code: 'ERR_EDIT_TEMPLATE',
      at: [2, 3],
    },
    {
      rule: 'a value or comment that would become an expression',
      text: ['a: 1', ''],
      edit: { kind: 'set', path: ['b'], value: '{{ env "SECRET" }}' },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
    {
      rule: 'a comment that would become an expression',
      text: ['a: 1', ''],
      edit: { kind: 'set', path: ['b'], value: 1, comment: 'x {{ y' },
      code: 'ERR_EDIT_NOT_POSSIBLE',
    },
  ])

  it('leaves text with unclosed braces alone', () => {
    expect(editYaml('a: 1 # {{ x\nb: 2 # }}\n', [{ kind: 'set', path: ['b'], value: 3 }])).toBe(
      'a: 1 # {{ x\nb: 3 # }}\n',
    )
  })
})
