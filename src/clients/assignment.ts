/** `KEY=VALUE`, `KEY+=VALUE` and `KEY-=VALUE` of `client set`, typed by the description of the option. */
import { isScalar, isSeq, parseDocument } from 'yaml'
import { allowedHint } from '../config/rules/one-of.ts'
import { CLIENT_OPTIONS } from '../config/schema/client-options.ts'
import { LIST_TYPES, type Option } from '../config/schema/option.ts'
import { UsageError } from '../errors.ts'
import { closest } from '../primitives/closest.ts'
import {
  assertAnswers,
  type Check,
  checkAuthenticationMethod,
  checkClaimsPolicy,
  checkClientId,
  checkGrantType,
  checkHttps,
  checkLifespan,
  checkPolicy,
  checkRedirectUri,
  checkResponseMode,
  checkResponseType,
  checkScope,
  checkSectorIdentifier,
} from './check-answer.ts'
import type { OptionValue } from './client-entry.ts'
import type { KnownNames } from './known-names.ts'

export interface Assignment {
  option: string
  /** `unset`: back to the default. */
  kind: 'set' | 'unset' | 'add' | 'remove'
  /** For `set`, the value; for `add` and `remove`, the entries. */
  value: OptionValue
}

const FORM = /^([A-Za-z_][A-Za-z0-9_]*)(\+=|-=|=)([\s\S]*)$/

function optionNamed(name: string): Option {
  const options: Readonly<Record<string, Option>> = CLIENT_OPTIONS
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option !== undefined) return option
  const near = closest(name, Object.keys(options))
  throw new UsageError(`clients have no option '${name}'`, {
    hint: near === undefined ? 'oidc config explain clients lists them' : `did you mean '${near}'?`,
  })
}

function refuseUnfit(name: string, option: Option): void {
  if (name === 'client_secret') {
    throw new UsageError('a secret is never given as an argument', { hint: 'use: oidc client rotate-secret ID' })
  }
  if (option.type === 'entries' || option.type === 'object' || option.type === 'named') {
    throw new UsageError(`'${name}' is a structure and cannot be set here`, { hint: 'edit the file, or use jwks_uri' })
  }
}

function isList(option: Option): boolean {
  return LIST_TYPES.includes(option.type)
}

/** A list in brackets, as YAML and JSON write it; undefined where the text is none. */
function bracketed(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined
  const { contents, errors } = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' })
  const list = isSeq(contents) ? contents.items.map((item) => (isScalar(item) ? item.value : undefined)) : [undefined]
  if (errors.length === 0 && list.every((one) => typeof one === 'string')) return list
  throw new UsageError(`'${text}' is no list of texts`, { hint: "write '[one, two]', or one,two" })
}

/** Two addresses with a comma between them. */
const SEVERAL_URIS = /,\s*[A-Za-z][A-Za-z0-9+.-]*:\/\//

function oneUri(name: string, text: string): readonly string[] {
  if (!SEVERAL_URIS.test(text)) return [text]
  throw new UsageError(`'${text}' is several addresses, and a comma may stand inside of one`, {
    hint: `give each its own ${name}+=URI, or write a list: ${name}='[URI, URI]'`,
  })
}

/** In brackets, or parted at commas; a comma belongs to a URI. */
function entriesOf(name: string, text: string, option: Option): readonly string[] {
  const list = bracketed(text)
  if (list !== undefined) return list
  return option.type === 'uris' ? oneUri(name, text) : text.split(/\s*,\s*/).filter((one) => one !== '')
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false }

function scalarOf(name: string, text: string, option: Option): OptionValue {
  if (option.type === 'boolean') {
    const value = Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined
    if (value === undefined) throw new UsageError(`'${name}' is true or false, not '${text}'`)
    return value
  }
  if (option.type === 'integer' || (option.type === 'duration' && /^\d+$/.test(text))) {
    if (/^-?\d+$/.test(text)) return Number(text)
    throw new UsageError(`'${name}' is a whole number, not '${text}'`)
  }
  const allowed = 'values' in option ? option.values : undefined
  if (allowed === undefined || allowed.includes(text)) return text
  throw new UsageError(`'${text}' is not a value of '${name}'`, { hint: allowedHint(text, allowed) })
}

function listKind(name: string, sign: string, option: Option): 'set' | 'add' | 'remove' {
  if (sign === '=') return 'set'
  if (isList(option)) return sign === '+=' ? 'add' : 'remove'
  throw new UsageError(`'${name}' is no list`, { hint: `write ${name}=VALUE` })
}

/**
 * Reads one assignment.
 *
 * @throws {@link UsageError} for an unknown option or a value of another type
 */
export function parseAssignment(text: string): Assignment {
  const [, name = '', sign = '', written = ''] = FORM.exec(text) ?? []
  if (name === '') {
    throw new UsageError(`'${text}' is no assignment`, { hint: 'write OPTION=VALUE, OPTION+=VALUE or OPTION-=VALUE' })
  }
  const option = optionNamed(name)
  refuseUnfit(name, option)
  const kind = listKind(name, sign, option)
  if (written === '') {
    if (kind === 'set' && name !== 'client_id') return { option: name, kind: 'unset', value: '' }
    throw new UsageError(`there is no value behind ${name}${sign}`)
  }
  return {
    option: name,
    kind,
    value: isList(option) ? entriesOf(name, written, option) : scalarOf(name, written, option),
  }
}

/**
 * Reads all assignments of a command line.
 *
 * @throws {@link UsageError} for what {@link parseAssignment} refuses, and for an option that is set twice
 */
export function parseAssignments(texts: readonly string[]): Assignment[] {
  const assignments = texts.map(parseAssignment)
  const set = assignments.filter(({ kind }) => kind === 'set').map(({ option }) => option)
  const twice = set.find((option, index) => set.indexOf(option) !== index)
  if (twice === undefined) return assignments
  throw new UsageError(`'${twice}' is set twice`, { hint: `add further entries of a list with ${twice}+=VALUE` })
}

function checkOf(option: string, known: KnownNames, isPublic: boolean): Check | undefined {
  const checks: Readonly<Record<string, Check>> = {
    client_id: checkClientId,
    redirect_uris: checkRedirectUri({ isPublic }),
    scopes: checkScope(known),
    grant_types: checkGrantType,
    response_types: checkResponseType,
    response_modes: checkResponseMode,
    authorization_policy: checkPolicy(known),
    lifespan: checkLifespan(known),
    claims_policy: checkClaimsPolicy(known),
    sector_identifier_uri: checkSectorIdentifier,
    jwks_uri: checkHttps,
    request_uris: checkHttps,
    token_endpoint_auth_method: checkAuthenticationMethod,
  }
  return Object.hasOwn(checks, option) ? checks[option] : undefined
}

/** @throws {@link UsageError} for a value that cannot work; what is taken away is not looked at */
export function assertAssignable(
  { option, kind, value }: Assignment,
  { known, isPublic }: { known: KnownNames; isPublic: boolean },
): void {
  const check = checkOf(option, known, isPublic)
  if (check === undefined || kind === 'unset' || kind === 'remove') return
  assertAnswers(option, Array.isArray(value) ? value : [String(value)], check)
}
