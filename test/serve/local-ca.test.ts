import { execFile, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeLocalCa, writeLocalCa } from '../../src/certs/local-ca.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { freePort } from '../support/free-port.ts'
import { ENTER, onTerminal } from '../support/pty.ts'
import { environment, oidc, PROGRAM, temporaryFolder } from '../support/run-oidc.ts'
import { type RunningProvider, serve } from '../support/serve.ts'

const run = promisify(execFile)
const DAY = 86_400_000

/** An empty state folder; `files` as `certs ca` names them. */
async function state() {
  const folder = await temporaryFolder()
  const env = { XDG_STATE_HOME: folder }
  const path = (name: string) => join(folder, 'oidc', name)
  return { env, path, folder, key: path('local-ca.private.pem'), certificate: path('local-ca.crt.pem') }
}

type State = Awaited<ReturnType<typeof state>>

function start({ env }: State, ...flags: string[]): Promise<RunningProvider> {
  return serve(['--dev', '--tls', ...flags], { env })
}

function portOf({ ready }: RunningProvider): number {
  return Number(new URL(ready.issuer).port)
}

async function fingerprint({ certificate }: State): Promise<string> {
  return new X509Certificate(await readFile(certificate)).fingerprint256
}

/** The document over Node's https client, with `ca` as the only trusted certificate. */
async function discover(issuer: string, ca: string | undefined): Promise<{ issuer: string }> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, ...(ca === undefined ? {} : { ca }) }
    get(`${issuer}/.well-known/openid-configuration`, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve(JSON.parse(text)))
    }).on('error', reject)
  })
}

/** Another process with Node's fetch; its environment is all that it knows of the authority. */
async function fetchIn(url: string, env: Record<string, string>): Promise<string> {
  const script = `fetch(process.argv[1]).then((r) => r.json()).then((d) => console.log(d.issuer), (e) => console.log(e.cause.code))`
  const { stdout } = await run(process.execPath, ['-e', script, url], { env: environment(env) })
  return stdout.trim()
}

/** The names of the certificate that a server shows, and whether `ca` vouches for it under `servername`. */
async function handshake(port: number, servername: string, ca: string) {
  const socket = connect({ port, host: '127.0.0.1', servername, ca, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { authorized } = socket
  const names = socket.getPeerCertificate().subjectaltname ?? ''
  socket.destroy()
  return { authorized, names }
}

describe('serve --tls', () => {
  it('the issuer is https://localhost:PORT; who trusts the CA gets in, who does not is refused', async () => {
    const here = await state()
    const { ready } = await start(here)
    expect(ready.issuer).toMatch(/^https:\/\/localhost:\d+$/)
    expect(ready).toMatchObject({ tls: { ca_certificate: here.certificate } })
    const ca = await readFile(here.certificate, 'utf8')
    expect((await discover(ready.issuer, ca)).issuer).toBe(ready.issuer)
    await expect(discover(ready.issuer, undefined)).rejects.toMatchObject({
      code: expect.stringMatching(/^UNABLE_TO_/),
    })
  })

  it("Node's fetch trusts it with NODE_EXTRA_CA_CERTS, as the ready text says", async () => {
    const here = await state()
    const { ready } = await start(here)
    const url = `${ready.issuer}/.well-known/openid-configuration`
    expect(await fetchIn(url, { NODE_EXTRA_CA_CERTS: here.certificate })).toBe(ready.issuer)
    expect(await fetchIn(url, {})).toMatch(/^UNABLE_TO_/)
  })

  it('answers under localhost, 127.0.0.1 and [::1]', async () => {
    const here = await state()
    const served = await start(here)
    const ca = await readFile(here.certificate, 'utf8')
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const issuer = `https://${host}:${portOf(served)}`
      expect((await discover(issuer, ca)).issuer).toBe(issuer)
    }
  })

  it('the ready text names the file for each kind of client, and a curl line that works', async () => {
    const here = await state()
    const child = spawn(process.execPath, [PROGRAM, 'serve', '--dev', '--tls', '--port', '0'], {
      env: environment(here.env),
    })
    onTestFinished(() => void child.kill())
    let text = ''
    for await (const chunk of child.stderr.setEncoding('utf8')) {
      text += chunk
      if (/^ready /m.test(text)) break
    }
    for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']) {
      expect(text).toContain(`${name}=${here.certificate}`)
    }
    for (const word of ['keytool', 'javax.net.ssl.trustStore', 'Firefox', 'Chrome', 'Go ']) expect(text).toContain(word)
    expect(text).toMatch(new RegExp(`curl --cacert ${here.certificate} https://localhost:\\d+/`))
    expect(text).toContain('made for this machine')
    expect(text).not.toContain('PRIVATE KEY')
  })

  it('files: folder 0700, key 0600, the certificate for everyone; no key in its file, nothing else left', async () => {
    const here = await state()
    await start(here)
    const mode = async (path: string) => (await stat(path)).mode & 0o777
    expect(await mode(here.path('.'))).toBe(0o700)
    expect(await mode(here.key)).toBe(0o600)
    expect(await mode(here.certificate)).toBe(0o644)
    expect(await readFile(here.certificate, 'utf8')).not.toContain('PRIVATE')
    expect((await readdir(here.path('.'))).sort()).toEqual(['local-ca.crt.pem', 'local-ca.private.pem'])
  })

  it.each([
    ['--tls-cert with --tls', ['--tls', '--tls-cert', 'a.pem', '--tls-key', 'b.pem']],
    ['an issuer over http', ['--tls', '--issuer', 'http://localhost:1']],
    ['a host that no certificate has', ['--tls', '--issuer', 'https://a_*b']],
  ])('%s: exit 2', async (_, flags) => {
    const here = await state()
    const { status } = await oidc(['serve', '--dev', ...flags], { env: here.env })
    expect(status).toBe(2)
    expect(await readdir(here.folder)).toEqual([])
  })

  it('a state folder that is a file: exit 2, with its path', async () => {
    const here = await state()
    await writeFile(join(here.folder, 'oidc'), 'a file')
    const { status, stderr } = await oidc(['serve', '--dev', '--tls'], { env: here.env })
    expect(status).toBe(2)
    expect(stderr).toContain(join(here.folder, 'oidc'))
  })
})

