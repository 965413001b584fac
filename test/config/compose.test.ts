/** Composing entries early changes nothing: values, places and faults are those of the library at once. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Composer, type Node, Parser, visit } from 'yaml'
import { composeText } from '../../src/config/yaml/compose.ts'
import { documentOf } from './documents.ts'

/** Kinds, values and places of all nodes, in their order. */
function nodesOf(content: unknown): unknown[] {
  const nodes: unknown[] = []
  visit(content as Node | null, {
    Node: (_key, node) => {
      const [start] = node.range ?? []
      nodes.push([node.constructor.name, start, 'value' in node ? node.value : undefined])
    },
  })
  return nodes
}

interface Read {
  nodes: unknown[]
  codes: string[]
}

function codesOf(errors: readonly { code: string }[]): string[] {
  return errors.map(({ code }) => code).sort()
}

function atOnce(text: string): Read {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  const [document, second] = composer.compose(new Parser().parse(text), true, text.length)
  const codes = [...codesOf(document?.errors ?? []), ...(second === undefined ? [] : ['MULTIPLE_DOCS'])]
  return { nodes: nodesOf(document?.contents), codes: codes.sort() }
}

function early(text: string, every: number): Read {
  const { content, errors } = composeText(text, every)
  return { nodes: nodesOf(content), codes: codesOf(errors) }
}

/** Of texts with faults the values do not count, and a hundred faults are enough. */
function expectSame(text: string, every: number): void {
  const expected = atOnce(text)
  const found = early(text, every)
  if (expected.codes.length === 0) expect(found).toEqual(expected)
  else {
    expect(found.codes).not.toEqual([])
    expect(expected.codes).toEqual(expect.arrayContaining(found.codes))
  }
}

const many = (piece: (index: number) => string, count = 60) =>
  Array.from({ length: count }, (_, n) => piece(n)).join('')

const TEXTS: Readonly<Record<string, string>> = {
  'a list of clients': documentOf({ clients: many((n) => `- client_id: 'a${n}'\n  scopes: ['openid', 'email']\n`) }),
  'a long mapping': many((n) => `k${n}: v\n`),
  'lists in lists': `a:\n${many((n) => `  - x: ${n}\n    y:\n${many((m) => `      - ${m}\n`, 40)}`, 40)}`,
  'mappings in mappings': many((n) => `k${n}:\n${many((m) => `  m${m}: ${n}\n`, 40)}`, 40),
  'a list at the top': many((n) => `- ${n}\n`),
  'dashes on one line': many((n) => `- - - ${n}\n    - x\n`),
  'comments and empty lines': `a:\n${many((n) => `  # before ${n}\n  - x${n} # beside\n\n    # inside\n`)}  # at the end\n`,
  'empty entries': `a:\n${many(() => '  -\n')}b:\n${many((n) => `  k${n}:\n`)}`,
  'anchors and aliases': `a: &a [1, 2, 3]\n${many((n) => `u${n}: *a\n`, 1000)}`,
  'anchors in a long list': `a:\n${many((n) => `  - &a${n} x\n`)}b: *a3\n`,
  'merge keys': `a: &a\n${many((n) => `  k${n}: 1\n`)}${many((n) => `b${n}:\n  <<: *a\n`)}`,
  'explicit keys': many((n) => `? k${n}\n: v\n`),
  'block texts': `a:\n${many((n) => `  - |\n    one ${n}\n\n    two\n  - >-\n    folded\n    text\n`)}`,
  'carriage returns': many((n) => `k${n}: v\r\n`),
  'a tag of the standard': `a: !!set\n${many((n) => `  ? k${n}\n`)}`,
  'a tag of our own': `a: !own\n${many((n) => `  - !x k${n}\n`)}`,
  'a directive': `%YAML 1.1\n---\n${many((n) => `k${n}: yes\n`)}`,
  'entries without a dash': `a:\n${many((n) => `  - x${n}\n`)}  y: 1\n${many((n) => `  - x${n}\n`)}`,
  'wrong indentation': `a:\n${many((n) => `  - b: ${n}\n     c: 1\n`)}`,
  'a bracket that stays open': `a:\n${many((n) => `  - x${n}\n`)}b: [1, 2\nc: 3\n`,
  'a key over 1024 characters': `${many((n) => `k${n}: v\n`)}${'x'.repeat(1100)}: y\n`,
}

describe('entries that are composed before their block is complete', () => {
  it.each(Object.entries(TEXTS))('%s', (_name, text) => {
    for (const every of [1, 7, 64]) expectSame(text, every)
  })

  it('texts with a piece taken out', () => {
    const texts = Object.values(TEXTS)
    const wounded = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 12 }),
      every: fc.constantFrom(1, 7, 64),
    })
    fc.assert(
      fc.property(wounded, ({ text, at, length, every }) => {
        const start = Math.floor(at * text.length)
        const broken = text.slice(0, start) + text.slice(start + length)
        expectSame(broken, every)
      }),
      { numRuns: 300, seed: 20261123 },
    )
  })
})
