// Starts the application beside a provider made for it. Against another provider: OIDC_ISSUER, OIDC_CLIENT_ID and
// OIDC_CLIENT_SECRET in the environment.
import { createApp } from './app.js'

const port = Number(process.env.PORT ?? 3000)
const url = `http://localhost:${port}`

async function settings() {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client_id, OIDC_CLIENT_SECRET: client_secret } = process.env
  if (issuer) return { issuer, client_id, client_secret, url }
  const { startProvider } = await import('oidc-toolkit/testing')
  const provider = await startProvider({
    port: Number(process.env.PROVIDER_PORT ?? 9091),
    clients: [{ client_id: 'express-app', client_name: 'Express application', redirect_uris: [`${url}/callback`] }],
  })
  return { issuer: provider.issuer, ...provider.client('express-app'), url }
}

const app = await createApp(await settings())
app.listen(port, 'localhost', () => process.stdout.write(`open ${url}\n`))
