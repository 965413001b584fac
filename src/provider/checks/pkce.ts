/** PKCE at the authorization endpoint (RFC 7636 §4.3, §4.4). */
import type { ResolvedClient, ResolvedProvider } from '../../config/resolved.ts'
import { splitList } from '../authorization/request.ts'
import type { Exchange } from '../context.ts'
import type { Identified, Objection } from './check.ts'
import { setOption } from './remedy.ts'

/** Whether a client has to use PKCE, and which option says so. */
export function pkceDemand(
  provider: Pick<ResolvedProvider, 'enforce_pkce'>,
  client: ResolvedClient,
): 'enforce_pkce' | 'require_pkce' | 'pkce_challenge_method' | undefined {
  if (provider.enforce_pkce === 'always') return 'enforce_pkce'
  if (client.public && provider.enforce_pkce !== 'never') return 'enforce_pkce'
  if (client.require_pkce) return 'require_pkce'
  return client.pkce_challenge_method === '' ? undefined : 'pkce_challenge_method'
}

function demanded(exchange: Exchange, client: ResolvedClient): Objection | undefined {
  const option = pkceDemand(exchange.context.config.provider, client)
  if (option === undefined) return undefined
  return {
    error: 'invalid_request',
    hint: 'The client must send a code_challenge (PKCE).',
    option:
      option === 'enforce_pkce'
        ? ['identity_providers', 'oidc', option]
        : exchange.context.clients.optionPath(client, option),
    sent: 'no code_challenge',
    expected: ['code_challenge and code_challenge_method=S256'],
    change: 'in the application: switch PKCE on, with method S256',
    ...(option === 'require_pkce' ? { command: setOption(client, option, '=', 'false') } : {}),
    ...(option === 'pkce_challenge_method' ? { command: setOption(client, option, '=', '') } : {}),
  }
}

/** Whether a method is allowed by the server and the client. */
export function isPermittedMethod(
  provider: Pick<ResolvedProvider, 'enable_pkce_plain_challenge'>,
  client: Pick<ResolvedClient, 'pkce_challenge_method'>,
  method: string,
): boolean {
  if (method !== 'S256' && !(method === 'plain' && provider.enable_pkce_plain_challenge)) return false
  return client.pkce_challenge_method === '' || client.pkce_challenge_method === method
}

function isChallenge(challenge: string, method: string): boolean {
  return method === 'S256' ? /^[A-Za-z0-9_-]{43}$/.test(challenge) : /^[A-Za-z0-9._~-]{43,128}$/.test(challenge)
}

/** The code_challenge of a request that asks for a code. */
export function checkPkce({ parameters, client }: Identified, exchange: Exchange): Objection | undefined {
  if (!splitList(parameters.get('response_type')).includes('code')) return undefined
  const { provider } = exchange.context.config
  const challenge = parameters.get('code_challenge')
  const sentMethod = parameters.get('code_challenge_method')
  if (challenge === undefined) {
    if (sentMethod === undefined) return demanded(exchange, client)
    return (
      demanded(exchange, client) ?? {
        error: 'invalid_request',
        hint: 'There is a code_challenge_method without code_challenge.',
        sent: sentMethod,
        change: 'in the application: send the code_challenge, or neither',
      }
    )
  }
  const method = sentMethod ?? 'plain'
  if (!isPermittedMethod(provider, client, method)) {
    return {
      error: 'invalid_request',
      hint: `The code_challenge_method '${method}' is not allowed.`,
      sent: method,
      ...(client.pkce_challenge_method === ''
        ? { expected: ['S256'], option: ['identity_providers', 'oidc', 'enable_pkce_plain_challenge'] }
        : {
            expected: [client.pkce_challenge_method],
            option: exchange.context.clients.optionPath(client, 'pkce_challenge_method'),
            command: setOption(client, 'pkce_challenge_method', '=', method),
          }),
      change: 'in the application: use the method S256',
    }
  }
  if (isChallenge(challenge, method)) return undefined
  return {
    error: 'invalid_request',
    hint: 'The code_challenge is not of the form that its method makes (RFC 7636 §4.2).',
    sent: `${challenge.length} characters`,
    expected: [method === 'S256' ? '43 characters of base64url, without padding' : '43 to 128 unreserved characters'],
    change: 'in the application: send BASE64URL(SHA256(code_verifier)) without padding',
  }
}
