/** Shell patterns as Go's filepath.Match reads them: `*`, `?`, `[a-z]`, `[^a-z]`, `\x`; none of them crosses a `/`. */
import { fail } from './template-invalid.ts'

type Part = { kind: 'star' } | { kind: 'letter'; matches(letter: string): boolean }

const CLASS = /^\[(\^?)((?:\\.|[^\]\\])+)\]/su

function parse(pattern: string): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at)
    const group = rest.startsWith('[') ? (CLASS.exec(rest) ?? fail('the pattern has a [ without its ]')) : undefined
    const literal = rest.startsWith('\\') ? (Array.from(rest)[1] ?? fail('the pattern ends in \\')) : undefined
    const first = Array.from(rest)[0] ?? ''
    if (first === '*') parts.push({ kind: 'star' })
    else if (group) parts.push({ kind: 'letter', matches: ranges(group[2] ?? '', group[1] === '^') })
    else if (first === '?') parts.push({ kind: 'letter', matches: (letter) => letter !== '/' })
    else parts.push({ kind: 'letter', matches: (letter) => letter === (literal ?? first) })
    at += group?.[0].length ?? (literal === undefined ? first.length : 1 + literal.length)
  }
  return parts
}

function ranges(text: string, negated: boolean): (letter: string) => boolean {
  const pairs = [...text.matchAll(/(?:\\(.)|(.))(?:-(?:\\(.)|([^\\])))?/gsu)].map((match) => {
    const low = match[1] ?? match[2] ?? ''
    return [low, match[3] ?? match[4] ?? low] as const
  })
  return (letter) => pairs.some(([low, high]) => letter >= low && letter <= high) !== negated && letter !== '/'
}

/** Whether a name matches; the time grows with the product of both lengths at most. */
export function matchesPattern(pattern: string, name: string): boolean {
  const letters = Array.from(name)
  let reached = new Set([0])
  for (const part of parse(pattern)) {
    const next = new Set<number>()
    for (const at of reached) {
      const letter = letters[at]
      if (part.kind === 'letter' && letter !== undefined && part.matches(letter)) next.add(at + 1)
    }
    if (part.kind === 'star') for (let at = Math.min(...reached); at <= letters.length; at++) next.add(at)
    reached = next
    if (reached.size === 0) return false
  }
  return reached.has(letters.length)
}
