/** The one module of the Config plan. */
import type { Module, Result } from './modules.ts'
import { demand, type RelyingParty } from './relying-party.ts'

/** OpenID Connect Discovery 1.0 §3. */
const REQUIRED = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'response_types_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
]

/** Beginnings and names of the IANA registry of authorization server metadata that occur here. */
const REGISTERED =
  /^(?:issuer|jwks_uri|(?:authorization|token|userinfo|revocation|introspection|device_authorization|pushed_authorization_request)_endpoint(?:_auth_(?:methods|signing_alg_values)_supported)?|(?:scopes|claims|claim_types|response_types|response_modes|grant_types|subject_types|code_challenge_methods|prompt_values|claims_locales|ui_locales|acr_values|display_values)_supported|(?:id_token|userinfo|request_object|introspection|authorization)_(?:signing_alg|encryption_alg|encryption_enc)_values_supported|(?:claims|request|request_uri)_parameter_supported|require_request_uri_registration|require_pushed_authorization_requests|authorization_response_iss_parameter_supported|signed_metadata)$/

function list(metadata: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = metadata[name]
  demand(Array.isArray(value) && value.every((one) => typeof one === 'string'), `${name} is a list of texts`)
  demand(new Set(value).size === value.length, `${name} lists nothing twice`)
  return value
}

async function verifyKeys(rp: RelyingParty, jwks_uri: string): Promise<void> {
  const { keys } = await rp.getJson(jwks_uri.slice(rp.provider.issuer.length))
  demand(Array.isArray(keys) && keys.length > 0, 'the JWKS has keys')
  demand(new Set(keys.map(({ kid }) => kid)).size === keys.length, 'every key has its own kid')
  const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']
  demand(
    keys.every((key) => secret.every((member) => !(member in key))),
    'no private member is published',
  )
}

async function verifyDiscovery(rp: RelyingParty): Promise<Result> {
  const url = `${rp.provider.issuer}/.well-known/openid-configuration`
  const response = await rp.provider.send(new Request(url))
  demand(response.status === 200, `${url} answered with ${response.status}`)
  demand(response.headers.get('Content-Type')?.startsWith('application/json') === true, 'the document is JSON')
  const metadata = (await response.json()) as Record<string, unknown>
  for (const name of REQUIRED) demand(metadata[name] !== undefined, `${name} is required`)
  demand(metadata['issuer'] === rp.provider.issuer, 'the issuer is the one that was asked')
  const urls = Object.entries(metadata).filter(([name]) => name === 'jwks_uri' || name.endsWith('_endpoint'))
  for (const [name, value] of urls) demand(String(value).startsWith('https://'), `${name} is https`)
  for (const type of ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']) {
    demand(list(metadata, 'response_types_supported').includes(type), `response type ${type} is offered`)
  }
  const subjects = list(metadata, 'subject_types_supported')
  demand(
    subjects.length > 0 && subjects.every((type) => ['public', 'pairwise'].includes(type)),
    'subject types are known',
  )
  demand(list(metadata, 'id_token_signing_alg_values_supported').includes('RS256'), 'RS256 is offered')
  for (const type of ['authorization_code', 'implicit']) {
    demand(list(metadata, 'grant_types_supported').includes(type), `grant type ${type} is offered`)
  }
  demand(list(metadata, 'scopes_supported').includes('openid'), 'scope openid is offered')
  await verifyKeys(rp, String(metadata['jwks_uri']))
  const unknown = Object.keys(metadata).filter((name) => !REGISTERED.test(name))
  return unknown.length === 0 ? 'passed' : { warning: `members that no registry knows: ${unknown.join(', ')}` }
}

export const CONFIG_MODULES: readonly Module[] = [
  { name: 'oidcc-discovery-endpoint-verification', plans: ['Config'], run: verifyDiscovery },
]
