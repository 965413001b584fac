/** Values as messages show them: short, on one line, and never a secret. */

const SHOWN = 60

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}

/** Text that may be a key, a digest or a secret pasted into the wrong option. */
const SECRET_LIKE = /-----BEGIN|^\$[a-z0-9-]+\$/i

/** Describes a value for a message: `'text'`, `12`, `a list`. */
export function describeValue(value: unknown, { secret = false }: { secret?: boolean } = {}): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value !== 'string') return secret ? 'a value that is no text' : String(value)
  return secret || SECRET_LIKE.test(value) ? 'a hidden value' : `'${shorten(value)}'`
}
