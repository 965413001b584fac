/** The table of problem codes as Markdown, part of `docs/validate.md`. */
import { ALL_CODES } from './explain.ts'
import { SEVERITIES } from './problem.ts'

const HEADINGS = {
  error: 'Errors: the provider refuses the file',
  warning: 'Warnings: the provider complains',
  advice: 'Advice: beyond what the provider checks',
} as const

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** All codes, the gravest first. */
export function problemReference(): string {
  return SEVERITIES.map((severity) => {
    const rows = Object.entries(ALL_CODES)
      .filter(([, description]) => description.severity === severity)
      .sort(([left], [right]) => left.localeCompare(right, 'en'))
      .map(([code, { meaning, remedy }]) => `| \`${code}\` | ${cell(meaning)} | ${cell(remedy)} |`)
    return [
      `### ${HEADINGS[severity]}`,
      '',
      '| Code | What it means | What to do |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  }).join('\n')
}
