import { describe, expect, it } from 'vitest'
import { renderSettings } from '../../../src/clients/settings/render.ts'
import { settingValues } from '../../../src/clients/settings/values.ts'
import { type ClientEntry, fillTemplate } from '../../../src/clients/templates/fill.ts'
import type { SettingGroup, Template } from '../../../src/clients/templates/schema.ts'
import {
  exampleRequest,
  FACTS,
  type FactsClient,
  redirectUrisOf,
  TEMPLATES,
  templateOf,
  withAddress,
} from './all-templates.ts'

/** Options in which a template differs from the guide; docs/decisions/client-templates.md says why. */
const CORRECTED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  dashy: { scopes: ['openid', 'profile', 'email', 'groups'] },
  'file-rise': { response_modes: undefined },
  librechat: { grant_types: ['authorization_code'] },
  linkace: { grant_types: ['authorization_code'] },
  odoo: { require_pkce: false, pkce_challenge_method: undefined },
  tandoor: { require_pkce: true, pkce_challenge_method: 'S256' },
}

/** Settings that a template leaves out (-) or adds (+). */
const CORRECTED_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'file-rise': ['-OIDC Client Secret'],
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).sort() : []
}

/** The provider's defaults (option reference of `clients[]`). */
function effective(options: Partial<ClientEntry> | FactsClient): Record<string, unknown> {
  const types = options.response_types ?? ['code']
  const isPublic = options.public === true
  const grants = list(types).includes('code') ? ['authorization_code'] : ['implicit']
  const isMachine = list(options.grant_types).includes('client_credentials')
  return {
    public: isPublic,
    redirect_uris: list(options.redirect_uris),
    scopes: list(options.scopes ?? (isMachine ? [] : ['openid', 'groups', 'profile', 'email'])),
    response_types: list(types),
    response_modes: options.response_modes === undefined ? undefined : list(options.response_modes),
    grant_types: list(options.grant_types ?? grants),
    token_endpoint_auth_method: options.token_endpoint_auth_method ?? (isPublic ? 'none' : 'client_secret_basic'),
    require_pkce: options.require_pkce ?? false,
    pkce_challenge_method: options.pkce_challenge_method,
    require_pushed_authorization_requests: options.require_pushed_authorization_requests ?? false,
    access_token_signed_response_alg: options.access_token_signed_response_alg ?? 'none',
    userinfo_signed_response_alg: options.userinfo_signed_response_alg ?? 'none',
    request_object_signing_alg: options.request_object_signing_alg,
    audience: list(options.audience),
    requested_audience_mode: options.requested_audience_mode ?? 'explicit',
    authorization_policy: options.authorization_policy ?? (isMachine ? 'one_factor' : 'two_factor'),
  }
}

function namesOf({ settings = [] }: Template, kind: 'env' | 'ui' | 'flag'): string[] {
  const groups = settings.filter((group): group is Exclude<SettingGroup, { kind: 'file' }> => group.kind === kind)
  return groups
    .flatMap((group) => Object.keys(group.values))
    .map((name) => name.replace('{{provider_name|upper}}', 'AUTHELIA'))
}

describe.each(FACTS)('the template $id says what the guide of the application says', (facts) => {
  const template = templateOf(facts.id)
  const filled = fillTemplate(template, exampleRequest(template))

  it('client options, redirect URIs included', () => {
    const redirect_uris = redirectUrisOf(facts)
    const expected = { ...withAddress(facts.id, facts.client), redirect_uris, ...CORRECTED[facts.id] }
    expect(effective(filled.client.options)).toEqual(effective(expected))
    expect(filled.client.options.client_id).toBe(facts.client_id)
  })

  it('further clients', () => {
    const given = filled.extraClients.map(({ options }) => [options.client_id, effective(options)])
    expect(given).toEqual((facts.extra_clients ?? []).map((extra) => [extra.client_id, effective(extra.client)]))
  })

  it('claims and scopes', () => {
    const claims = facts.id === 'kiali' ? ['email'] : facts.id_token_claims
    expect(template.needs?.claims_policy?.id_token).toEqual(claims)
    const scopes = Object.entries(template.needs?.scopes ?? {}).map(([name, scope]) => [name, scope.claims])
    expect(scopes).toEqual(Object.entries(facts.custom_scopes ?? {}))
  })

  it.each(['env', 'ui', 'flag'] as const)('names of settings: %s', (kind) => {
    const left = (CORRECTED_SETTINGS[facts.id] ?? []).map((name) => name.slice(1))
    const expected = (facts.settings[kind] ?? []).filter((name) => !left.includes(name))
    expect(namesOf(template, kind).sort()).toEqual([...expected].sort())
  })

  it('names of settings in files', () => {
    const request = { ...exampleRequest(template), issuer: 'https://auth.example.com', clientSecret: 'secret' }
    const values = settingValues(template, { ...request, clientId: 'id', random: (length) => new Uint8Array(length) })
    const { text } = renderSettings(template, values, 'text')
    const missing = (facts.settings.file ?? [])
      .filter((name) => !NOT_IN_TEXT.includes(`${facts.id} ${name}`))
      .map((name) => lastStep(name))
      .filter((name) => !text.includes(name))
    expect(missing).toEqual([])
  })
})

/** Keys of files that a template leaves out on purpose, or that stand elsewhere in it. */
const NOT_IN_TEXT: readonly string[] = [
  'opkssh line',
  'unreal-engine OidcClientSecret',
  'uptime-kuma HeaderAuthorization.schemes',
  'uptime-kuma subject',
]

function lastStep(key: string): string {
  return key.replaceAll('[]', '').split('.').at(-1) ?? key
}

describe('the set of templates', () => {
  it('has every application, and nothing else but the kinds of applications', () => {
    const generic = TEMPLATES.filter((template) => template.generic === true).map((template) => template.id)
    expect(generic.sort()).toEqual([
      'device',
      'machine-to-machine',
      'native-app',
      'resource-server',
      'single-page-app',
      'web-app',
    ])
    const applications = TEMPLATES.filter((template) => template.generic !== true).map((template) => template.id)
    expect(applications.sort()).toEqual(FACTS.map((facts) => facts.id).sort())
  })

  it('every corrected option differs from the guide', () => {
    for (const [id, options] of Object.entries(CORRECTED)) {
      const facts = FACTS.find((candidate) => candidate.id === id)
      expect(facts?.client).not.toMatchObject(options)
    }
  })
})
