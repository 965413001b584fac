/** An inspected key for people. */
import type { InspectedKey } from './inspect.ts'
import type { KeyProblem } from './problems.ts'

/** A problem as one line, with its hint below. */
export function renderProblem({ severity, message, hint, code }: KeyProblem): string {
  const line = `${severity}: ${message} (${code})`
  return hint === undefined ? line : `${line}\n    hint: ${hint}`
}

function kindLine({ kty, bits, crv, private: isPrivate, encrypted }: InspectedKey): string {
  const size = bits === undefined ? (crv ?? '') : `${bits} bits`
  return `${kty} ${size}, ${isPrivate ? 'private' : 'public'}${encrypted ? ', was encrypted' : ''}`
}

function idLines({ key_ids, key_ids_released }: InspectedKey): string[] {
  const algorithms = Object.keys(key_ids)
  const width = Math.max(0, ...algorithms.map((alg) => alg.length))
  return algorithms.map(
    (alg) => `    ${alg.padEnd(width)}  ${key_ids[alg]}  (released servers: ${key_ids_released[alg]})`,
  )
}

function chainLines({ certificates = [], x5t, 'x5t#S256': x5tS256 }: InspectedKey): string[] {
  if (certificates.length === 0) return []
  const each = certificates.map(
    ({ subject, not_before, not_after }, index) =>
      `    ${index + 1}. ${subject}, ${not_before.slice(0, 10)} to ${not_after.slice(0, 10)}`,
  )
  return [`  x5t               ${x5t}`, `  x5t#S256          ${x5tS256}`, '  certificates', ...each]
}

/** The text form of one inspected key. */
export function renderInspected(key: InspectedKey, file: string): string {
  const ids = idLines(key)
  return [
    `${file}, ${key.where}: ${kindLine(key)}`,
    `  thumbprint        ${key.thumbprint}`,
    `  SPKI SHA-256      ${key.spki_sha256}`,
    ...chainLines(key),
    ...(ids.length > 0 ? ['  key ids', ...ids] : []),
    `  issuer key        ${key.accepted ? 'accepted' : 'refused'}`,
    ...key.problems.map((problem) => `  ${renderProblem(problem)}`),
    '',
  ].join('\n')
}
