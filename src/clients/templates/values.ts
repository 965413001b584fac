/** Values that a template declares (`--set NAME=VALUE`): what each kind may be. */
import { parseUri } from '../../config/uri.ts'
import { closest } from '../../primitives/closest.ts'
import { parseAddress } from './address.ts'
import { TemplateValueWrong } from './errors.ts'
import type { DeclaredValue, Template, ValueKind } from './schema.ts'

interface Kind {
  accepts(text: string): boolean
  /** Completes "must be …". */
  what: string
}

function matches(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text)
}

function isRedirectUri(text: string): boolean {
  const uri = /\s/.test(text) ? undefined : parseUri(text)
  return uri !== undefined && uri.scheme !== '' && uri.fragment === undefined
}

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535
}

const KINDS: Readonly<Record<Exclude<ValueKind, 'url'>, Kind>> = {
  text: { accepts: (text) => text !== '' && !/\p{Cc}/u.test(text), what: 'a line of text' },
  slug: { accepts: matches(/^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/), what: 'letters, digits, - and _ between them' },
  word: { accepts: matches(/^[A-Za-z0-9]+$/), what: 'letters and digits' },
  group: {
    accepts: matches(/^[A-Za-z0-9](?:[A-Za-z0-9 ._@:+/-]*[A-Za-z0-9])?$/),
    what: 'the name of a group, without quotes and backslashes',
  },
  path: { accepts: matches(/^\/[^\s?#{}\\"'<>]*$/), what: 'a path that begins with a slash' },
  redirect_uri: { accepts: isRedirectUri, what: 'an absolute URI without a fragment' },
  host: { accepts: matches(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/), what: 'the name of a host or domain' },
  email: { accepts: matches(/^[^\s@"<>]+@[^\s@"<>]+$/), what: 'a mail address' },
  port: { accepts: isPort, what: 'a port from 1 to 65535' },
  scope: { accepts: matches(/^[\x21\x23-\x5b\x5d-\x7e]+$/), what: 'a scope (RFC 6749 §3.3)' },
  audience: { accepts: matches(/^[^\s\p{Cc}]+$/u), what: 'a URI or a name without blanks' },
}

/** The values inside one text: parted by blanks where the declaration says so. */
export function splitValues(declared: DeclaredValue, text: string): string[] {
  return declared.list === true ? text.split(/\s+/).filter((part) => part !== '') : [text]
}

/**
 * Checks a value and gives its normal form; `flag` is named in the refusal.
 *
 * @throws {@link TemplateValueWrong}
 */
export function checkValue(kind: ValueKind, text: string, flag: string): string {
  if (kind === 'url') return parseAddress(text, flag).url
  const { accepts, what } = KINDS[kind]
  if (accepts(text)) return text
  throw new TemplateValueWrong(`${flag}: '${text}' is not right here, it must be ${what}`)
}

/** Every template has a name for the login button, which `--set label=…` changes. */
export const LABEL: DeclaredValue = {
  description: 'what the application calls the provider, for example on the login button',
  kind: 'text',
  default: 'Authelia',
}

/** All values that may be set for a template. */
export function declaredValues(template: Template): Readonly<Record<string, DeclaredValue>> {
  return { ...template.values, label: LABEL }
}

/**
 * Refuses names that the template does not declare.
 *
 * @throws {@link TemplateValueWrong} naming the flag and what would be right
 */
export function refuseUndeclared(template: Template, set: Readonly<Record<string, string>>): void {
  const known = Object.keys(declaredValues(template))
  for (const name of Object.keys(set)) {
    if (known.includes(name)) continue
    const near = closest(name, known)
    const hint = near === undefined ? `it has: ${known.join(', ')}` : `did you mean --set ${near}=…?`
    throw new TemplateValueWrong(`--set ${name}: the template '${template.id}' has no value of that name`, { hint })
  }
}

/** The checked values of what was set and of the defaults; lists stay lists. */
export function resolveValues(template: Template, set: Readonly<Record<string, string>>): Map<string, string[]> {
  refuseUndeclared(template, set)
  const resolved = new Map<string, string[]>()
  for (const [name, declared] of Object.entries(declaredValues(template))) {
    const text = Object.hasOwn(set, name) ? set[name] : declared.default
    if (text === undefined) continue
    const flag = `--set ${name}`
    resolved.set(
      name,
      splitValues(declared, text).map((part) => checkValue(declared.kind, part, flag)),
    )
  }
  return resolved
}
