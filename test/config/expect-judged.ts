/** What holds of every text, however broken: it is judged, with places and known words, and it is judged soon. */
import { expect } from 'vitest'
import { GENERATIONS } from '../../src/config/generations/detect.ts'
import { SEVERITIES } from '../../src/config/problem.ts'
import { validate } from '../../src/config/validate.ts'
import { loadText } from './load-text.ts'

/** Milliseconds; for texts of up to 5 MB. */
const LONGEST = 2000

export async function expectJudged(text: string): Promise<void> {
  const started = performance.now()
  const stated = GENERATIONS[text.length % (GENERATIONS.length + 1)]
  const { problems, generation, resolved } = validate(await loadText(text), { generation: stated })
  expect(performance.now() - started).toBeLessThan(LONGEST)
  expect(GENERATIONS).toContain(generation)
  for (const { severity, code, message, file, line, column } of problems) {
    expect(SEVERITIES).toContain(severity)
    expect(code).toMatch(/^ERR_[A-Z0-9_]+$/)
    expect(message).not.toBe('')
    expect(file).toBe('configuration.yml')
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(text.split('\n').length)
    expect(column).toBeGreaterThanOrEqual(1)
  }
  if (problems.some(({ severity }) => severity === 'error')) expect(resolved).toBeUndefined()
}
