/**
 * Checks of what somebody says about a client: the same while it is typed at a prompt and when a flag gives it. Stricter
 * than the provider where it would accept what cannot work.
 */
import { allowedHint } from '../config/rules/one-of.ts'
import { isLoopbackHost, parseUri } from '../config/uri.ts'
import { UsageError } from '../errors.ts'
import { closest } from '../primitives/closest.ts'
import { CLIENT_AUTHENTICATION_METHODS } from '../spec/client-authentication.ts'
import { GRANT_TYPES } from '../spec/grant-types.ts'
import { RESPONSE_MODES, RESPONSE_TYPES } from '../spec/response-types.ts'
import type { KnownNames } from './known-names.ts'

/** What is wrong with an answer, and what would be right. */
export interface Fault {
  message: string
  hint: string
}

export type Check = (answer: string) => Fault | undefined

const CLIENT_ID = /^[A-Za-z0-9._~-]+$/
const CLIENT_ID_LIMIT = 100
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob'

/** RFC 3986 §2.3 unreserved characters, at most 100. */
export function checkClientId(id: string): Fault | undefined {
  if (id === '') return { message: 'an id cannot be empty', hint: 'use letters, digits and . _ ~ -' }
  if (!CLIENT_ID.test(id)) {
    return { message: `the id '${id}' has characters that are not allowed`, hint: 'use letters, digits and . _ ~ -' }
  }
  if (id.length <= CLIENT_ID_LIMIT) return undefined
  return { message: `the id has ${id.length} characters`, hint: `at most ${CLIENT_ID_LIMIT} are allowed` }
}

/** As {@link checkClientId}, and no client may have it yet. */
export function checkNewClientId({ clients }: KnownNames): Check {
  return (id) => {
    const taken = { message: `there is a client '${id}' already`, hint: 'take another id' }
    return checkClientId(id) ?? (clients.includes(id) ? taken : undefined)
  }
}

/** RFC 6749 §3.1.2 and RFC 8252 §7: absolute, no fragment, plain http to loopback alone. */
export function checkRedirectUri({ isPublic }: { isPublic: boolean }): Check {
  return (text) => {
    if (text === OUT_OF_BAND) {
      return isPublic ? undefined : { message: `'${text}' is for public clients`, hint: 'use an https address' }
    }
    const uri = /\s/.test(text) ? undefined : parseUri(text)
    const whole = 'write it whole, such as https://app.example.com/callback'
    if (uri === undefined) return { message: `'${text}' is no URI`, hint: whole }
    const isWeb = uri.scheme === 'http' || uri.scheme === 'https'
    if (uri.scheme === '') return { message: `'${text}' has no scheme`, hint: whole }
    if (isWeb && uri.host === '') return { message: `'${text}' names no host`, hint: whole }
    if (uri.fragment !== undefined) {
      return { message: `'${text}' has a fragment`, hint: 'remove everything from # on (RFC 6749 §3.1.2)' }
    }
    if (uri.scheme !== 'http' || isLoopbackHost(uri.host)) return undefined
    return { message: `'${text}' is plain http`, hint: 'use https; http is for localhost, 127.0.0.1 and [::1]' }
  }
}

function oneOf(what: string, allowed: readonly string[]): Check {
  return (value) =>
    allowed.includes(value)
      ? undefined
      : { message: `there is no ${what} '${value}'`, hint: allowedHint(value, allowed) }
}

function named(what: string, known: readonly string[], where: string): Check {
  return (name) => {
    if (known.includes(name)) return undefined
    const near = closest(name, known)
    const hint = near === undefined ? `${where} has ${known.join(', ') || 'no entries'}` : `did you mean '${near}'?`
    return { message: `there is no ${what} '${name}'`, hint }
  }
}

/** A scope is a standard one or one of the configuration. */
export function checkScope({ scopes }: KnownNames): Check {
  const check = named('scope', scopes, 'the configuration')
  return (scope) => {
    const fault = check(scope)
    if (fault === undefined || fault.hint.startsWith('did you mean')) return fault
    return { ...fault, hint: `known are ${scopes.join(', ')}; others must stand under scopes first` }
  }
}

export function checkPolicy({ policies }: KnownNames): Check {
  const check = oneOf('authorization policy', ['one_factor', 'two_factor', ...policies])
  return (name) => {
    if (name !== 'deny') return check(name)
    return { message: "'deny' is not for clients", hint: 'use a policy of authorization_policies whose rules deny' }
  }
}

export function checkLifespan({ lifespans }: KnownNames): Check {
  return named('set of lifespans', lifespans, 'lifespans.custom')
}

export function checkClaimsPolicy({ claimsPolicies }: KnownNames): Check {
  return named('claims policy', claimsPolicies, 'claims_policies')
}

/** OpenID Connect Core 1.0 §8.1: an https address, without a fragment or a user name. */
export function checkSectorIdentifier(text: string): Fault | undefined {
  const uri = parseUri(text)
  if (uri?.scheme === 'https' && uri.host !== '' && uri.fragment === undefined && uri.userinfo === undefined) {
    return undefined
  }
  return {
    message: `'${text}' is no https address without fragment and user name`,
    hint: 'write https://HOST/PATH of a JSON list of redirect URIs',
  }
}

export function checkHttps(text: string): Fault | undefined {
  const uri = parseUri(text)
  if (uri?.scheme === 'https' && uri.host !== '') return undefined
  return { message: `'${text}' is no https address`, hint: 'write https://…' }
}

export const checkGrantType = oneOf('grant type', GRANT_TYPES)
export const checkResponseType = oneOf('response type', RESPONSE_TYPES)
export const checkResponseMode = oneOf('response mode', RESPONSE_MODES)
export const checkAuthenticationMethod = oneOf('authentication method', CLIENT_AUTHENTICATION_METHODS)

/** A check as prompts take it. */
export function whileTyping(check: Check): (answer: string) => true | string {
  return (answer) => {
    const fault = check(answer.trim())
    return fault === undefined ? true : `${fault.message}; ${fault.hint}`
  }
}

/** @throws {@link UsageError} naming the flag for the first answer that is wrong */
export function assertAnswers(flag: string, answers: readonly string[] | undefined, check: Check): void {
  for (const answer of answers ?? []) {
    const fault = check(answer)
    if (fault !== undefined) throw new UsageError(`${flag}: ${fault.message}`, { hint: fault.hint })
  }
}
