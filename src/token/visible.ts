/** Text of strangers on a terminal. */

/** Controls could write over the screen; marks and overrides turn the direction of what follows, or are not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** The text with escapes (`\u001b`) for what a terminal would obey or not show. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeUnits)
}
