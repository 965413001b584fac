/** The questions of `client add`: only what no flag answered, each with the flag that would. */
import {
  type Check,
  checkClientId,
  checkHttps,
  checkNewClientId,
  checkRedirectUri,
  whileTyping,
} from '../../clients/check-answer.ts'
import { type ClientRequest, flowOf, methodOf, needsRedirectUri } from '../../clients/client-entry.ts'
import type { KnownNames } from '../../clients/known-names.ts'
import { UsageError } from '../../errors.ts'
import { askChoice, askChoices, askText, askYes, isInteractive } from '../../output/prompt.ts'
import { GRANT_TYPE } from '../../spec/grant-types.ts'

/** A request that need not be complete. */
export type PartialRequest = { [Name in keyof ClientRequest]?: ClientRequest[Name] | undefined }

export interface Asking {
  known: KnownNames
  /** Take the defaults instead of asking. */
  yes: boolean
}

function assertTerminal(flag: string, what: string): void {
  if (isInteractive()) return
  throw new UsageError(`missing: ${what}`, { hint: `give it with ${flag}; --yes takes the defaults of what has one` })
}

async function text(flag: string, message: string, check: Check, preset?: string): Promise<string> {
  assertTerminal(flag, message)
  const answer = await askText({ flag, message, validate: whileTyping(check), ...(preset && { default: preset }) })
  return answer.trim()
}

/** An id out of a name: `My Wiki` → `my-wiki`. */
export function idFromName(name: string): string | undefined {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return checkClientId(id) === undefined ? id : undefined
}

async function askName(request: PartialRequest, { yes }: Asking): Promise<PartialRequest> {
  if (request.client_name !== undefined || (yes && request.client_id !== undefined)) return {}
  if (yes || !isInteractive()) return {}
  const client_name = await askText({
    flag: '--name',
    message: 'Name that users see',
    default: request.client_id ?? '',
  })
  return client_name === '' ? {} : { client_name }
}

async function askId(request: PartialRequest, { known, yes }: Asking): Promise<PartialRequest> {
  if (request.client_id !== undefined) return {}
  const proposed = idFromName(request.client_name ?? '')
  const isFree = proposed !== undefined && !known.clients.includes(proposed)
  if (yes && isFree) return { client_id: proposed }
  const preset = isFree ? proposed : undefined
  return { client_id: await text('--id', 'Client id', checkNewClientId(known), preset) }
}

const TYPES: readonly { value: PartialRequest; name: string }[] = [
  { value: { public: false }, name: 'Web application on a server, which can keep a secret (confidential)' },
  { value: { public: true }, name: 'Single-page, mobile or desktop application (public)' },
  {
    value: { public: false, grant_types: [GRANT_TYPE.clientCredentials] },
    name: 'Service that acts for itself, without users',
  },
  {
    value: { public: true, grant_types: [GRANT_TYPE.deviceCode, GRANT_TYPE.refreshToken] },
    name: 'Device or command line without a browser of its own (device code)',
  },
]

async function askType(request: PartialRequest, { yes }: Asking): Promise<PartialRequest> {
  if (request.public !== undefined || request.grant_types !== undefined) return {}
  if (request.token_endpoint_auth_method !== undefined) return { public: request.token_endpoint_auth_method === 'none' }
  if (yes || !isInteractive()) return { public: false }
  return askChoice({ flag: '--public', message: 'What kind of application is it?', choices: TYPES })
}

async function askRedirectUris(request: ClientRequest): Promise<PartialRequest> {
  if (request.redirect_uris !== undefined || !needsRedirectUri(request)) return {}
  const check = checkRedirectUri({ isPublic: request.public === true })
  const redirect_uris = [await text('--redirect-uri', 'Redirect URI', check)]
  for (;;) {
    const orEnd: Check = (answer) => (answer === '' ? undefined : check(answer))
    const more = await text('--redirect-uri', 'Another redirect URI (empty: no more)', orEnd)
    if (more === '') return { redirect_uris }
    redirect_uris.push(more)
  }
}

function isService({ grant_types = [] }: ClientRequest): boolean {
  return grant_types.includes(GRANT_TYPE.clientCredentials)
}

