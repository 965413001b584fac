/**
 * The provider as `oidc serve --conformance` composes it, on a free port, with a clock that the modules move. The issuer
 * is https, as behind a proxy that ends TLS: what goes to it is sent to the port.
 */
import { systemRandom } from '../../src/primitives/random.ts'
import { createProvider } from '../../src/provider/app.ts'
import { createMemoryStorage } from '../../src/provider/storage/memory.ts'
import { type ConformanceOptions, conformanceDeployment } from '../../src/serve/conformance.ts'
import { listen } from '../../src/serve/listen.ts'
import { createMadeUp } from '../../src/serve/made-up.ts'

export const SUITE: ConformanceOptions = { suite: 'https://suite.example:8443', alias: 'mine' }

export interface ConformanceProvider {
  issuer: string
  user: { username: string; password: string }
  secrets: Readonly<Record<string, string>>
  /** Sends a request to the provider, or takes what a browser brings to the suite. */
  send(request: Request): Promise<Response>
  /** What the suite publishes under a request_uri. */
  publish(url: string, text: string): void
  /** Moves the clock. */
  wait(seconds: number): void
  /** Seconds. */
  now(): number
  close(): Promise<void>
}

export async function startConformanceProvider(): Promise<ConformanceProvider> {
  let milliseconds = Date.now()
  const published = new Map<string, string>()
  const madeUp = createMadeUp(systemRandom, { randomPasswords: true })
  const deployment = await conformanceDeployment(SUITE, { madeUp, random: systemRandom })
  const [made] = deployment.printedUsers
  if (made === undefined) throw new Error('the deployment has no user')
  let issuer = ''
  const opened: { provider?: ReturnType<typeof createProvider> } = {}
  const listener = await listen({
    port: 0,
    answer: async (request) => opened.provider?.answer(request) ?? { status: 503, headers: {}, body: null },
  })
  issuer = `https://localhost:${listener.port}`
  const provider = createProvider({
    ...deployment,
    issuer,
    storage: createMemoryStorage(),
    clock: () => milliseconds,
    random: systemRandom,
    log: () => undefined,
    fetchDocument: async (url) => {
      const text = published.get(url)
      if (text === undefined) throw new Error(`the suite publishes nothing at ${url}`)
      return text
    },
  })
  opened.provider = provider
  const origin = `http://127.0.0.1:${listener.port}`
  return {
    issuer,
    user: { username: made.user.username, password: made.password },
    secrets: Object.fromEntries(
      deployment.printedClients.map(({ client_id, client_secret = '' }) => [client_id, client_secret]),
    ),
    async send(request) {
      if (!request.url.startsWith(issuer)) return atSuite(request)
      const { method, headers } = request
      const body = method === 'POST' ? await request.text() : null
      return fetch(origin + request.url.slice(issuer.length), { method, headers, redirect: 'manual', body })
    },
    publish: (url, text) => void published.set(url, text),
    wait: (seconds) => {
      milliseconds += seconds * 1000
    },
    now: () => Math.floor(milliseconds / 1000),
    async close() {
      await listener.close(0)
      await provider.close()
    },
  }
}

/** The suite's callback: it answers with what was posted to it. */
async function atSuite(request: Request): Promise<Response> {
  return new Response(`<body data-page="callback" data-posted="${encodeURIComponent(await request.text())}"></body>`)
}
