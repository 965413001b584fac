/** A flow as Markdown: to be put into an issue or a chat. Everything in it is masked as on the page. */
import type { Flow, Shown, ShownClaims, ShownRefusal, Step } from './flow.ts'
import { shownText } from './mask.ts'

/** As code, whatever is in it: a fence of backticks that is longer than any inside (CommonMark §6.1). */
function code(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ')
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 || plain === '' ? ' ' : ''
  return `${fence}${pad}${plain}${pad}${fence}`
}

/** In a cell of a table a bar would end it, in code too (GFM §4.10). */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|')
}

function table(title: string, values: readonly Shown[]): string[] {
  if (values.length === 0) return []
  const rows = values.map((shown) => `| ${cell(shown.name)} | ${cell(shownText(shown))} |`)
  return ['', `**${title}**`, '', '| name | value |', '| --- | --- |', ...rows]
}

function claimsTable({ kind, header, claims }: ShownClaims): string[] {
  const rows = claims.map(
    ({ name, value, because }) => `| ${cell(name)} | ${cell(value)} | ${because.replaceAll('|', '\\|')} |`,
  )
  const head = header === undefined ? '' : ` ${code(JSON.stringify(header))}`
  return [
    '',
    `**claims: ${kind}**${head}`,
    '',
    '| claim | value | where it comes from |',
    '| --- | --- | --- |',
    ...rows,
  ]
}

function refusalLines({ expected, ...refusal }: ShownRefusal): string[] {
  const facts = Object.entries({ ...refusal, ...(expected && { expected: expected.join(', ') }) })
  return ['', '**refused**', '', ...facts.map(([name, value]) => `- ${name}: ${code(String(value))}`)]
}

function stepLines(step: Step, index: number, since: number): string[] {
  const { method, path, status, at, duration, authentication, request_id, page, location } = step
  const where = [page && `page ${page}`, location && `to ${code(location)}`].filter((part) => part !== undefined)
  const decisions = step.decisions.map(
    ({ decision, rule, option }) =>
      `- ${code(decision)}${rule === undefined ? '' : ` — ${rule}`}${option === undefined ? '' : ` (${code(option)})`}`,
  )
  return [
    '',
    `## ${index + 1}. ${code(`${method} ${path}`)} → ${[String(status), ...where].join(', ')}`,
    '',
    [
      `+${((at - since) / 1000).toFixed(1)} s, ${Math.round(duration)} ms`,
      ...(authentication === undefined ? [] : [`client authentication ${code(authentication)}`]),
      `request ${code(request_id)}`,
    ].join(' · '),
    ...table('parameters', step.parameters),
    ...(step.refusal === undefined ? [] : refusalLines(step.refusal)),
    ...(decisions.length === 0 ? [] : ['', '**decisions**', '', ...decisions]),
    ...table('answer', step.answer),
    ...step.claims.flatMap(claimsTable),
    ...table('headers', step.headers),
  ]
}

/** The whole flow; ends with a line feed. */
export function flowMarkdown(flow: Flow): string {
  const { id, kind, outcome, client_id, user, started_at, steps, forgotten } = flow
  const facts = [
    `outcome: ${outcome}`,
    ...(client_id === undefined ? [] : [`client: ${code(client_id)}`]),
    ...(user === undefined ? [] : [`user: ${code(user)}`]),
    `started: ${new Date(started_at).toISOString()}`,
    ...(forgotten === 0 ? [] : [`earlier requests forgotten: ${forgotten}`]),
  ]
  return [
    `# Flow ${id}: ${kind}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    ...steps.flatMap((step, index) => stepLines(step, index + forgotten, started_at)),
    '',
  ].join('\n')
}
