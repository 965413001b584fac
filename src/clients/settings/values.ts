/** The values of the placeholders in an application's settings. */
import { encodeBase64url } from '../../primitives/base64url.ts'
import type { Random } from '../../primitives/random.ts'
import { parseAddress } from '../templates/address.ts'
import { readGiven } from '../templates/given.ts'
import type { SettingName } from '../templates/known-names.ts'
import type { Template } from '../templates/schema.ts'

/** Placeholder → value; what is not known is not in it. */
export type SettingValues = ReadonlyMap<string, string>

export interface SettingsRequest {
  /** As the application reaches the provider. */
  issuer: string
  clientId: string
  /** Plain; left out where it is not known (any more). */
  clientSecret?: string | undefined
  url?: string | undefined
  set?: Readonly<Record<string, string>> | undefined
  random: Random
}

/** Paths below the issuer. */
const ENDPOINTS = {
  discovery: '/.well-known/openid-configuration',
  jwks_uri: '/jwks.json',
  authorization_endpoint: '/api/oidc/authorization',
  token_endpoint: '/api/oidc/token',
  userinfo_endpoint: '/api/oidc/userinfo',
  introspection_endpoint: '/api/oidc/introspection',
  revocation_endpoint: '/api/oidc/revocation',
  device_authorization_endpoint: '/api/oidc/device-authorization',
} as const satisfies Partial<Record<SettingName, string>>

/** Bytes behind `{{random}}`. */
const RANDOM_LENGTH = 32

function issuerValues(text: string): Record<string, string> {
  const issuer = parseAddress(text, '--issuer').url
  const { origin, host, hostname } = new URL(issuer)
  const endpoints = Object.entries(ENDPOINTS).map(([name, path]) => [name, issuer + path] as const)
  return {
    issuer,
    issuer_origin: origin,
    issuer_authority: host,
    issuer_host: hostname,
    issuer_path: issuer.slice(origin.length),
    ...Object.fromEntries(endpoints),
  }
}

/**
 * All values for the settings of one client.
 *
 * @throws TemplateValueWrong naming `--issuer`, `--url` or `--set`
 */
export function settingValues(template: Template, request: SettingsRequest): SettingValues {
  const { issuer, clientId, clientSecret, url, set, random } = request
  const given = readGiven(template, { url, set, clientId }).values
  const known = [...given]
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => [name, values.join(' ')] as const)
  return new Map([
    ...known,
    ...Object.entries(issuerValues(issuer)),
    ['random', encodeBase64url(random(RANDOM_LENGTH))] as const,
    ...(clientSecret === undefined ? [] : [['client_secret', clientSecret] as const]),
  ])
}
