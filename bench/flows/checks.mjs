// Speed of wrong answers does not count: tokens are verified and refusals asked for.
import { createHash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { readJson, send } from './http-client.mjs'
import { CLIENTS } from './settings.mjs'
import { exchangeCode, logIn, sendClientCredentials, sendRefresh } from './work.mjs'

/** Verifies an ID token: signature, issuer, audience, and where the login is known, nonce and at_hash. */
export async function verifyTokens({ issuer, jwks }, { id_token, access_token, nonce }) {
  const options = { issuer, audience: 'web', algorithms: ['RS256'] }
  const { payload } = await jwtVerify(id_token, createLocalJWKSet(jwks), options)
  if (nonce !== undefined && payload.nonce !== nonce) throw new Error('the nonce is another one')
  const digest = createHash('sha256').update(access_token).digest()
  const at_hash = digest.subarray(0, digest.length / 2).toString('base64url')
  if (payload.at_hash !== undefined && payload.at_hash !== at_hash) throw new Error('the at_hash is wrong')
}

function expectError(answer, status, error) {
  const found = readJson(answer, status).error
  if (found !== error) throw new Error(`${found} instead of ${error}`)
}

/** What a provider must refuse. */
export async function probeRefusals(metadata) {
  for (const client of CLIENTS.filter(({ grant_types }) => grant_types.includes('client_credentials'))) {
    const wrong = { ...client, secret: `${client.secret}x` }
    expectError(await sendClientCredentials(metadata, wrong), 401, 'invalid_client')
  }
  const tokens = await logIn(metadata)
  expectError(await exchangeCode(metadata, `${tokens.code}x`, tokens.code_verifier), 400, 'invalid_grant')
  readJson(await sendRefresh(metadata, tokens.refresh_token))
  expectError(await sendRefresh(metadata, tokens.refresh_token), 400, 'invalid_grant')
  const replayed = await logIn(metadata)
  expectError(await exchangeCode(metadata, replayed.code, replayed.code_verifier), 400, 'invalid_grant')
  const headers = { authorization: `Bearer ${replayed.access_token}` }
  const { status } = await send(metadata.userinfo_endpoint, { headers })
  if (status !== 401) throw new Error(`a replayed code left its access token alive (${status})`)
}
