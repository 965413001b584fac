import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { issueCertificate, readIssued } from '../../src/certs/issue.ts'
import { issueServerCertificate, makeLocalCa } from '../../src/certs/local-ca.ts'
import { parseSan } from '../../src/certs/names.ts'
import { writeChain } from '../../src/certs/verify.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { systemRandom as random } from '../../src/primitives/random.ts'
import { temporaryFolder } from '../support/run-oidc.ts'
import { serve } from '../support/serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'oidc-local-ca-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOW = Date.now()
const DAY = 86_400_000
const run = promisify(execFile)

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function authority(hosts: string[] = []) {
  const ca = await makeLocalCa(hosts, { now: NOW, random })
  return { ca, path: file('ca.pem', writeChain([ca.certificate])) }
}

/** `-x509_strict` is what Python 3.13 checks by default. */
function verify(caPath: string, leaf: string, ...flags: string[]) {
  const path = file('leaf.pem', leaf)
  const words = ['verify', '-x509_strict', '-purpose', 'sslserver', ...flags, '-CAfile', caPath, path]
  const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

async function forged(san: string[], hosts: string[] = []) {
  const { ca, path } = await authority(hosts)
  const { privateKey: key } = await generateKey({ alg: 'ES256' })
  const der = await issueCertificate({
    role: 'leaf',
    key,
    subject: [{ CN: ['forged'] }],
    san: parseSan(san),
    issuer: { certificate: ca.certificate.x509.raw, key: ca.key },
    extendedUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.4'],
    validity: { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + DAY) },
    random,
  })
  return { path, leaf: writeChain([readIssued(der)]) }
}

describe('openssl and the local CA', () => {
  it.each(['localhost', 'web.example.com'])("a server's certificate verifies for %s", async (host) => {
    const { ca, path } = await authority(['web.example.com'])
    const { cert } = await issueServerCertificate(ca, ['web.example.com'], { now: NOW, random })
    expect(verify(path, cert, '-verify_hostname', host)).toMatchObject({ status: 0 })
    expect(verify(path, cert, '-verify_ip', '127.0.0.1')).toMatchObject({ status: 0 })
    expect(verify(path, cert, '-verify_hostname', 'other.example.com').status).not.toBe(0)
  })

  it.each([
    ['web.localhost', true],
    ['auth.test', true],
    ['127.1.2.3', true],
    ['www.example.com', false],
    ['localhost.example.com', false],
    ['192.0.2.1', false],
    ['::2', false],
  ])('RFC 5280 §4.2.1.10: a certificate for %s below it verifies: %s', async (name, isGood) => {
    const { path, leaf } = await forged([name])
    const { status, output } = verify(path, leaf)
    expect(status === 0, output).toBe(isGood)
    if (!isGood) expect(output).toContain('permitted subtree violation')
  })

  it('a certificate for mail below it does not verify: the CA is for servers', async () => {
    const { path, leaf } = await forged(['localhost', 'email:root@localhost'])
    expect(verify(path, leaf, '-purpose', 'smimesign').status).not.toBe(0)
  })

  it('openssl reads its constraints as critical', async () => {
    const { path } = await authority(['192.168.1.7', '2001:db8::7'])
    const text = spawnSync('openssl', ['x509', '-in', path, '-noout', '-text'], { encoding: 'utf8' }).stdout
    expect(text).toMatch(/X509v3 Name Constraints: critical\s+Permitted:\s+DNS:localhost/)
    for (const name of ['DNS:test', 'IP:127.0.0.0/255.0.0.0', 'IP:192.168.1.7/255.255.255.255', 'IP:2001:DB8:'])
      expect(text).toContain(name)
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/)
  })
})

describe('clients of other makers against serve --tls, with what the ready text says', () => {
  const FETCH = 'import sys,urllib.request as u;print(u.urlopen(sys.argv[1]).status)'
  const REQUESTS = 'import sys,requests;print(requests.get(sys.argv[1]).status_code)'

  async function started() {
    const state = await temporaryFolder()
    const { ready } = await serve(['--dev', '--tls'], { env: { XDG_STATE_HOME: state } })
    const ca = join(state, 'oidc', 'local-ca.crt.pem')
    return { url: `${ready.issuer}/.well-known/openid-configuration`, port: new URL(ready.issuer).port, ca }
  }

  it('openssl s_client', async () => {
    const { port, ca } = await started()
    const ask = (...flags: string[]) => {
      const words = [
        's_client',
        '-connect',
        `localhost:${port}`,
        '-verify_hostname',
        'localhost',
        '-verify_return_error',
      ]
      return spawnSync('openssl', [...words, ...flags], { input: '', encoding: 'utf8' })
    }
    const { status, stdout } = ask('-CAfile', ca)
    expect(status).toBe(0)
    expect(stdout).toContain('Verify return code: 0 (ok)')
    expect(ask().status).not.toBe(0)
  })

  it.each([
    ['urllib', FETCH, 'SSL_CERT_FILE'],
    ['requests', REQUESTS, 'REQUESTS_CA_BUNDLE'],
  ])('Python, %s', async (_, script, variable) => {
    const { url, ca } = await started()
    const python = (env: Record<string, string>) =>
      run('/usr/bin/python3', ['-c', script, url], { env: { PATH: process.env['PATH'] ?? '', ...env } })
    expect((await python({ [variable]: ca })).stdout.trim()).toBe('200')
    await expect(python({})).rejects.toMatchObject({ stderr: expect.stringContaining('CERTIFICATE_VERIFY_FAILED') })
  })
})
