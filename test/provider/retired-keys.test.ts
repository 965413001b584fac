import { decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { Browser } from './support/browser.ts'
import {
  AUTHORIZATION,
  answerOf,
  authorizationUrl,
  authorize,
  basic,
  isActive,
  postJson,
  redeem,
} from './support/flows.ts'
import { client, ISSUER, issuerKey, RS_KEY, SVC, type TestProvider, testProvider, WEB } from './support/provider.ts'

const OLD = issuerKey('rsa-3072.pkcs8.pem', 'RS256', 'old')
const HOUR = 60 * 60

const CLIENTS = [
  client({ ...WEB, access_token_signed_response_alg: 'RS256', consent_mode: 'implicit' }),
  client({ ...SVC, access_token_signed_response_alg: 'RS256' }),
]

async function published({ provider }: TestProvider): Promise<string[]> {
  const { keys } = (await (await provider.fetch(new Request(`${ISSUER}/jwks.json`))).json()) as {
    keys: { kid: string }[]
  }
  return keys.map(({ kid }) => kid)
}

async function jwtAccessToken(test: TestProvider): Promise<string> {
  const headers = { Authorization: basic('svc', 'secret') }
  const { body } = await postJson(test, '/api/oidc/token', { grant_type: 'client_credentials', scope: 'api' }, headers)
  return body['access_token'] ?? ''
}

describe('Core §10.1.1: a key that was removed', () => {
  it('stays published as long as something that it signed can live, and no longer', async () => {
    const test = testProvider({ clients: CLIENTS, keys: [OLD, RS_KEY] })
    test.provider.reconfigure({ keys: [RS_KEY] })
    expect(await published(test)).toEqual(['old', 'rs'])
    test.wait(HOUR - 1)
    expect(await published(test)).toEqual(['old', 'rs'])
    test.wait(1)
    expect(await published(test)).toEqual(['rs'])
  })

  it('counts from the longest lifetime of any lifespan', async () => {
    const { lifespans } = (await import('../../src/provider/dev/configuration.ts')).PROVIDER_DEFAULTS
    const long = { access_token: 0, authorize_code: 0, id_token: 0, refresh_token: 0, device_code: 0 }
    const grants = { client_credentials: { ...long, access_token: 5 * HOUR } }
    const provider = { lifespans: { ...lifespans, custom: { long: { ...long, grants } } } }
    const test = testProvider({ clients: CLIENTS, keys: [OLD, RS_KEY], provider })
    test.provider.reconfigure({ keys: [RS_KEY] })
    test.wait(5 * HOUR - 1)
    expect(await published(test)).toEqual(['old', 'rs'])
    test.wait(1)
    expect(await published(test)).toEqual(['rs'])
  })

  it('signs nothing more, and what it signed is good until it expires', async () => {
    const test = testProvider({ clients: CLIENTS, keys: [OLD, RS_KEY] })
    const token = await jwtAccessToken(test)
    expect(decodeProtectedHeader(token).kid).toBe('old')
    test.provider.reconfigure({ keys: [RS_KEY] })
    expect(await isActive(test, token)).toBe(true)
    expect(decodeProtectedHeader(await jwtAccessToken(test)).kid).toBe('rs')
    test.wait(HOUR)
    expect(await isActive(test, token)).toBe(false)
  })

  it('is good for an id_token_hint', async () => {
    const test = testProvider({ clients: CLIENTS, keys: [OLD, RS_KEY] })
    const browser = new Browser(test.provider)
    const { body } = await redeem(test, await authorize(test, { scope: 'openid profile' }, browser))
    test.provider.reconfigure({ keys: [RS_KEY] })
    const id_token_hint = body['id_token'] ?? ''
    expect(decodeProtectedHeader(id_token_hint).kid).toBe('old')
    const page = await browser.open(
      authorizationUrl({ ...AUTHORIZATION, scope: 'openid', prompt: 'none', id_token_hint }),
    )
    expect(answerOf(page).has('code')).toBe(true)
  })

  it('that comes back is published once and never leaves', async () => {
    const test = testProvider({ clients: CLIENTS, keys: [OLD, RS_KEY] })
    test.provider.reconfigure({ keys: [RS_KEY] })
    test.provider.reconfigure({ keys: [RS_KEY, OLD] })
    expect(await published(test)).toEqual(['old', 'rs'])
    test.wait(2 * HOUR)
    expect(await published(test)).toEqual(['old', 'rs'])
  })

  it('RFC 7517 §4.5: gives its id up to a new key of that id', async () => {
    const test = testProvider({ clients: CLIENTS, keys: [RS_KEY, OLD] })
    test.provider.reconfigure({ keys: [RS_KEY, issuerKey('rsa-4096.pkcs8.pem', 'RS256', 'old')] })
    expect(await published(test)).toEqual(['old', 'rs'])
  })
})
