import { describe, expect, it } from 'vitest'
import { filter } from './expand.ts'

describe('positions of the expanded text lead back to the user’s file', () => {
  const source = 'a: 1\nkey: {{ secret "/run/rsa.key" | mindent 4 "|" }}\n{{- /* note */}}\nlast: {{ 12345 }} # here\n'
  const { text, map } = filter(source)
  const lines = text.split('\n')

  function original(needle: string) {
    const line = lines.findIndex((candidate) => candidate.includes(needle))
    return map.original(line + 1, (lines[line]?.indexOf(needle) ?? 0) + 1)
  }

  it('copied text keeps its place', () => {
    expect(original('a: 1')).toEqual({ line: 1, column: 1, copied: true })
    expect(original('last')).toEqual({ line: 4, column: 1, copied: true })
    expect(original('# here')).toEqual({ line: 4, column: 19, copied: true })
  })

  it('every line of an expanded value points to its expression', () => {
    expect(original('BEGIN')).toEqual({ line: 2, column: 6, copied: false })
    expect(original('END')).toEqual({ line: 2, column: 6, copied: false })
  })

  it('holds through two filters', () => {
    const twice = filter('x: $NAME\ny: {{ "$NAME" }} z\n', { filters: ['expand-env', 'template'] })
    expect(twice.text).toBe('x: value\ny: value z\n')
    expect(twice.map.original(2, 4)).toEqual({ line: 2, column: 4, copied: false })
    expect(twice.map.original(2, 10)).toEqual({ line: 2, column: 18, copied: true })
  })

  it('without filters everything stays where it is', () => {
    expect(filter('a\nb\n', { filters: [] }).map.original(2, 1)).toEqual({ line: 2, column: 1, copied: true })
  })
})