describe('serve --tls: the kept CA', () => {
  it('a second start takes the same', async () => {
    const here = await state()
    const first = await start(here)
    const made = await fingerprint(here)
    await first.stop()
    const { ready, log } = await start(here)
    expect(await fingerprint(here)).toBe(made)
    expect(log()).not.toContain('Warning')
    expect((await discover(ready.issuer, await readFile(here.certificate, 'utf8'))).issuer).toBe(ready.issuer)
  })

  it('--issuer with a host that it does not allow: another certificate, said so, and running servers stay trusted', async () => {
    const here = await state()
    const first = await start(here)
    const before = await fingerprint(here)
    const second = await start(here, '--issuer', 'https://auth.example.com')
    expect(await fingerprint(here)).not.toBe(before)
    expect(second.log()).toMatch(/Warning: oidc local CA \w+ allows auth\.example\.com from now on: trust/)
    const ca = await readFile(here.certificate, 'utf8')
    expect(await handshake(portOf(first), 'localhost', ca)).toMatchObject({ authorized: true })
  })

  it.each([
    ['--issuer https://auth.test', 'auth.test', ['--issuer', 'https://auth.test']],
    ['--issuer https://auth.example.com/sub', 'auth.example.com', ['--issuer', 'https://auth.example.com/sub']],
  ])('%s: the certificate is for its host too', async (_, host, flags) => {
    const here = await state()
    const port = String(await freePort())
    const child = spawn(process.execPath, [PROGRAM, 'serve', '--dev', '--tls', '--port', port, ...flags], {
      env: environment(here.env),
    })
    onTestFinished(() => void child.kill())
    let text = ''
    for await (const chunk of child.stderr.setEncoding('utf8')) {
      text += chunk
      if (/^ready /m.test(text)) break
    }
    const ca = await readFile(here.certificate, 'utf8')
    const { authorized, names } = await handshake(Number(port), host, ca)
    expect(authorized).toBe(true)
    for (const name of [host, 'localhost']) expect(names).toContain(`DNS:${name}`)
  })

  it('about to expire: another one, said so', async () => {
    const here = await state()
    await mkdir(here.path('.'), { recursive: true })
    const old = await makeLocalCa([], { now: Date.now() - 340 * DAY, random: systemRandom })
    await writeFile(here.key, writeLocalCa(old), { mode: 0o600 })
    const { ready, log } = await start(here)
    const kept = new X509Certificate(await readFile(here.certificate))
    expect(kept.publicKey.equals(old.certificate.publicKey)).toBe(false)
    expect(log()).toContain('Warning: the local CA was about to expire')
    expect((await discover(ready.issuer, kept.toString())).issuer).toBe(ready.issuer)
  })

  it('a key that others could read is not used again', async () => {
    const here = await state()
    await (await start(here)).stop()
    const before = await fingerprint(here)
    await chmod(here.key, 0o644)
    const { log } = await start(here)
    expect(await fingerprint(here)).not.toBe(before)
    expect(log()).toContain('Warning: others could read the key')
    expect((await stat(here.key)).mode & 0o777).toBe(0o600)
  })

  it('a damaged file is not overwritten: exit 1 with what to do', async () => {
    const here = await state()
    await mkdir(here.path('.'), { recursive: true })
    await writeFile(here.key, 'something else', { mode: 0o600 })
    const { status, stderr } = await oidc(['serve', '--dev', '--tls'], { env: here.env })
    expect(status).toBe(1)
    expect(stderr).toContain('oidc certs ca remove')
    expect(await readFile(here.key, 'utf8')).toBe('something else')
  })

  it('servers that start at the same moment, for different hosts, are all trusted by what is there in the end', async () => {
    const here = await state()
    const hosts = ['localhost', 'a.example.com', 'b.example.com', 'c.example.com']
    const issuers = hosts.map((host) => (host === 'localhost' ? [] : ['--issuer', `https://${host}`]))
    const ports = await Promise.all(issuers.map(freePort))
    const children = issuers.map((flags, index) => {
      const port = String(ports[index])
      const child = spawn(process.execPath, [PROGRAM, 'serve', '--dev', '--tls', '--port', port, ...flags], {
        env: environment(here.env),
      })
      onTestFinished(() => void child.kill())
      return { child, port }
    })
    for (const { child } of children) {
      let text = ''
      for await (const chunk of child.stderr.setEncoding('utf8')) {
        text += chunk
        if (/^ready /m.test(text)) break
      }
      expect(text).toContain('ready')
    }
    const ca = await readFile(here.certificate, 'utf8')
    for (const [index, { port }] of children.entries()) {
      expect(await handshake(Number(port), hosts[index] ?? '', ca)).toMatchObject({ authorized: true })
    }
    const shown = JSON.parse((await oidc(['certs', 'ca', 'show', '--json'], { env: here.env })).stdout)
    for (const host of hosts) expect(shown.permitted_names).toContain(`dns:${host}`)
  })
})

