/** Rows in aligned columns. */

/** Characters that a terminal shows; wide ones count as one. */
function width(text: string): number {
  return [...text].length
}

/** Aligns rows under their headings; a column is as wide as its widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => width(cells[column] ?? ''))))
  const pad = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))
  return lines.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n')
}
