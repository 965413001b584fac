import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/config/problem.ts'
import { sarifLog } from '../../src/config/report/sarif.ts'
import { validate } from '../../src/config/validate.ts'
import { CONFIG_CASES } from './config-cases.ts'
import { loadText } from './load-text.ts'

const text = { type: 'string', minLength: 1 }
const message = { type: 'object', required: ['text'], properties: { text }, additionalProperties: false }
const position = { type: 'integer', minimum: 1 }

/** The members that SARIF 2.1.0 requires of what we write (sections in brackets); no others are allowed. */
const SCHEMA = {
  // §3.13
  type: 'object',
  required: ['version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', pattern: '^https://.*sarif-2\\.1\\.0\\.json$' },
    version: { const: '2.1.0' },
    runs: { type: 'array', minItems: 1, items: { $ref: '#/$defs/run' } },
  },
  $defs: {
    // §3.14, §3.18, §3.19
    run: {
      type: 'object',
      required: ['tool', 'results'],
      additionalProperties: false,
      properties: {
        tool: {
          type: 'object',
          required: ['driver'],
          properties: {
            driver: {
              type: 'object',
              required: ['name'],
              additionalProperties: false,
              properties: {
                name: text,
                version: text,
                rules: { type: 'array', uniqueItems: true, items: { $ref: '#/$defs/rule' } },
              },
            },
          },
        },
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        results: { type: 'array', items: { $ref: '#/$defs/result' } },
      },
    },
    // §3.49
    rule: {
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: { id: { type: 'string', pattern: '^ERR_[A-Z0-9_]+$' }, shortDescription: message, help: message },
    },
    // §3.27
    result: {
      type: 'object',
      required: ['ruleId', 'level', 'message', 'locations'],
      additionalProperties: false,
      properties: {
        ruleId: { type: 'string' },
        level: { enum: ['none', 'note', 'warning', 'error'] },
        message,
        locations: { type: 'array', minItems: 1, items: { $ref: '#/$defs/location' } },
      },
    },
    // §3.28, §3.29, §3.30, §3.33
    location: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        physicalLocation: {
          type: 'object',
          required: ['artifactLocation', 'region'],
          properties: {
            artifactLocation: { type: 'object', required: ['uri'], properties: { uri: text } },
            region: {
              type: 'object',
              required: ['startLine'],
              additionalProperties: false,
              properties: { startLine: position, startColumn: position },
            },
          },
        },
        logicalLocations: {
          type: 'array',
          items: { type: 'object', required: ['fullyQualifiedName'], properties: { fullyQualifiedName: text } },
        },
      },
    },
  },
}

const isLog = new Ajv2020().compile(SCHEMA)

async function problemsOf(yaml: string): Promise<readonly Problem[]> {
  return validate(await loadText(yaml)).problems
}

describe('SARIF 2.1.0: every log has the members that the standard requires', () => {
  it('of each row of config-cases.yaml', async () => {
    const problems = (await Promise.all(CONFIG_CASES.map(({ yaml }) => problemsOf(yaml)))).flat()
    const log = sarifLog(problems, '1.2.3')
    expect([isLog(log), isLog.errors]).toEqual([true, null])
    const { rules } = log.runs[0]?.tool.driver ?? { rules: [] }
    const ids = new Set(rules.map(({ id }) => id))
    expect(problems.every(({ code }) => ids.has(code))).toBe(true)
    expect(rules.filter((rule) => !('help' in rule))).toEqual([])
  })

  it('without problems, and of one without a place in a file', () => {
    const nowhere: Problem = {
      severity: 'error',
      code: 'ERR_X',
      path: 'a.b',
      message: 'm',
      file: '',
      line: 1,
      column: 1,
    }
    for (const problems of [[], [nowhere]]) {
      const log = sarifLog(problems, '1.2.3')
      expect([isLog(log), isLog.errors]).toEqual([true, null])
    }
  })
})
