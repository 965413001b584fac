/** The JSON Schema that editors use and `config validate`: where both can judge, they judge alike. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { jsonSchema } from '../../src/config/schema/zod-schema.ts'
import { validate } from '../../src/config/validate.ts'
import { readDocument } from '../../src/config/yaml/read-document.ts'
import { CONFIG_CASES } from './config-cases.ts'
import { documentOf } from './documents.ts'
import { loadText } from './load-text.ts'

const isAccepted = new Ajv2020({ strict: false }).compile(jsonSchema())

/** What a schema can see: types, listed values, unknown keys, and what is required. */
const STRUCTURAL: ReadonlySet<string> = new Set([
  'ERR_OPTION_TYPE',
  'ERR_OPTION_VALUE',
  'ERR_OPTION_UNKNOWN',
  'ERR_NAME_INVALID',
  'ERR_KEY_USE',
  'ERR_KEY_ALGORITHM',
  'ERR_KEY_MISSING',
  'ERR_KEY_ID_MISSING',
  'ERR_JWKS_MISSING',
  'ERR_CLIENTS_MISSING',
  'ERR_CLIENT_ID_MISSING',
  'ERR_POLICY_RULES_MISSING',
])

/** Rows that only `validate` refuses, and why the schema cannot. */
const BEYOND_THE_SCHEMA: Readonly<Record<string, string>> = {
  p004: 'the key may stand in issuer_private_key, or come from the environment',
  p005: 'the key may stand in issuer_private_key, or come from the environment',
  p007: 'an empty list is a list',
  p032: 'which algorithms there are depends on the use of the key',
  p061: 'units of durations are no pattern: text that means nothing is ignored',
  p062: 'units of durations are no pattern: text that means nothing is ignored',
  c050: 'units of durations are no pattern: text that means nothing is ignored',
  c001: 'the id may stand under its old name',
}

/** Rows that only the schema refuses, and why the provider does not. */
const BEYOND_THE_PROVIDER: Readonly<Record<string, string>> = {
  c039: 'an unknown response type is a warning',
  c040: 'an unknown response type is a warning',
}

/** Weak typing: the provider converts these, editors mark them. */
const WEAKLY_TYPED: readonly { line: string; what: string }[] = [
  { what: 'a boolean as text', line: "enable_pkce_plain_challenge: 'true'" },
  { what: 'a boolean as a number', line: 'enable_pkce_plain_challenge: 0' },
  { what: 'an integer as text', line: "minimum_parameter_entropy: '8'" },
  { what: 'an integer in hexadecimal', line: "minimum_parameter_entropy: '0x8'" },
  { what: 'an empty text as an empty list', line: "cors:\n  endpoints: ''" },
]

async function errorsOf(yaml: string): Promise<readonly string[]> {
  const clock = () => Date.parse('2026-11-01T00:00:00Z')
  const { problems } = validate(await loadText(yaml), { generation: 5, clock })
  return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
}

const ROWS = CONFIG_CASES.filter(({ generation }) => generation === 5)

describe('JSON Schema and validate agree', () => {
  it.each(ROWS)('$id: $gist', async ({ id, yaml }) => {
    const errors = await errorsOf(yaml)
    const isStructural = errors.some((code) => STRUCTURAL.has(code))
    const accepted = isAccepted(readDocument(yaml).value)
    if (id in BEYOND_THE_SCHEMA) expect([accepted, isStructural]).toEqual([true, true])
    else if (id in BEYOND_THE_PROVIDER) expect([accepted, errors]).toEqual([false, []])
    else {
      if (isStructural) expect(accepted).toBe(false)
      if (!accepted) expect(errors).not.toEqual([])
    }
  })

  it.each(WEAKLY_TYPED)('weak typing: $what is taken by the provider', async ({ line }) => {
    expect(await errorsOf(documentOf({ provider: line }))).toEqual([])
  })

  it('weak typing: what the schema takes of it', () => {
    const taken = WEAKLY_TYPED.filter(({ line }) => isAccepted(readDocument(documentOf({ provider: line })).value))
    expect(taken.map(({ what }) => what)).toEqual(['an empty text as an empty list'])
  })
})
