/** Everything that a run has shown to somebody once and that must be found nowhere else. */
import type { Fetch } from './dev-run.ts'

/** Parameters and members whose value can be used. */
const USABLE =
  /^(code|access_token|refresh_token|id_token|client_secret|password|device_code|code_verifier|client_assertion|token|request|form_token|totp)$/

function fromPairs(pairs: Iterable<readonly [string, unknown]>): string[] {
  return [...pairs].flatMap(([name, value]) => (USABLE.test(name) && typeof value === 'string' ? [value] : []))
}

function fromJson(text: string): string[] {
  try {
    return fromPairs(Object.entries(JSON.parse(text)))
  } catch {
    return []
  }
}

function fromUrl(text: string | null): string[] {
  if (text === null || !URL.canParse(text)) return []
  return fromPairs(new URL(text).searchParams)
}

async function ofRequest(request: Request): Promise<string[]> {
  const authorization = request.headers.get('authorization')
  const cookie = request.headers.get('cookie')
  const body = request.method === 'POST' ? await request.clone().text() : ''
  const [, credentials = ''] = /^\S+ (\S+)$/.exec(authorization ?? '') ?? []
  return [
    ...fromUrl(request.url),
    ...fromPairs(new URLSearchParams(body)),
    ...(credentials === '' ? [] : [credentials]),
    ...(cookie ?? '').split('; ').flatMap((pair) => pair.split('=')[1] ?? []),
  ]
}

async function ofResponse(response: Response): Promise<string[]> {
  const cookies = response.headers.getSetCookie().map((cookie) => /=([^;]*)/.exec(cookie)?.[1] ?? '')
  return [...fromUrl(response.headers.get('location')), ...cookies, ...fromJson(await response.clone().text())]
}

/** Words that are also something else: a password that is the user's name, a form that says no. */
const LONG_ENOUGH = 12

export interface SecretCollector {
  fetch: Fetch
  secrets: Set<string>
}

/** Collects what can be used from everything that goes through. */
export function collectSecrets(fetch: Fetch): SecretCollector {
  const secrets = new Set<string>()
  const add = (found: readonly string[]) => {
    for (const one of found) if (one.length >= LONG_ENOUGH) secrets.add(one)
  }
  return {
    secrets,
    async fetch(request) {
      add(await ofRequest(request))
      const response = await fetch(request)
      add(await ofResponse(response))
      return response
    },
  }
}

/** The secrets that stand in a text. */
export function secretsIn(text: string, secrets: ReadonlySet<string>): string[] {
  return [...secrets].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
}
