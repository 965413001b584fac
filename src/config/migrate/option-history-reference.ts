/** The table of options of all generations as Markdown, part of `docs/migrate.md`. */
import { OPTION_HISTORY, type OptionHistory } from './option-history.ts'

function today({ path, fate }: OptionHistory): string {
  if (fate.kind === 'same') return `\`${path}\``
  return fate.kind === 'removed' ? `– (${fate.why})` : `\`${fate.to}\``
}

function meaning({ fate, provider }: OptionHistory): string {
  if (fate.kind === 'same') return ''
  const verb = { renamed: 'renamed', moved: 'moved', removed: 'gone' }[fate.kind]
  if (provider === undefined) return verb
  return `${verb}; the old name is ${provider === 'maps' ? 'taken with a warning until 5.0' : 'refused today'}`
}

function generations({ generations: [first, last] }: OptionHistory): string {
  return first === last ? String(first) : `${first}–${last}`
}

/** A row for each option of each generation: where it is today, or why it is gone. */
export function optionHistoryReference(): string {
  const rows = OPTION_HISTORY.map(
    (entry) => `| \`${entry.path}\` | ${generations(entry)} | ${today(entry)} | ${meaning(entry)} |`,
  )
  return ['| option | generations | today | |', '| --- | --- | --- | --- |', ...rows, ''].join('\n')
}
