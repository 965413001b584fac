/** Text parted around what differs from another text. */
export interface Parted {
  before: string
  different: string
  after: string
}

export interface Difference {
  /** Where the first difference is, counted in code points from 1. */
  position: number
  /** The code point there, `''` at the end of the text. */
  sentCharacter: string
  expectedCharacter: string
  sent: Parted
  expected: Parted
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}

function partedAt(text: readonly string[], from: number, suffix: number): Parted {
  const to = text.length - suffix
  return {
    before: text.slice(0, from).join(''),
    different: text.slice(from, to).join(''),
    after: text.slice(to).join(''),
  }
}

/** Where two texts part and meet again, by code points; `undefined` when they are equal. */
export function firstDifference(sentText: string, expectedText: string): Difference | undefined {
  if (sentText === expectedText) return undefined
  const sent = [...sentText]
  const expected = [...expectedText]
  const from = commonPrefix(sent, expected)
  const suffix = commonPrefix(sent.slice(from).reverse(), expected.slice(from).reverse())
  return {
    position: from + 1,
    sentCharacter: sent[from] ?? '',
    expectedCharacter: expected[from] ?? '',
    sent: partedAt(sent, from, suffix),
    expected: partedAt(expected, from, suffix),
  }
}

/** The candidate that agrees with the text for longest, the first of equals. */
export function closest(text: string, candidates: readonly string[]): string | undefined {
  const points = [...text]
  const agreement = (candidate: string): number => commonPrefix(points, [...candidate])
  return candidates.reduce<string | undefined>(
    (best, candidate) => (best === undefined || agreement(candidate) > agreement(best) ? candidate : best),
    undefined,
  )
}

/** A character made visible: with its code point where it could be mistaken for another, or cannot be seen. */
export function visibleCharacter(character: string): string {
  const code = character.codePointAt(0)
  if (code === undefined || (code > 0x20 && code < 0x7f)) return character
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `${character} (${point})` : point
}
