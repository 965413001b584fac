import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Option, Options } from '../../src/config/schema/option.ts'
import { OTHER_SECTION_OPTIONS } from '../../src/config/schema/other-options.ts'
import { PROVIDER_OPTIONS } from '../../src/config/schema/provider-options.ts'
import { type Evidence, OTHER_EVIDENCE, PROVIDER_EVIDENCE } from './option-table.ts'
import { EFFECTS } from './options/effects.ts'
import { SCENARIOS } from './scenarios/vectors.ts'

function pathsOf(options: Options, prefix = ''): string[] {
  return Object.entries(options).flatMap(([name, option]) => pathsOfOne(option, `${prefix}${name}`))
}

/** A section is no option of its own; a list and a mapping of names are, with the options of their entries. */
function pathsOfOne(option: Option, path: string): string[] {
  if (option.type === 'object') return pathsOf(option.options, `${path}.`)
  if (option.type === 'entries') return [path, ...pathsOf(option.options, `${path}[].`)]
  if (option.type === 'named') return [path, ...pathsOfOne(option.value, `${path}.${option.placeholder}`)]
  return [path]
}

const IDS = new Set(SCENARIOS.map(({ id }) => id))

/** What is wrong with the evidence of an option. */
function faultOf(path: string, evidence: Evidence): string | undefined {
  if ('effect' in evidence) return path in EFFECTS ? undefined : 'options/effects.ts has no such option'
  if ('none' in evidence) return /^[A-Z].{20,}\.$/.test(evidence.none) ? undefined : 'the reason is no sentence'
  if ('rows' in evidence) {
    const missing = evidence.rows.filter((id) => !IDS.has(id))
    return evidence.rows.length > 0 && missing.length === 0 ? undefined : `no rows ${missing.join(' ')}`
  }
  const [file, title] = evidence.test
  const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  return source.includes(`'${title}'`) ? undefined : `${file} has no test '${title}'`
}

describe.each([
  ['identity_providers.oidc', PROVIDER_OPTIONS, PROVIDER_EVIDENCE],
  ['other sections', OTHER_SECTION_OPTIONS, OTHER_EVIDENCE],
] as const)('%s', (_section, options, evidence) => {
  it('every option is named beside what shows its effect, and nothing else is named', () => {
    expect(Object.keys(evidence).sort()).toEqual(pathsOf(options).sort())
  })

  it('what is named exists', () => {
    const faults = Object.entries(evidence).map(([path, one]) => [path, faultOf(path, one)])
    expect(faults.filter(([, fault]) => fault !== undefined)).toEqual([])
  })
})

describe('the table notices', () => {
  it.each<[string, Evidence]>([
    ['a row that is not there', { rows: ['auth-999'] }],
    ['no row at all', { rows: [] }],
    ['a test that is not there', { test: ['provider/session.test.ts', 'sessions are eternal'] }],
    ['an effect that nobody runs', { effect: true }],
    ['an empty reason', { none: '' }],
  ])('%s', (_what, evidence) => {
    expect(faultOf('no.such.option', evidence)).toBeDefined()
  })

  it('every effect belongs to an option of the table', () => {
    const named = Object.entries(PROVIDER_EVIDENCE).flatMap(([path, one]) => ('effect' in one ? [path] : []))
    expect(Object.keys(EFFECTS).sort()).toEqual(named.sort())
  })
})
