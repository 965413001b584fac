/** The commands that would allow what was refused. They are copied into a shell, so every word of a stranger is quoted. */
import type { ResolvedClient } from '../../config/resolved.ts'
import { quoteForShell } from '../../primitives/shell.ts'

/** `oidc client set` for an option of a client; `+=` adds to a list, whose entries are parted by commas. */
export function setOption(
  { client_id }: Pick<ResolvedClient, 'client_id'>,
  option: string,
  operator: '=' | '+=',
  value: string,
): string {
  const assignment = `${option}${operator}${value}`
  const word = /^[\w.]+\+?=[\w.:/@%+,-]*$/.test(assignment) ? assignment : quoteForShell(assignment)
  return `oidc client set ${quoteForShell(client_id)} ${word}`
}
