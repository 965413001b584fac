import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { UserManager } from 'oidc-client-ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentOf } from '../config/documents.ts'
import { launchChromium } from '../support/chromium.ts'
import { newFolder } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'

const LIBRARY = readFileSync(
  join(import.meta.dirname, '../../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js'),
)

declare global {
  var manager: UserManager
}

/** A page of the application, the same at every path: it leaves all else to the test. */
function applicationPage(issuer: string, origin: string): string {
  return `<!doctype html><title>application</title><script src="/oidc.js"></script><script>
globalThis.manager = new oidc.UserManager({
  authority: ${JSON.stringify(issuer)}, client_id: 'browser', redirect_uri: '${origin}/callback',
  silent_redirect_uri: '${origin}/silent', scope: 'openid profile email', automaticSilentRenew: false, loadUserInfo: true,
})
if (location.pathname === '/silent') manager.signinSilentCallback()
</script><h1>application</h1>`
}

async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

describe('oidc-client-ts in Chromium, on another origin than the provider', () => {
  let chromium: Browser
  let provider: RunningProvider
  let application: Server
  let origin: string
  let page: Page
  let folder: Awaited<ReturnType<typeof newFolder>>

  beforeAll(async () => {
    let html = ''
    application = createServer((request, response) => {
      const isLibrary = request.url === '/oidc.js'
      response.writeHead(200, { 'Content-Type': isLibrary ? 'text/javascript' : 'text/html' })
      response.end(isLibrary ? LIBRARY : html)
    })
    origin = await listenOn(application)
    folder = await newFolder()
    const configuration = documentOf({
      provider: `cors:\n  endpoints: ['token', 'userinfo', 'revocation']\n  allowed_origins_from_client_redirect_uris: false\n  allowed_origins: ['${origin}']`,
      clients: [
        "- client_id: 'browser'",
        '  public: true',
        `  redirect_uris: ['${origin}/callback', '${origin}/silent']`,
        "  scopes: ['openid', 'profile', 'email']",
        "  authorization_policy: 'one_factor'",
        "  consent_mode: 'implicit'",
        "  token_endpoint_auth_method: 'none'",
      ].join('\n'),
    })
    await writeFile(join(folder.path, 'configuration.yml'), configuration)
    provider = await serve(['--dev', '--config', 'configuration.yml'], { cwd: folder.path, cleanUp: false })
    html = applicationPage(provider.ready.issuer, origin)
    chromium = await launchChromium()
    page = await (await chromium.newContext()).newPage()
  })

  afterAll(async () => {
    await chromium?.close()
    await provider?.stop()
    application?.close()
    await folder?.remove()
  })

  it('logs in with PKCE: the code is redeemed and userinfo read across origins', async () => {
    await page.goto(origin)
    await page.evaluate(() => void globalThis.manager.signinRedirect())
    await page.waitForSelector('#login-submit')
    await page.fill('[name="username"]', 'alice')
    await page.fill('[name="password"]', 'alice')
    await page.click('#login-submit')
    await page.waitForURL(`${origin}/callback**`)
    const user = await page.evaluate(async () => {
      const { profile, access_token, id_token } = await globalThis.manager.signinRedirectCallback()
      return { profile, hasTokens: access_token !== '' && id_token !== undefined }
    })
    expect(user.hasTokens).toBe(true)
    expect(user.profile).toMatchObject({ preferred_username: 'alice', email: 'alice@example.com' })
  })

  it('renews silently, in a frame without a page', async () => {
    const { before, after } = await page.evaluate(async () => {
      const earlier = await globalThis.manager.getUser()
      const renewed = await globalThis.manager.signinSilent()
      return {
        before: { token: earlier?.access_token, sub: earlier?.profile.sub },
        after: { token: renewed?.access_token, sub: renewed?.profile.sub },
      }
    })
    expect(after.token).toBeDefined()
    expect(after.token).not.toBe(before.token)
    expect(after.sub).toBe(before.sub)
  })

  it('Fetch §3.2: a preflight opens userinfo, and nothing opens what the configuration does not name', async () => {
    const { issuer } = provider.ready
    const answers = await page.evaluate(async (base) => {
      const user = await globalThis.manager.getUser()
      const headers = { Authorization: `Bearer ${user?.access_token}` }
      const userinfo = await fetch(`${base}/api/oidc/userinfo`, { headers })
      const introspection = await fetch(`${base}/api/oidc/introspection`, {
        method: 'POST',
        headers,
        body: 'token=x',
      }).catch(() => 'blocked')
      return { status: userinfo.status, sub: (await userinfo.json()).sub, introspection }
    }, issuer)
    expect(answers).toMatchObject({ status: 200, introspection: 'blocked' })
    expect(answers.sub).toBeTruthy()
  })

  it('revokes its token across origins', async () => {
    const status = await page.evaluate(async () => {
      const user = await globalThis.manager.getUser()
      const metadata = await globalThis.manager.metadataService.getMetadata()
      await globalThis.manager.revokeTokens(['access_token'])
      const headers = { Authorization: `Bearer ${user?.access_token}` }
      return (await fetch(metadata.userinfo_endpoint ?? '', { headers })).status
    })
    expect(status).toBe(401)
  })
})