describe('certs ca', () => {
  it('show: exit 1 when there is none, and says what makes one', async () => {
    const here = await state()
    for (const verb of [['show'], ['remove', '--yes']]) {
      const { status, stdout } = await oidc(['certs', 'ca', ...verb, '--json'], { env: here.env })
      expect(status).toBe(1)
      expect(JSON.parse(stdout).error).toMatchObject({
        code: 'ERR_LOCAL_CA_MISSING',
        hint: expect.stringContaining('oidc serve --dev --tls'),
      })
    }
    expect(await readdir(here.folder)).toEqual([])
  })

  it('show: path, subject, fingerprint, validity, allowed names and how to trust it', async () => {
    const here = await state()
    await start(here)
    const { stdout } = await oidc(['certs', 'ca', 'show', '--json'], { env: here.env })
    const certificate = new X509Certificate(await readFile(here.certificate))
    expect(JSON.parse(stdout)).toMatchObject({
      certificate: here.certificate,
      key: here.key,
      subject: certificate.subject.replaceAll('\n', ', '),
      sha256_fingerprint: certificate.fingerprint256,
      not_after: new Date(certificate.validTo).toISOString(),
      expired: false,
      permitted_names: ['dns:localhost', 'dns:test', 'ip:127.0.0.0/8', 'ip:::1/128'],
      trust: expect.arrayContaining([{ client: 'Node', steps: [`export NODE_EXTRA_CA_CERTS=${here.certificate}`] }]),
    })
    const text = (await oidc(['certs', 'ca', 'show'], { env: here.env })).stdout
    for (const shown of [here.certificate, certificate.fingerprint256, 'dns:localhost', 'keytool', 'SSL_CERT_FILE'])
      expect(text).toContain(shown)
  })

  it('remove --yes: both files are gone, and it says where trust is left', async () => {
    const here = await state()
    await (await start(here)).stop()
    const before = await fingerprint(here)
    const { status, stdout } = await oidc(['certs', 'ca', 'remove', '--yes'], { env: here.env })
    expect(status).toBe(0)
    for (const shown of [here.key, here.certificate, 'NODE_EXTRA_CA_CERTS', 'keytool -delete', 'Firefox'])
      expect(stdout).toContain(shown)
    expect(await readdir(here.path('.'))).toEqual([])
    await start(here)
    expect(await fingerprint(here)).not.toBe(before)
  })

  it('remove asks on a terminal; without one it names --yes', async () => {
    const here = await state()
    await (await start(here)).stop()
    const refused = await oidc(['certs', 'ca', 'remove'], { env: here.env })
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('--yes')
    const terminal = onTerminal(['certs', 'ca', 'remove'], { env: here.env })
    await terminal.shows('Remove the local CA')
    terminal.type(ENTER)
    expect(await terminal.ended()).toBe(130)
    expect(await fingerprint(here)).toMatch(/^[0-9A-F:]+$/)
    const again = onTerminal(['certs', 'ca', 'remove'], { env: here.env })
    await again.shows('Remove the local CA')
    again.type(`y${ENTER}`)
    expect(await again.ended()).toBe(0)
    expect(await readdir(here.path('.'))).toEqual([])
  })

  it('remove takes away what is damaged', async () => {
    const here = await state()
    await mkdir(here.path('.'), { recursive: true })
    await writeFile(here.key, 'something else')
    const { status } = await oidc(['certs', 'ca', 'remove', '--yes'], { env: here.env })
    expect(status).toBe(0)
    expect(await readdir(here.path('.'))).toEqual([])
  })
})
