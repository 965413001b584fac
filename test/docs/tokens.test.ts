import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SCOPE_CLAIMS } from '../../src/provider/claims/scope-claims.ts'
import { PROVIDER_DEFAULTS } from '../../src/provider/dev/configuration.ts'

/** Without the code blocks, which test/docs/pages.test.ts runs. */
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/tokens.md'), 'utf8').replaceAll(
  /^```[\s\S]*?^```/gm,
  '',
)

/** The cells of each row of the tables. */
const ROWS = PAGE.split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

function codeWords(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

const SECONDS: Readonly<Record<string, number>> = { minute: 60, minutes: 60, hour: 3600, hours: 3600 }

describe('docs/tokens.md', () => {
  it.each(Object.entries(SCOPE_CLAIMS))('names the claims of scope %s', (scope, claims) => {
    const row = ROWS.find(([first]) => first === `\`${scope}\``)
    expect(codeWords(row?.[1])).toEqual(claims)
  })

  it.each(Object.entries(PROVIDER_DEFAULTS.lifespans).filter(([, value]) => typeof value === 'number'))(
    'tells the default of lifespans.%s',
    (name, seconds) => {
      const row = ROWS.find(([first, , option]) =>
        name === 'pushed_authorization_request'
          ? first === 'pushed authorization request'
          : option === `\`lifespans.${name}\``,
      )
      const [, amount, unit = ''] = /^(\d+) (\w+)/.exec(row?.[1] ?? '') ?? []
      expect(Number(amount) * (SECONDS[unit] ?? 0)).toBe(seconds)
    },
  )

  it('every option that it names exists', () => {
    const reference = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8')
    const options = codeWords(PAGE)
      .map((word) => /^(?:lifespans\.)?([a-z]+(?:_[a-z]+)+)$/.exec(word)?.[1])
      .filter((name) => name !== undefined && /_(alg|key_id|uri|secret|mode|introspection|code)$/.test(name))
    expect(options.length).toBeGreaterThan(8)
    for (const name of options) expect(reference, name).toContain(`\`${name}\``)
  })
})
