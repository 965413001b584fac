// Starts the API beside a provider made for it. Against another provider: OIDC_ISSUER and API_AUDIENCE in the environment.
import { createApi } from './api.js'

const port = Number(process.env.PORT ?? 3001)
const audience = process.env.API_AUDIENCE ?? 'https://api.example.com'

async function startOwnProvider() {
  const { startProvider } = await import('oidc-toolkit/testing')
  const provider = await startProvider({
    port: Number(process.env.PROVIDER_PORT ?? 9091),
    clients: [
      {
        client_id: 'job',
        client_secret: 'secret-of-the-example',
        grant_types: ['client_credentials'],
        scopes: ['hours'],
        audience: [audience],
        requested_audience_mode: 'implicit',
        access_token_signed_response_alg: 'RS256',
      },
    ],
  })
  process.stdout.write(
    `a token:  curl -u job:secret-of-the-example -d grant_type=client_credentials -d scope=hours ${provider.issuer}/api/oidc/token\n`,
  )
  return provider.issuer
}

const issuer = process.env.OIDC_ISSUER ?? (await startOwnProvider())
const api = await createApi({ issuer, audience })
api.listen(port, 'localhost', () => {
  process.stdout.write(`the API:  curl -H "Authorization: Bearer $TOKEN" http://localhost:${port}/hours\n`)
})
