/** The pure functions that rows ask for by name. */
import type { JWK } from 'jose'
import { decodeJwt } from 'jose'
import { computeKeyId, computeReleasedKeyId } from '../../../src/keys/key-id.ts'
import { claimsSignature, parseClaimsParameter } from '../../../src/provider/claims/claims-parameter.ts'
import { chooseBehaviour } from '../../../src/provider/compat.ts'
import { configuredOrigins } from '../../../src/provider/http/cors.ts'
import { hashClaim } from '../../../src/provider/tokens/hash-claims.ts'
import { createOpaqueTokens, type OpaqueKind } from '../../../src/provider/tokens/opaque.ts'
import { Browser } from '../support/browser.ts'
import { answerPages } from '../support/flows.ts'
import { rowConfiguration } from './configuration.ts'
import { openSession } from './sessions.ts'
import type { Json, JsonObject } from './vectors.ts'
import { clientPost, ISSUER, type Tokens, type World } from './world.ts'

type Computation = (world: World, input: JsonObject) => Json | Promise<Json>

function behaviour({ mode }: World) {
  return chooseBehaviour(mode === 'authelia' ? 'authelia' : undefined)
}

/** The `sub` that a user has at a client, as its ID token tells. */
async function subjectAt(world: World, client_id: string): Promise<string> {
  const browser = new Browser(world.provider)
  await openSession(world, browser, '2fa')
  const redirect_uri = 'https://rp.example.com/cb'
  const query = new URLSearchParams({
    client_id,
    redirect_uri,
    response_type: 'code',
    scope: 'openid',
    state: 'state-0123456789',
  })
  const page = await answerPages(browser, await browser.open(`${ISSUER}/api/oidc/authorization?${query}`))
  const code = new URL(page.response.headers.get('Location') ?? '').searchParams.get('code') ?? ''
  const response = await clientPost(world, client_id, '/api/oidc/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri,
  })
  return decodeJwt(((await response.json()) as Tokens).id_token ?? '').sub ?? ''
}

const COMPUTATIONS: Readonly<Record<string, Computation>> = {
  key_id: ({ mode }, { jwk, algorithm }) =>
    (mode === 'authelia' ? computeReleasedKeyId : computeKeyId)(jwk as JWK, String(algorithm)),
  opaque_token: (world, { kind, hmac_secret, random_hex }) =>
    createOpaqueTokens(String(hmac_secret), () => Buffer.from(String(random_hex), 'hex'), behaviour(world)).issue(
      kind as OpaqueKind,
    ).token,
  user_code_signature: (world, { hmac_secret, user_code }) =>
    createOpaqueTokens(String(hmac_secret), () => Buffer.alloc(0), behaviour(world)).userCodeSignature(
      String(user_code),
    ),
  hash_claim: (world, { token, algs }) =>
    Object.fromEntries((algs as string[]).map((alg) => [alg, hashClaim(String(token), alg, behaviour(world))])),
  claims_signature: (_world, { claims }) => {
    const parsed = parseClaimsParameter(String(claims))
    return parsed === undefined ? null : claimsSignature(parsed)
  },
  cors_origins: async ({ given }) => {
    const { config } = await rowConfiguration(given)
    const clients = config.provider.clients.filter(({ client_id }) => client_id === 'web')
    return configuredOrigins({ ...config.provider, clients })
  },
  subjects: async (world, { clients }) => {
    const names = clients as string[]
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await subjectAt(world, name)] as const)),
    )
  },
}

export async function compute(world: World, name: string, input: JsonObject): Promise<Json> {
  const computation = COMPUTATIONS[name]
  if (computation === undefined) throw new Error(`no computation ${name}`)
  return computation(world, input)
}
