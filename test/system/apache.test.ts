import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Browser, signIn } from '../support/browser.ts'
import { freePort } from '../support/free-port.ts'
import { serve } from '../support/serve.ts'

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'dir', 'headers']
const ALICE = { username: 'alice', password: 'alice' }

interface Site {
  port: number
  issuer: string
  client_secret: string
}

function configuration(folder: string, { port, issuer, client_secret }: Site): string {
  return `${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerName localhost
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
# Node's fetch says Sec-Fetch-Mode: cors of itself, and would be taken for a script.
RequestHeader unset Sec-Fetch-Mode early
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
Mutex file:${folder}
DefaultRuntimeDir ${folder}
DocumentRoot ${folder}/site
DirectoryIndex index.html
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID apache
OIDCClientSecret ${client_secret}
OIDCRedirectURI http://localhost:${port}/protected/callback
OIDCCryptoPassphrase only-for-this-test
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCRemoteUserClaim preferred_username
OIDCResponseType code
OIDCProviderTokenEndpointAuth client_secret_basic
<Location /protected>
  AuthType openid-connect
  Require valid-user
  Header set X-User "expr=%{REMOTE_USER}"
  Header set X-Email "%{OIDC_CLAIM_email}e"
</Location>
`
}

/** Starts Apache in the foreground, in a folder of its own; its log when it does not come up. */
async function startApache(site: Site): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'oidc-apache-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'site/protected'), { recursive: true })
  await writeFile(join(folder, 'site/protected/index.html'), 'behind the login')
  await writeFile(join(folder, 'apache.conf'), configuration(folder, site))
  const child = spawn('apache2', ['-d', folder, '-f', join(folder, 'apache.conf'), '-DFOREGROUND'], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  // Apache does not tell when it listens.
  const isUp = async () => (await fetch(`http://127.0.0.1:${site.port}/`).catch(() => undefined)) !== undefined
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(await readFile(join(folder, 'error.log'), 'utf8'))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe("Apache's mod_auth_openidc", () => {
  it('protects a page: who is not logged in is sent to the provider, and comes back as a user', async () => {
    const port = await freePort()
    const { ready } = await serve([
      '--dev',
      '--confidential-client',
      `apache=http://localhost:${port}/protected/callback`,
    ])
    const { client_secret = '' } = ready.clients.find(({ client_id }) => client_id === 'apache') ?? {}
    await startApache({ port, issuer: ready.issuer, client_secret })

    const browser = new Browser()
    const away = await browser.open(`http://localhost:${port}/protected/`)
    expect(away.url.origin).toBe(ready.issuer)
    expect(away.url.searchParams.get('code_challenge_method')).toBe('S256')
    const callback = await signIn(browser, away.url, ALICE)
    expect(callback.port).toBe(String(port))
    const page = await browser.open(callback)
    expect(page.html).toBe('behind the login')
    expect(page.headers.get('X-User')).toBe('alice')
    expect(page.headers.get('X-Email')).toBe('alice@example.com')
  })
})
