/** Many callers at once with what may be used once; storage lets others run between each read and write. */
import { createPublicKey, randomUUID } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import type { ResolvedClient } from '../../../src/config/resolved.ts'
import { createMemoryStorage } from '../../../src/provider/storage/memory.ts'
import { Browser } from './browser.ts'
import { authorize, isActive, postJson, redeem, refresh } from './flows.ts'
import { client, ISSUER, SVC, type TestProvider, testProvider, vectorFile, WEB, yieldToOthers } from './provider.ts'

const RIVALS = 20
const CLIENT_KEY = vectorFile('keys/ec-p256.pkcs8.pem')

const BY_KEY: ResolvedClient = client({
  ...SVC,
  client_id: 'by-key',
  client_secret: undefined,
  token_endpoint_auth_methods: ['private_key_jwt'],
  token_endpoint_auth_signing_alg: 'ES256',
  jwks: [
    {
      key_id: 'k1',
      use: 'sig',
      algorithm: 'ES256',
      key: createPublicKey(CLIENT_KEY).export({ type: 'spki', format: 'pem' }).toString(),
      certificate_chain: undefined,
    },
  ],
})

/** Waits differ from call to call, the same in each run: every order of reads and writes has its turn. */
export function unevenPause(): () => Promise<void> {
  let state = 1
  return async () => {
    state = (state * 48271) % 2147483647
    for (let left = state % 4; left > 0; left -= 1) await yieldToOthers()
  }
}

export function racingProvider(): TestProvider {
  return testProvider({ clients: [WEB, SVC, BY_KEY], storage: createMemoryStorage({ pause: unevenPause() }) })
}

type Answer = Awaited<ReturnType<typeof postJson>>

export interface Race {
  winners: Answer[]
  losers: Answer[]
}

async function race(attempt: () => Promise<Answer>): Promise<Race> {
  const answers = await Promise.all(Array.from({ length: RIVALS }, attempt))
  const isWon = ({ status }: Answer) => status === 200
  return { winners: answers.filter(isWon), losers: answers.filter((answer) => !isWon(answer)) }
}

/** What the losers were told: each different answer once. */
export function told({ losers }: Race): string[] {
  return [...new Set(losers.map(({ status, body }) => `${status} ${body['error']}`))]
}

/** Which tokens of an answer are still good. */
export async function goodTokens(test: TestProvider, { body }: Answer): Promise<string[]> {
  const names = ['access_token', 'refresh_token'] as const
  const found = await Promise.all(
    names.map(async (name) => ((await isActive(test, body[name] ?? '')) ? [name] : ([] as string[]))),
  )
  return found.flat()
}

async function signedIn(test: TestProvider): Promise<Browser> {
  const browser = new Browser(test.provider)
  await authorize(test, {}, browser)
  return browser
}

async function codes(test: TestProvider, count: number): Promise<string[]> {
  const browser = await signedIn(test)
  const made: string[] = []
  for (let one = 0; one < count; one += 1) made.push(await authorize(test, {}, browser))
  return made
}

/** Each code redeemed by many at once, all codes together. */
export async function raceCodes(test: TestProvider, count: number): Promise<Race[]> {
  return Promise.all((await codes(test, count)).map((code) => race(() => redeem(test, code))))
}

/** Each code redeemed by one. */
export async function redeemOnce(test: TestProvider, count: number): Promise<Answer[]> {
  return Promise.all((await codes(test, count)).map((code) => redeem(test, code)))
}

/** Each refresh token used by many at once. */
export async function raceRefreshTokens(test: TestProvider, count: number): Promise<Race[]> {
  const first = await redeemOnce(test, count)
  return Promise.all(first.map(({ body }) => race(() => refresh(test, body['refresh_token'] ?? ''))))
}

/** An assertion by which the client `by-key` authenticates. */
export async function assertion(test: TestProvider): Promise<Record<string, string>> {
  const jwt = new SignJWT({ iss: 'by-key', sub: 'by-key', aud: ISSUER, jti: randomUUID(), exp: test.now() + 60 })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .sign(await importPKCS8(CLIENT_KEY, 'ES256'))
  return {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await jwt,
  }
}

/** Each assertion sent by many at once. */
export async function raceAssertions(test: TestProvider, count: number): Promise<Race[]> {
  const forms = await Promise.all(Array.from({ length: count }, () => assertion(test)))
  return Promise.all(forms.map((form) => race(() => postJson(test, '/api/oidc/token', form, {}))))
}

/** Whether an access token of `by-key` is still good; another assertion asks. */
export async function isGood(test: TestProvider, token: string): Promise<boolean> {
  const { grant_type: _grant, ...credentials } = await assertion(test)
  const { body } = await postJson(test, '/api/oidc/introspection', { ...credentials, token }, {})
  return (body as Record<string, unknown>)['active'] === true
}
