import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { templateExpressions } from '../../../src/config/filters/template/expressions.ts'
import { TemplateInvalid } from '../../../src/config/filters/template/template-invalid.ts'
import { expand } from './expand.ts'
import { expandsOrIsRefused, soup } from './random-template.ts'

const DOUBLE = '{{ $x := "aaaaaaaaaaaaaaaa" }}{{ range 40 }}{{ $x = print $x $x }}{{ end }}'

describe('a template ends, whatever it says', () => {
  it.each([
    ['a template that calls itself', '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}'],
    ['a range without end', '{{ range 9223372036854775807 }}{{ end }}'],
    ['a text that doubles', DOUBLE],
    ['a huge indentation', '{{ indent 1000000000 "x" }}'],
    ['a huge width', '{{ range 100 }}{{ printf "%1000000d" 1 }}{{ end }}'],
    ['a list that doubles', '{{ $x := list 1 }}{{ range 60 }}{{ $x = list $x $x }}{{ end }}{{ $x }}'],
    ['a map in itself, printed', '{{ $d := dict }}{{ $d = set $d "x" $d }}{{ $d }}'],
    ['a map in itself, as YAML', '{{ $d := dict }}{{ $d = set $d "x" $d }}{{ toYaml $d }}'],
    ['deep parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['deep ifs', `${'{{ if true }}'.repeat(5000)}${'{{ end }}'.repeat(5000)}`],
    ['replacing nothing by much', '{{ $x := printf "%0100000d" 1 }}{{ replace "" $x $x }}'],
    ['YAML of 100,000 open brackets', `{{ fromYaml "${'['.repeat(100_000)}" }}`],
    [
      'YAML that grows by aliases',
      '{{ fromYaml "a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b]\\nd: [*c,*c,*c,*c,*c,*c,*c]" }}',
    ],
  ])('%s', (_rule, template) => {
    expect(() => expand(template)).toThrow(TemplateInvalid)
  })

  it('a long chain of else if is no nesting', () => {
    expect(expand(`{{ if eq 1 2 }}${'{{ else if eq 1 2 }}'.repeat(2000)}{{ else }}x{{ end }}`)).toBe('x')
  })
})

describe('any text', () => {
  it('expands or is refused with a place', () => {
    fc.assert(expandsOrIsRefused, { seed: 20261123, numRuns: 1500 })
  })

  it('has expressions that lie inside it, in order', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let end = 0
        for (const range of templateExpressions(text)) {
          expect(range.start).toBeGreaterThanOrEqual(end)
          expect(range.end).toBeLessThanOrEqual(text.length)
          end = range.end
        }
      }),
      { seed: 20261123, numRuns: 500 },
    )
  })
})
