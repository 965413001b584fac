/**
 * The authorization request pipeline: every check in its order, each one rule. What fails before the redirect URI is
 * proved is shown on our own page; from there on errors go to the client (RFC 6749 §4.1.2.1).
 */
import type { Check, Step } from './check.ts'
import { demandClientPushedRequests, demandPushedRequests, findClient, refuseRepeatedParameter } from './client.ts'
import { checkPkce } from './pkce.ts'
import { redeemPushedRequest } from './pushed-request.ts'
import { assertAbsolute, proveRedirectUri } from './redirect-uri.ts'
import { openRequestObject } from './request-object.ts'
import {
  checkFlowGrants,
  checkFormTarget,
  checkOpenidScope,
  checkResponseMode,
  checkResponseType,
  checkTokenMode,
  knowResponseMode,
} from './response.ts'
import {
  checkClaimsParameter,
  checkMaxAge,
  checkNonce,
  checkPrompt,
  checkRegistration,
  checkResourceSyntax,
  checkScopes,
  checkSecurePush,
  checkSecureRedirect,
  checkState,
  checkTargets,
} from './values.ts'

/** How a request came: these do not apply to one that is being pushed. */
export const ARRIVAL_STEPS: readonly Step[] = [
  { rule: 'RFC 6749 §3.1: a parameter is sent once', step: refuseRepeatedParameter },
  { rule: 'RFC 9126 §4: a pushed request is redeemed once, by its client', step: redeemPushedRequest },
  { rule: 'RFC 9126 §5: the server takes pushed requests only', step: demandPushedRequests },
  { rule: 'RFC 6749 §2.2: the client is registered', step: findClient },
  { rule: 'RFC 9126 §6: the client pushes its requests', step: demandClientPushedRequests },
]

/** Errors are shown here: nobody has proved yet where an answer may go. */
export const LOCAL_STEPS: readonly Step[] = [
  { rule: 'RFC 9101 §6: the request object is the client’s', step: openRequestObject },
  { rule: 'Multiple Response Types §2.1: the response mode is known', step: knowResponseMode },
  { rule: 'RFC 6749 §3.1.2.3, RFC 9700 §4.1.3: the redirect URI is registered', step: proveRedirectUri },
  { rule: 'RFC 6749 §3.1.2: the redirect URI is absolute, without fragment', step: assertAbsolute },
  { rule: 'Form Post Response Mode §2, RFC 8252 §7.1: a form is posted over http(s)', step: checkFormTarget },
]

/** A request that is being pushed by an authenticated client comes in here. */
export const PUSH_STEPS: readonly Step[] = [
  { rule: 'RFC 6749 §2.2: the client is registered', step: findClient },
  ...LOCAL_STEPS,
]

/** Errors go to the client. What is asked for is held against what is registered. */
export const REGISTRATION_CHECKS: readonly Check[] = [
  { rule: 'RFC 6749 §3.3: the scopes are registered', check: checkScopes },
  { rule: 'RFC 8707 §2: a resource is an absolute URI', check: checkResourceSyntax },
  { rule: 'RFC 8707 §2: audiences and resources are registered', check: checkTargets },
  { rule: 'Core §7.2.1: registration is not supported', check: checkRegistration },
  { rule: 'RFC 6749 §3.1.1: the response type is registered', check: checkResponseType },
  { rule: 'Multiple Response Types §2.1: the response mode is registered', check: checkResponseMode },
]

/** Errors go to the client, in the mode that is now known. */
export const REQUEST_CHECKS: readonly Check[] = [
  { rule: 'RFC 6749 §10.12: the state cannot be guessed', check: checkState },
  { rule: 'RFC 9700 §4.3.1: tokens do not travel in a query', check: checkTokenMode },
  { rule: 'Core §3.2.2.1: an ID token needs scope openid', check: checkOpenidScope },
  { rule: 'RFC 6749 §1.3: the grant types of the flow are registered', check: checkFlowGrants },
  { rule: 'RFC 9700 §4.1: public clients have secure redirect URIs', check: checkSecureRedirect },
  { rule: 'Core §3.1.2.1: the prompt is known and alone where it is none', check: checkPrompt },
  { rule: 'Core §3.1.2.1: max_age is a number of seconds', check: checkMaxAge },
  { rule: 'Core §3.2.2.1, §15.5.2: the nonce is there and cannot be guessed', check: checkNonce },
  { rule: 'Core §5.5: the claims parameter is JSON', check: checkClaimsParameter },
  { rule: 'RFC 7636 §4.4.1: the code challenge is there and allowed', check: checkPkce },
]

/** What holds for pushed requests alone. */
export const PUSH_CHECKS: readonly Check[] = [
  { rule: 'RFC 9700 §2.1: pushed requests name secure redirect URIs', check: checkSecurePush },
]
