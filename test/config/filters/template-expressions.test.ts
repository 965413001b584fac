import { describe, expect, it } from 'vitest'
import { templateExpressions } from '../../../src/config/filters/template/expressions.ts'

describe('where template expressions stand', () => {
  it.each([
    ['a: {{ 1 }} b', ['{{ 1 }}']],
    ['{{- if true -}} x {{ end }}', ['{{- if true -}}', '{{ end }}']],
    ['{{ "}}" }} {{ `{{` }}', ['{{ "}}" }}', '{{ `{{` }}']],
    ['{{/* a }} b */}} c {{- /* d */ -}}', ['{{/* a }} b */}}', '{{- /* d */ -}}']],
    ['a }} b { {', []],
    ['a {{ never closed\nb', ['{{ never closed\nb']],
    ['{{ "never closed }}\nb', ['{{ "never closed }}\nb']],
  ])('%s', (text, expected) => {
    expect(templateExpressions(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
  })
})