async function askScopes(request: ClientRequest, { known, yes }: Asking): Promise<PartialRequest> {
  if (request.scopes !== undefined || yes || isService(request)) return {}
  assertTerminal('--scope', 'the scopes')
  const usual: readonly string[] = flowOf(request).scopes
  const offered = known.scopes.filter((scope) => scope !== 'offline' && scope !== 'authelia.bearer.authz')
  const choices = offered.map((scope) => ({ value: scope, name: scope, checked: usual.includes(scope) }))
  return { scopes: await askChoices({ flag: '--scope', message: 'Scopes that it may ask for', choices }) }
}

async function askPolicy(request: ClientRequest, { known, yes }: Asking): Promise<PartialRequest> {
  if (request.authorization_policy !== undefined || yes || isService(request)) return {}
  assertTerminal('--authorization-policy', 'the authorization policy')
  const authorization_policy = await askChoice({
    flag: '--authorization-policy',
    message: 'What users must prove',
    choices: [
      { value: 'two_factor', name: 'two_factor: password and second factor' },
      { value: 'one_factor', name: 'one_factor: password' },
      ...known.policies.map((policy) => ({ value: policy, name: policy })),
    ],
  })
  return { authorization_policy }
}

async function askConsent(request: ClientRequest, { yes }: Asking): Promise<PartialRequest> {
  if (request.consent_mode !== undefined || yes || isService(request)) return {}
  assertTerminal('--consent-mode', 'the consent mode')
  const consent_mode = await askChoice({
    flag: '--consent-mode',
    message: 'How users consent',
    choices: [
      { value: 'explicit', name: 'explicit: each time' },
      { value: 'pre-configured', name: 'pre-configured: remembered for a week where the user wants it' },
      { value: 'implicit', name: 'implicit: they are not asked' },
    ],
  })
  return { consent_mode }
}

async function askPkce(request: ClientRequest, { yes }: Asking): Promise<PartialRequest> {
  const isDecided = request.require_pkce !== undefined || request.pkce_challenge_method !== undefined
  const hasCode = flowOf(request).grant_types.includes(GRANT_TYPE.authorizationCode)
  if (isDecided || yes || !hasCode || request.public === true) return {}
  assertTerminal('--require-pkce or --no-require-pkce', 'whether PKCE is required')
  const message = 'Require PKCE with S256 (does the application support it)?'
  return { require_pkce: await askYes({ flag: '--require-pkce', message, default: true }) }
}

async function askMethod(request: ClientRequest, { yes }: Asking): Promise<PartialRequest> {
  if (request.token_endpoint_auth_method !== undefined || yes || request.public === true) return {}
  assertTerminal('--token-endpoint-auth-method', 'the authentication method')
  const token_endpoint_auth_method = await askChoice({
    flag: '--token-endpoint-auth-method',
    message: 'How it authenticates at the token endpoint',
    choices: [
      { value: 'client_secret_basic', name: 'client_secret_basic: secret in the header' },
      { value: 'client_secret_post', name: 'client_secret_post: secret in the body' },
      { value: 'client_secret_jwt', name: 'client_secret_jwt: signed with the secret, which is stored readable' },
      { value: 'private_key_jwt', name: 'private_key_jwt: signed with a key of its own' },
    ],
  })
  return { token_endpoint_auth_method }
}

async function askKeys(request: ClientRequest): Promise<PartialRequest> {
  if (methodOf(request) !== 'private_key_jwt' || request.jwks_uri !== undefined) return {}
  return { jwks_uri: await text('--jwks-uri', 'Address of its public keys', checkHttps) }
}

type Question = (request: ClientRequest, asking: Asking) => Promise<PartialRequest>

const QUESTIONS: readonly Question[] = [
  askType,
  askRedirectUris,
  askScopes,
  askPolicy,
  askConsent,
  askPkce,
  askMethod,
  askKeys,
]

/** Asks for all that is missing, in an order in which each answer decides what comes next. */
export async function completeRequest(given: PartialRequest, asking: Asking): Promise<ClientRequest> {
  const withName = { ...given, ...(await askName(given, asking)) }
  const { client_id = '', ...identity } = { ...withName, ...(await askId(withName, asking)) }
  let request: ClientRequest = { ...identity, client_id }
  for (const ask of QUESTIONS) request = { ...request, ...(await ask(request, asking)), client_id }
  return request
}
