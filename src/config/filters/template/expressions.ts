/** Where template expressions stand in a text, for whoever must keep them as they are. */
import { tokenize } from './lexer.ts'

/** A half-open range of UTF-16 offsets, from `{{` to behind `}}`. */
export interface ExpressionRange {
  start: number
  end: number
}

/** Lists actions and comments of a template in order; one that never ends reaches to the end of the text. */
export function templateExpressions(source: string): ExpressionRange[] {
  const ranges: ExpressionRange[] = []
  let open: number | undefined
  for (const token of tokenize(source)) {
    if (token.type === 'comment') ranges.push({ start: token.start, end: token.end })
    if (token.type === 'left delimiter') open = token.start
    if (token.type === 'right delimiter' && open !== undefined) {
      ranges.push({ start: open, end: token.end })
      open = undefined
    }
    if (token.type === 'error') ranges.push({ start: open ?? token.start, end: source.length })
  }
  return ranges
}
