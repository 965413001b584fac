import { describe, expect, it } from 'vitest'
import type { Generation } from '../../src/config/generations/detect.ts'
import type { Problem } from '../../src/config/problem.ts'
import { validate } from '../../src/config/validate.ts'
import { CONFIG_CASES, type Verdict } from './config-cases.ts'
import { loadText } from './load-text.ts'

/** The certificates of the vectors are valid at this moment, except the one that expired. */
const NOW = Date.parse('2026-11-01T00:00:00Z')

async function problemsOf(yaml: string, generation: Generation): Promise<readonly Problem[]> {
  const { problems } = validate(await loadText(yaml), { generation, clock: () => NOW })
  return problems.filter(({ severity }) => severity !== 'advice')
}

function verdictOf(problems: readonly Problem[]): Verdict {
  if (problems.some(({ severity }) => severity === 'error')) return 'error'
  return problems.length > 0 ? 'warning' : 'ok'
}

/** Where an unknown key is a mapping, a finding on a key below it counts too. */
function isAbout(path: string, problem: Problem): boolean {
  return problem.path === path || (problem.code === 'ERR_OPTION_UNKNOWN' && problem.path.startsWith(`${path}.`))
}

describe('config-cases.yaml: each row by the rules of its generation', () => {
  it.each(CONFIG_CASES)('$id g$generation $verdict: $gist', async ({ yaml, generation, verdict, path }) => {
    const problems = await problemsOf(yaml, generation)
    expect({ verdict: verdictOf(problems), problems }).toMatchObject({ verdict })
    if (verdict !== 'ok') {
      const graver = problems.filter(({ severity }) => severity === verdict)
      expect(
        graver.some((problem) => isAbout(path, problem)),
        JSON.stringify(graver),
      ).toBe(true)
    }
  })
})

describe('config-cases.yaml: earlier rows by the current rules', () => {
  const rows = CONFIG_CASES.filter((row) => row.verdict_current !== undefined)
  it.each(rows)('$id $verdict_current: $gist', async ({ yaml, verdict_current }) => {
    const problems = await problemsOf(yaml, 5)
    expect({ verdict: verdictOf(problems), problems }).toMatchObject({ verdict: verdict_current })
  })
})
