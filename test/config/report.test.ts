import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/config/problem.ts'
import { codeFrame, problemText, summaryText } from '../../src/config/report/problem-text.ts'
import { sarifLog } from '../../src/config/report/sarif.ts'

const PROBLEM: Problem = {
  severity: 'warning',
  code: 'ERR_CLIENT_SCOPE_UNKNOWN',
  path: 'identity_providers.oidc.clients[0].scopes',
  message: "client 'app': the scope 'emial' is unknown",
  hint: "did you mean 'email'?",
  file: 'configuration.yml',
  line: 2,
  column: 18,
}

describe('problems as text', () => {
  it('place, severity, sentence, code, option, hint, and the line', () => {
    expect(problemText(PROBLEM, { text: 'clients:\nscopes: [openid, emial]\n' })).toBe(
      [
        "configuration.yml:2:18 warning client 'app': the scope 'emial' is unknown [ERR_CLIENT_SCOPE_UNKNOWN]",
        '    option: identity_providers.oidc.clients[0].scopes',
        "    hint: did you mean 'email'?",
        '    1 | clients:',
        '    2 | scopes: [openid, emial]',
        '      |                  ^',
      ].join('\n'),
    )
  })

  it.each([
    "        client_secret: 'geheim'",
    "        secret: 'geheim'",
    '    hmac_secret: geheim',
    "  - '$pbkdf2-sha512$310000$geheim'",
    "      name: '$plaintext$geheim'",
    '          geheim4KEX4VFcqk9r6SLvrW6UHb0hCWDdQ6eOBvYUR7i7gGwqEkGFh0HbA6eI2n',
    "        key: 'geheim'",
  ])('a line with a secret is not shown: %s', (line) => {
    const frame = codeFrame({ ...PROBLEM, column: 9 }, `x:\n${line}\n`)
    expect(frame).not.toContain('geheim')
  })

  it('the value of an option that does not exist is not shown: it may be anything', () => {
    expect(codeFrame({ ...PROBLEM, code: 'ERR_OPTION_UNKNOWN', line: 1 }, "parole: 'geheim'\n")).not.toContain('geheim')
  })

  it.each([
    [[], 'no problems'],
    [['error'], '1 error'],
    [['error', 'error', 'warning', 'advice', 'advice'], '2 errors, 1 warning, 2 pieces of advice'],
  ] as const)('%j is summed up as %s', (severities, text) => {
    expect(summaryText(severities.map((severity) => ({ ...PROBLEM, severity })))).toBe(text)
  })
})

describe('SARIF 2.1.0 §3: a log with a rule for each code and a result for each problem', () => {
  it('levels, places and rules', () => {
    const log = sarifLog([PROBLEM, { ...PROBLEM, severity: 'advice', file: '/etc/a b.yml' }], '1.2.3')
    expect(log.version).toBe('2.1.0')
    expect(log.runs[0]?.tool.driver).toMatchObject({ name: 'oidc', version: '1.2.3', rules: [{ id: PROBLEM.code }] })
    expect(log.runs[0]?.results).toMatchObject([
      {
        ruleId: PROBLEM.code,
        level: 'warning',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'configuration.yml' },
              region: { startLine: 2, startColumn: 18 },
            },
            logicalLocations: [{ fullyQualifiedName: PROBLEM.path }],
          },
        ],
      },
      { level: 'note', locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///etc/a%20b.yml' } } }] },
    ])
  })
})
