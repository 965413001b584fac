import { describe, expect, it } from 'vitest'
import {
  MOVED_LIFESPANS,
  RENAMED_CLIENT_OPTIONS,
  RENAMED_CLIENT_OPTIONS_REFUSED,
} from '../../../src/config/generations/names.ts'
import { OPTION_HISTORY } from '../../../src/config/migrate/option-history.ts'
import type { Options } from '../../../src/config/schema/option.ts'
import { PROVIDER_OPTIONS } from '../../../src/config/schema/provider-options.ts'
import { example, GENERATIONS, optionsIn, sectionOf } from './examples.ts'

/** Options of the schema; what stands below a chosen name counts with the name's parent. */
function schemaPaths(options: Options, prefix = ''): string[] {
  return Object.entries(options).flatMap(([key, option]) => {
    const path = prefix + key
    if (option.type === 'object') return [path, ...schemaPaths(option.options, `${path}.`)]
    if (option.type === 'entries' && path !== 'clients[].jwks')
      return [path, ...schemaPaths(option.options, `${path}[].`)]
    return [path]
  })
}

const CURRENT = new Set(schemaPaths(PROVIDER_OPTIONS))
const KNOWN = new Map(OPTION_HISTORY.map((entry) => [entry.path, entry]))

/** `lifespans.custom.short.access_token` → `lifespans.custom`, the deepest option that the table has. */
function known(path: string): string | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['), 0)))
    if (KNOWN.has(at)) return at
  return undefined
}

describe('configuration 7.1: the table of options is complete', () => {
  it('names every option of the schema, at its place today', () => {
    const deprecated = ['issuer_private_key', 'issuer_certificate_chain']
    const today = OPTION_HISTORY.flatMap(({ path, fate }) => (fate.kind === 'same' ? [path] : []))
    expect([...CURRENT].filter((path) => !today.includes(path) && !deprecated.includes(path))).toEqual([])
    expect(today.filter((path) => !CURRENT.has(path))).toEqual([])
  })

  it('leads every old name to an option of the schema, or says why it is gone', () => {
    for (const { path, fate } of OPTION_HISTORY) {
      if (fate.kind === 'removed') expect(fate.why, path).not.toBe('')
      else if (fate.kind !== 'same') expect(CURRENT.has(fate.to), path).toBe(true)
    }
  })

  it('names no option twice', () => {
    expect(KNOWN.size).toBe(OPTION_HISTORY.length)
  })

  it('agrees with the names that the provider maps or refuses', () => {
    const clients = new Map([...RENAMED_CLIENT_OPTIONS, ...RENAMED_CLIENT_OPTIONS_REFUSED])
    const renamed = OPTION_HISTORY.flatMap(({ path, fate }) =>
      fate.kind === 'renamed' ? [[path.replace('clients[].', ''), fate.to.replace('clients[].', '')] as const] : [],
    )
    expect(new Map(renamed)).toEqual(clients)
    const lifespans = OPTION_HISTORY.flatMap(({ path, fate }) =>
      fate.kind === 'moved' && fate.to.startsWith('lifespans.')
        ? [[path, fate.to.replace('lifespans.', '')] as const]
        : [],
    )
    expect(new Map(lifespans)).toEqual(MOVED_LIFESPANS)
  })
})

describe('the example configurations', () => {
  it.each(GENERATIONS)('g%i.yml holds every option of its generation and no other', (generation) => {
    const used = new Set(optionsIn(sectionOf(example(generation))).map(known))
    const expected = OPTION_HISTORY.filter(
      ({ generations: [first, last] }) => first <= generation && generation <= last,
    )
    expect(expected.map(({ path }) => path).filter((path) => !used.has(path))).toEqual([])
    expect([...used].filter((path) => !expected.some((entry) => entry.path === path))).toEqual([])
  })

  it.each(GENERATIONS)('g%i.yml says that its keys are for tests', (generation) => {
    expect(example(generation).split('\n').slice(0, 2).join(' ')).toContain('FOR TESTS ONLY')
  })
})
