/** The code verifier (RFC 7636 §4.5, §4.6). */
import { equalInConstantTime, sha256Text } from '../../primitives/sha256.ts'
import { isPermittedMethod, pkceDemand } from '../checks/pkce.ts'
import { OAuthError } from '../oauth-error.ts'
import type { CodeRow } from '../storage/storage.ts'
import { invalidGrant, type TokenRequest } from './token-request.ts'

/** RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

function transform(verifier: string, method: CodeRow['code_challenge_method']): string {
  return method === 'S256' ? sha256Text(verifier) : verifier
}

function withoutChallenge({ client, exchange }: TokenRequest, verifier: string | undefined): void {
  if (verifier !== undefined) {
    throw invalidGrant(
      'RFC 9700 §2.1.1: a verifier needs a challenge',
      'A code_verifier was sent, and no code_challenge before.',
    )
  }
  if (pkceDemand(exchange.context.config.provider, client) === undefined) return
  throw new OAuthError('invalid_request', {
    hint: 'The client must use PKCE.',
    detail: { rule: 'RFC 7636 §4.4.1: the client must use PKCE' },
  })
}

/** @throws {@link OAuthError} `invalid_grant` when the verifier is not that of the challenge */
export function verifyPkce(request: TokenRequest, { code_challenge, code_challenge_method }: CodeRow): void {
  const verifier = request.parameters.get('code_verifier')
  if (code_challenge === null) {
    withoutChallenge(request, verifier)
    return
  }
  const method = code_challenge_method ?? 'plain'
  if (!isPermittedMethod(request.exchange.context.config.provider, request.client, method)) {
    throw new OAuthError('invalid_request', {
      hint: `The code_challenge_method '${method}' is not allowed any more.`,
      detail: { rule: 'RFC 7636 §4.4.1: the challenge method is allowed', sent: method },
    })
  }
  const rule = 'RFC 7636 §4.6: the verifier is that of the challenge'
  if (verifier === undefined || !VERIFIER.test(verifier))
    throw invalidGrant(rule, 'The code_verifier is missing or malformed.')
  if (!equalInConstantTime(transform(verifier, method), code_challenge))
    throw invalidGrant(rule, 'The code_verifier does not match.')
  request.exchange.witness?.decided?.({ decision: `PKCE: the code_verifier matches (${method})`, rule })
}
