import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { ALL_CODES, explain } from '../../src/config/explain.ts'
import { allOptions, findOptions } from '../../src/config/option-index.ts'
import { problemReference } from '../../src/config/problem-reference.ts'
import { configurationReference } from '../../src/config/reference.ts'
import { jsonSchema } from '../../src/config/schema/zod-schema.ts'
import { readDocument } from '../../src/config/yaml/read-document.ts'
import { CONFIG_CASES } from './config-cases.ts'

const validate = new Ajv2020({ strict: false }).compile(jsonSchema())

describe('JSON Schema 2020-12 of the file', () => {
  it('says which draft it is', () => {
    expect(jsonSchema()['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
  })

  const good = CONFIG_CASES.filter(({ generation, verdict }) => generation === 5 && verdict === 'ok')
  it.each(good)('accepts what the provider accepts: $id', ({ yaml }) => {
    expect([validate(readDocument(yaml).value), validate.errors]).toEqual([true, null])
  })

  const refused = ['p053', 'p072', 'p080', 'p087', 'p097', 'c110', 'c113', 'c048', 'c034']
  it.each(CONFIG_CASES.filter(({ id }) => refused.includes(id)))('refuses $id: $gist', ({ yaml }) => {
    expect(validate(readDocument(yaml).value)).toBe(false)
  })
})

describe('explain', () => {
  it.each([
    ['clients[3].client_id', 'clients[].client_id'],
    ['identity_providers.oidc.clients[].client_id', 'clients[].client_id'],
    ['client_id', 'clients[].client_id'],
    ['authorization_policies.staff.rules[0].subject', 'authorization_policies.NAME.rules[].subject'],
    ['lifespans.access_token', 'lifespans.access_token'],
    ['cors.endpoints', 'cors.endpoints'],
  ])('%s is %s', (text, path) => {
    expect(findOptions(text)[0]?.path).toBe(path)
  })

  it('a code by its name, with and without the prefix', () => {
    expect(explain('ERR_CLIENT_ID_DUPLICATE')).toEqual(explain('client-id-duplicate'))
  })

  it('a slip: did you mean', () => {
    expect(() => explain('client_idd')).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', hint: "did you mean 'client_id'?" }),
    )
  })

  it('every option has a description that is a sentence', () => {
    const poor = allOptions().filter(({ option }) => !/^[A-Z`].{10,}[.]$/s.test(option.description))
    expect(poor.map(({ path, option }) => [path, option.description])).toEqual([])
  })

  it('every code says what it means and what to do', () => {
    const poor = Object.entries(ALL_CODES).filter(
      ([, { meaning, remedy }]) => !meaning.endsWith('.') || !remedy.endsWith('.'),
    )
    expect(poor).toEqual([])
  })
})

describe('the reference pages are what the descriptions make', () => {
  const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

  it('docs/configuration.md', () => {
    expect(read('configuration.md')).toBe(configurationReference())
  })

  it('docs/validate.md', () => {
    expect(read('validate.md').endsWith(problemReference())).toBe(true)
  })
})
