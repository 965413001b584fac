// Starts the application beside a provider made for it. Against another provider: OIDC_ISSUER in the environment, and a
// client there as client.js has it.
import { AUDIENCE, clientAt } from './client.js'
import { createAppServer } from './server.js'

const port = Number(process.env.PORT ?? 3000)
const origin = `http://localhost:${port}`
const client = clientAt(origin)

async function startOwnProvider() {
  const { startProvider } = await import('oidc-toolkit/testing')
  const provider = await startProvider({ port: Number(process.env.PROVIDER_PORT ?? 9091), clients: [client] })
  return provider.issuer
}

const issuer = process.env.OIDC_ISSUER ?? (await startOwnProvider())
const server = createAppServer({ issuer, client_id: client.client_id, audience: AUDIENCE })
server.listen(port, 'localhost', () => process.stdout.write(`open ${origin}\n`))
