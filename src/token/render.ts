/** A decoded token for people. */
import type { DecodedToken } from './decode.ts'
import { type Explained, explainClaims, explainHeader } from './explain.ts'
import { profileOf } from './profile.ts'
import type { Reader } from './times.ts'
import type { JsonObject } from './token.ts'
import { visible } from './visible.ts'

/** Colours a text, or leaves it as it is. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'red', text: string) => string

function shownName(name: string): string {
  return visible(/^[\w#$:./-]+$/.test(name) ? name : JSON.stringify(name))
}

/** Values up to this wide share a column with their explanation. */
const WIDEST = 40

function section(title: string, members: readonly Explained[], paint: Paint): string[] {
  const rows = members.map(({ name, value, words }) => ({
    name: shownName(name),
    value: visible(JSON.stringify(value)),
    words,
  }))
  const names = Math.max(0, ...rows.map(({ name }) => name.length))
  const values = Math.max(0, ...rows.map(({ value }) => value.length).filter((length) => length <= WIDEST))
  const lines = rows.map(({ name, value, words }) => {
    const explained = words === '' ? '' : `  ${paint('dim', words)}`
    return `  ${name.padEnd(names)}  ${explained === '' ? value : value.padEnd(values)}${explained}`
  })
  return [paint('bold', title), ...lines]
}

const OPAQUE_WORDS: Readonly<Record<NonNullable<DecodedToken['opaque']>, string>> = {
  access_token: 'an opaque access token',
  refresh_token: 'an opaque refresh token',
  authorization_code: 'an authorization code',
  device_code: 'a device code',
}

/** RFC 7662 §2.1: an introspection endpoint tells about access and refresh tokens. */
function opaqueText(opaque: NonNullable<DecodedToken['opaque']>): string {
  const isToken = opaque === 'access_token' || opaque === 'refresh_token'
  const who = isToken
    ? 'whose it is and how long it is good, only the introspection endpoint of the provider can tell'
    : 'what it stands for, only the provider can tell, at its token endpoint'
  return `${OPAQUE_WORDS[opaque]} of the provider: there is nothing to read in it;\n${who}.`
}

const KIND_WORDS = {
  jws: 'JWS: signed content that is no set of claims',
  jwe: 'JWE: encrypted, only its recipient can read it',
}

function headline({ kind }: DecodedToken, header: JsonObject, claims: JsonObject | undefined): string {
  if (kind === 'jws' || kind === 'jwe') return KIND_WORDS[kind]
  const profile = claims && profileOf(header, claims)
  if (profile === undefined) return 'JWT'
  return profile.isStated ? `JWT: ${profile.name}` : `JWT, by its claims: ${profile.name}`
}

function signatureLine({ kind, verified, verification = '' }: DecodedToken, paint: Paint): string[] {
  if (verified === true)
    return [`${paint('bold', 'Signature')}  ${paint('green', 'verified')}: ${visible(verification)}`]
  if (verified === false) {
    return [`${paint('bold', 'Signature')}  ${paint('red', 'not verified')}: ${visible(verification)}`]
  }
  return kind === 'jwe' ? [] : [`${paint('bold', 'Signature')}  not checked: --issuer URL or --jwks FILE checks it`]
}

/** The text form of {@link DecodedToken}. */
export function renderToken(token: DecodedToken, reader: Reader, paint: Paint): string {
  const { opaque, header, claims, verified } = token
  if (opaque !== undefined)
    return [opaqueText(opaque), ...(verified === false ? signatureLine(token, paint) : [])].join('\n')
  if (header === undefined) return ''
  return [
    headline(token, header, claims),
    ...section('Header', explainHeader(header), paint),
    ...(claims ? section('Claims', explainClaims(claims, reader), paint) : []),
    ...signatureLine(token, paint),
  ].join('\n')
}
