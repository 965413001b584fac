/** docs/conformance.md, written from what a run found. */
import type { PlanName, Result } from './modules.ts'
import type { Plan } from './relying-party.ts'

export interface Finding extends Plan {
  plan: PlanName
  module: string
  result: Result | { failed: string }
}

const INTRODUCTION = `<!-- made from a run of test/conformance by scripts/conformance-page.mjs -->
# Conformance

The modules of the OpenID certification for providers (Config, Basic, Implicit, Hybrid and Form Post) run as tests of our own, named after them
(\`test/conformance\`): over HTTP, with a browser that runs no script, against what \`oidc serve --conformance\` serves. They are not the official suite; the next
section says how to run that one.

## The official suite

\`\`\`console
$ oidc serve --conformance --suite https://localhost.emobix.co.uk:8443 --alias mine --issuer https://op.example.com:9443 --host 0.0.0.0 --port 9443
\`\`\`

| the suite needs | what is served |
| --- | --- |
| https at one issuer | a certificate made for the run, for the issuer's host and this machine; \`--tls-cert\` and \`--tls-key\` name another |
| a user with every standard claim | \`conformance\`; the password is made up and printed |
| static clients | \`conformance\`, \`conformance-2\` (Basic) and \`conformance-post\` (post), redirect URIs of that suite and alias; secrets are printed, \`--json\` gives them to a script |
| fetches from the suite, whose certificate is self-signed | allowed for the host of \`--suite\` alone, whatever its address |
| consent without a page for \`prompt=none\` | the clients consent implicitly; \`offline_access\` still asks |

Limits per address are off. The user's password and the clients' secrets are random, so that listening on another address than loopback gives nothing away.

## Results

Passed, or passed with a warning; a module that does not apply is skipped. All of these certify.
`

function cell(result: Finding['result'] | undefined): string {
  if (result === undefined) return ''
  if (result === 'passed') return 'passed'
  return 'warning' in result ? 'warning' : 'skipped' in result ? 'skipped' : 'not met'
}

function columnOf({ response_type, response_mode }: Plan): string {
  return response_mode === 'form_post' ? `${response_type}, form_post` : response_type
}

function table(findings: readonly Finding[]): string {
  const columns = [...new Set(findings.map(columnOf))]
  const modules = [...new Set(findings.map(({ module }) => module))]
  const rows = modules.map((module) => {
    const own = findings.filter((finding) => finding.module === module)
    return [`\`${module}\``, ...columns.map((column) => cell(own.find((one) => columnOf(one) === column)?.result))]
  })
  const lines = [['module', ...columns], ['---', ...columns.map(() => '---')], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function reasonOf(result: Finding['result']): string | undefined {
  if (result === 'passed') return undefined
  if ('warning' in result) return `warning: ${result.warning}`
  return 'skipped' in result ? `skipped: ${result.skipped}` : `not met: ${result.failed}`
}

function reasons(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ module, result }) => {
    const reason = reasonOf(result)
    return reason === undefined ? [] : [`- \`${module}\`: ${reason}`]
  })
  return [...new Set(lines)].join('\n')
}

const PLANS: readonly PlanName[] = ['Config', 'Basic', 'Implicit', 'Hybrid']

/** The page for these findings. */
export function conformancePage(findings: readonly Finding[]): string {
  const sections = PLANS.map((plan) => {
    const own = findings.filter((finding) => finding.plan === plan)
    return `### ${plan}\n\n${table(own)}`
  })
  return `${INTRODUCTION}\n${sections.join('\n\n')}\n\n### Warnings, and what is skipped or not met\n\n${reasons(findings)}\n`
}
