/** Lines and columns of a text, counted only when somebody asks. */

export interface LineAndColumn {
  /** From 1. */
  line: number
  /** From 1, in UTF-16 units. */
  column: number
}

/** The offset at which each line begins; four bytes each, since a text may have millions of empty lines. */
export function lineStarts(text: string): Uint32Array {
  let count = 1
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) count += 1
  const starts = new Uint32Array(count)
  let line = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    line += 1
    starts[line] = end + 1
  }
  return starts
}

/** The index of the last entry that is not above `offset`. */
function findLine(starts: Uint32Array, offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Makes the lookup from offsets to lines; the text is scanned at the first call. */
export function linePositions(text: string): (offset: number) => LineAndColumn {
  let starts: Uint32Array | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    const line = findLine(starts, offset)
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}
