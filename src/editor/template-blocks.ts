/**
 * Blocks of template control expressions (`{{ if }} … {{ else }} … {{ end }}`): an edit may stand inside or outside of
 * one, but never across its border.
 */
import type { Expression } from './template-mask.ts'

/** One open block at some offset, with the number of its branch. */
interface Frame {
  id: string
  end: number
}

export interface TemplateBlocks {
  /** The blocks that an offset stands in, outermost first. */
  around(offset: number): readonly Frame[]
}

interface Segment {
  from: number
  frames: readonly Frame[]
}

function endsOf(expressions: readonly Expression[]): Map<Expression, number> {
  const open: Expression[] = []
  const ends = new Map<Expression, number>()
  for (const expression of expressions) {
    if (expression.kind === 'open') open.push(expression)
    const closed = expression.kind === 'close' ? open.pop() : undefined
    if (closed !== undefined) ends.set(closed, expression.end)
  }
  return ends
}

function segmentsOf(expressions: readonly Expression[]): Segment[] {
  const ends = endsOf(expressions)
  const segments: Segment[] = [{ from: 0, frames: [] }]
  let frames: readonly Frame[] = []
  for (const expression of expressions) {
    const end = ends.get(expression)
    const innermost = frames.at(-1)
    if (expression.kind === 'open' && end !== undefined) frames = [...frames, { id: `${expression.start}`, end }]
    else if (expression.kind === 'middle' && innermost !== undefined)
      frames = [...frames.slice(0, -1), { ...innermost, id: `${innermost.id}|${expression.start}` }]
    else if (expression.kind === 'close') frames = frames.slice(0, -1)
    else continue
    segments.push({ from: expression.end, frames })
  }
  return segments
}

/** Reads the nesting of the control expressions; one without its `end` counts as no block. */
export function findTemplateBlocks(expressions: readonly Expression[]): TemplateBlocks {
  const segments = segmentsOf(expressions)
  return {
    around: (offset) => segments.findLast(({ from }) => from <= offset)?.frames ?? [],
  }
}

/** Whether two offsets stand in the same branch of the same blocks. */
export function areInSameBlock(blocks: TemplateBlocks, first: number, second: number): boolean {
  const [a, b] = [blocks.around(first), blocks.around(second)]
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id)
}

/** Whether a range opens what it closes and closes what it opens. */
export function isBalanced(expressions: readonly Expression[], start: number, end: number): boolean {
  let depth = 0
  for (const expression of expressions) {
    if (expression.start < start || expression.end > end) continue
    if (expression.kind === 'open') depth += 1
    if (expression.kind === 'middle' && depth === 0) return false
    if (expression.kind === 'close') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}
