/** Expected values were made by running Go 1.26's text/template and standard library; see the comment in the vectors. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applyFilters } from '../../../src/config/filters/apply-filters.ts'
import { TemplateInvalid } from '../../../src/config/filters/template/template-invalid.ts'

interface Case {
  template: string
  output?: string
  fails?: true
}

const { cases }: { cases: Case[] } = JSON.parse(readFileSync('test/vectors/go-text-template.json', 'utf8'))

function expand(template: string): string {
  const readFile = (): string => {
    throw new Error('there is no such file')
  }
  const environment = { NAME: 'value' }
  return applyFilters(template, { filters: ['template'], environment, readFile, file: 'c.yml', now: 0 }).text
}

describe('configuration 1.5: a template means what Go makes of it', () => {
  it.each(cases.filter(({ fails }) => !fails))('$template', ({ template, output }) => {
    expect(expand(template)).toBe(output)
  })
})

describe('configuration 1.5: what Go refuses is refused', () => {
  it.each(cases.filter(({ fails }) => fails))('$template', ({ template }) => {
    expect(() => expand(template)).toThrow(TemplateInvalid)
  })
})
