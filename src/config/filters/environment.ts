/** Environment variables as the filters see them, and `$NAME` expansion by the rules of a Go program's `os.Expand`. */

export type Environment = Readonly<Record<string, string | undefined>>

const OWN_SECRET_ENDING = /(KEY|SECRET|PASSWORD|TOKEN|CERTIFICATE_CHAIN)$/

/** Whether a variable is one of the provider's own secrets, which templates and expansion never see. */
export function isOwnSecretName(name: string): boolean {
  const upper = name.toUpperCase()
  return (upper.startsWith('AUTHELIA_') || upper.startsWith('X_AUTHELIA_')) && OWN_SECRET_ENDING.test(upper)
}

/** The variable's value; empty when it is unset or one of the provider's own secrets. */
export function environmentValue(environment: Environment, name: string): string {
  if (isOwnSecretName(name) || !Object.hasOwn(environment, name)) return ''
  return environment[name] ?? ''
}

/** A piece of a text with `$NAME` in it: copied text, or a variable (an empty name stands for bad syntax, which is eaten). */
export type ExpansionPiece = { start: number; text: string } | { start: number; variable: string }

const REFERENCE = /\$(?:\{([^}]*)\}|\{|([*#$@!?\-0-9])|([A-Za-z0-9_]+))/g

/**
 * Splits a text at its `$NAME`, `${NAME}` and one-character variables (`$$`, `$1`, `$-`, …); a `$` before anything else
 * is text, `${}` and `${` without an end are eaten.
 */
export function splitReferences(text: string): ExpansionPiece[] {
  const pieces: ExpansionPiece[] = []
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    if (match.index > end) pieces.push({ start: end, text: text.slice(end, match.index) })
    pieces.push({ start: match.index, variable: match[1] ?? match[2] ?? match[3] ?? '' })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ start: end, text: text.slice(end) })
  return pieces
}

/** Replaces every reference by what `value` gives for its name. */
export function expandReferences(text: string, value: (name: string) => string): string {
  return splitReferences(text)
    .map((piece) => ('text' in piece ? piece.text : piece.variable === '' ? '' : value(piece.variable)))
    .join('')
}
