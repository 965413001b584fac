/** What the provider needs of the other sections, with defaults in place, and the rules of `totp`. */
import { Decoder } from '../decode/decode.ts'
import { CURRENT_DURATIONS } from '../duration.ts'
import type { Tree } from '../merge.ts'
import type { ResolvedConfiguration } from '../resolved.ts'
import type { Report } from '../rules/report.ts'
import type { Decoded } from '../schema/option.ts'
import { OTHER_SECTION_OPTIONS, TOTP_OPTIONS } from '../schema/other-options.ts'

export type OtherSections = Decoded<typeof OTHER_SECTION_OPTIONS>

/** Decodes the other sections; keys that are not read here are nobody's business. */
export function decodeOtherSections(tree: Tree, report: Report): OtherSections {
  const read = Object.fromEntries(Object.keys(OTHER_SECTION_OPTIONS).map((section) => [section, tree[section]]))
  const decoder = new Decoder(
    { report, durations: CURRENT_DURATIONS, broken: new Set(), ignoresUnknownKey: () => true },
    [],
  )
  return decoder.object(read, OTHER_SECTION_OPTIONS)
}

type Totp = ResolvedConfiguration['totp']

const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'] as const
const SHORTEST_PERIOD = 15
const SHORTEST_SECRET = 20

function algorithmOf(text: string | undefined): Totp['algorithm'] | undefined {
  const wanted = (text || 'SHA1').toUpperCase()
  return ALGORITHMS.find((algorithm) => algorithm === wanted)
}

/** Rules of `totp`; switched off, nothing is checked. */
export function checkTotp({ totp = {} }: OtherSections, report: Report): void {
  if (totp.disable === true) return
  const refuse = (option: keyof typeof TOTP_OPTIONS, message: string) =>
    report('ERR_OPTION_VALUE', ['totp', option], message)
  if (algorithmOf(totp.algorithm) === undefined)
    refuse('algorithm', `the algorithm is none of ${ALGORITHMS.join(', ')}`)
  if (totp.digits && totp.digits !== 6 && totp.digits !== 8) refuse('digits', 'the number of digits is neither 6 nor 8')
  if (totp.period && totp.period < SHORTEST_PERIOD) refuse('period', `the period is under ${SHORTEST_PERIOD} seconds`)
  if (totp.secret_size && totp.secret_size < SHORTEST_SECRET)
    refuse('secret_size', `the secret has under ${SHORTEST_SECRET} bytes`)
}

function totpOf({ totp = {} }: OtherSections): Totp {
  return {
    disable: totp.disable ?? TOTP_OPTIONS.disable.default,
    issuer: totp.issuer || TOTP_OPTIONS.issuer.default,
    algorithm: algorithmOf(totp.algorithm) ?? 'SHA1',
    digits: totp.digits === 8 ? 8 : 6,
    period: totp.period || TOTP_OPTIONS.period.default,
    skew: totp.skew ?? TOTP_OPTIONS.skew.default,
    secret_size: totp.secret_size || TOTP_OPTIONS.secret_size.default,
    disable_reuse_security_policy: totp.disable_reuse_security_policy ?? false,
  }
}

/** The path of `server.address`, else `server.path`: with a leading slash and without a final one. */
function basePath({ server = {} }: OtherSections): string {
  const fromAddress = /^[a-z0-9+]+:\/\/[^/?#]*(\/[^?#]*)?/i.exec(server.address ?? '')?.[1] ?? ''
  const path = (fromAddress || server.path || '').replace(/^\/+|\/+$/g, '')
  return path === '' ? '' : `/${path}`
}

const SESSION_DEFAULTS = { inactivity: 300, expiration: 3600, remember_me: 2_592_000 }

function sessionOf({ session = {} }: OtherSections): ResolvedConfiguration['session'] {
  const { cookies = [], domain } = session
  const listed = cookies.map((cookie) => ({
    domain: cookie.domain ?? '',
    authelia_url: cookie.authelia_url || undefined,
  }))
  return {
    cookies: listed.length === 0 && domain ? [{ domain, authelia_url: undefined }] : listed,
    inactivity: session.inactivity || SESSION_DEFAULTS.inactivity,
    expiration: session.expiration || SESSION_DEFAULTS.expiration,
    remember_me: session.remember_me || SESSION_DEFAULTS.remember_me,
  }
}

function usersOf({ authentication_backend = {} }: OtherSections): ResolvedConfiguration['users'] {
  const { path, watch = false, search = {}, extra_attributes = {} } = authentication_backend.file ?? {}
  const attributes = Object.entries(extra_attributes).map(
    ([name, { value_type = '', multi_valued = false }]) => [name, { value_type, multi_valued }] as const,
  )
  return {
    path: path || undefined,
    watch,
    search_email: search.email ?? false,
    search_case_insensitive: search.case_insensitive ?? false,
    extra_attributes: Object.fromEntries(attributes),
  }
}

/** `definitions.user_attributes`: name → expression. */
export function userAttributesOf({ definitions = {} }: OtherSections): ResolvedConfiguration['user_attributes'] {
  const expressions = Object.entries(definitions.user_attributes ?? {})
  return Object.fromEntries(expressions.map(([name, attribute]) => [name, attribute?.expression ?? '']))
}

/** The resolved parts of the other sections. */
export function resolveOtherSections(sections: OtherSections): Omit<ResolvedConfiguration, 'provider' | 'positionOf'> {
  return {
    base_path: basePath(sections),
    session: sessionOf(sections),
    users: usersOf(sections),
    user_attributes: userAttributesOf(sections),
    totp: totpOf(sections),
    storage_encryption_key: sections.storage?.encryption_key || undefined,
  }
}
