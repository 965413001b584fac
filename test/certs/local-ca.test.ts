import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inspectCertificates } from '../../src/certs/describe.ts'
import { issueCertificate, readIssued } from '../../src/certs/issue.ts'
import {
  caName,
  hostName,
  issueServerCertificate,
  type LocalCa,
  makeLocalCa,
  readLocalCa,
  shortcomingOf,
  widenLocalCa,
  writeLocalCa,
} from '../../src/certs/local-ca.ts'
import { parseSan } from '../../src/certs/names.ts'
import { verifyChain, writeChain } from '../../src/certs/verify.ts'
import { exportPrivatePem } from '../../src/keys/export.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { noPassphrase } from '../../src/keys/passphrase.ts'
import { systemRandom as random } from '../../src/primitives/random.ts'

const NOW = Date.now()
const DAY = 86_400_000
const moment = { now: NOW, random }

async function details({ certificate }: LocalCa) {
  const [found] = await inspectCertificates(Buffer.from(writeChain([certificate])), noPassphrase)
  return found
}

/** Asks a server with this certificate, under `host`, trusting `ca` alone: the error, else the body. */
async function ask(server: { key: string; cert: string }, host: string, ca: string): Promise<string> {
  const listening = createServer(server, (_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => void listening.close())
  const { port } = listening.address() as AddressInfo
  const servername = /^[\d.:]+$/.test(host) ? {} : { servername: host }
  const lookup = (_: string, __: object, done: (error: null, found: { address: string; family: number }[]) => void) =>
    done(null, [{ address: '127.0.0.1', family: 4 }])
  return new Promise((resolve) => {
    get({ host, port, ca, agent: false, lookup, ...servername }, (response) => {
      response.setEncoding('utf8').on('data', resolve)
    }).on('error', (error) => resolve('code' in error ? `${error.code}: ${error.message}` : error.message))
  })
}

/** What a thief of the key would make. */
async function forge(ca: LocalCa, san: string[], extra: object = {}) {
  const { privateKey } = await generateKey({ alg: 'ES256' })
  const der = await issueCertificate({
    role: 'leaf',
    key: privateKey,
    subject: [{ CN: ['forged'] }],
    san: parseSan(san),
    issuer: { certificate: ca.certificate.x509.raw, key: ca.key },
    validity: { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + DAY) },
    random,
    ...extra,
  })
  return { key: exportPrivatePem(privateKey), cert: writeChain([readIssued(der)]) }
}

describe('the local CA', () => {
  it('signs for this machine alone, no CA below it, for a year', async () => {
    const ca = await makeLocalCa([], moment)
    expect(await details(ca)).toMatchObject({
      ca: true,
      path_length: 0,
      permitted_names: ['dns:localhost', 'dns:test', 'ip:127.0.0.0/8', 'ip:::1/128'],
      key_usage: ['keyCertSign', 'cRLSign'],
      extended_key_usage: ['serverAuth'],
      key: { kty: 'EC', crv: 'P-256' },
    })
    expect(ca.certificate.notAfter - NOW).toBeLessThanOrEqual(365 * DAY)
    expect(ca.certificate.notAfter - NOW).toBeGreaterThan(364 * DAY)
  })

  it('permits the hosts that were asked for, each once, and none that it permits already', async () => {
    const hosts = ['auth.example.com', 'AUTH.example.com', 'auth.test', '192.168.1.7', '[2001:db8::7]', '127.0.0.2']
    const permitted = (await details(await makeLocalCa(hosts, moment)))?.permitted_names
    expect(permitted?.slice(4)).toEqual(['dns:auth.example.com', 'ip:192.168.1.7/32', 'ip:2001:db8::7/128'])
  })

  it('every one has a key and a name of its own', async () => {
    const [one, other] = [await makeLocalCa([], moment), await makeLocalCa([], moment)]
    expect(caName(one.certificate)).toMatch(/^oidc local CA [0-9a-f]{8}$/)
    expect(caName(one.certificate)).not.toBe(caName(other.certificate))
    expect(one.key.equals(other.key)).toBe(false)
  })

  it('is read as it was written; anything else is not one', async () => {
    const ca = await makeLocalCa([], moment)
    const other = await makeLocalCa([], moment)
    const text = writeLocalCa(ca)
    expect(readLocalCa(text)?.certificate.x509.fingerprint256).toBe(ca.certificate.x509.fingerprint256)
    const unconstrained = readIssued(
      await issueCertificate({
        role: 'root',
        key: ca.key,
        subject: [{ CN: ['free'] }],
        validity: { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + DAY) },
        random,
      }),
    )
    const wrong = [
      '',
      'text',
      text.slice(0, 300),
      writeChain([ca.certificate]),
      exportPrivatePem(ca.key) + writeChain([other.certificate]),
      exportPrivatePem(ca.key) + writeChain([unconstrained]),
    ]
    for (const one of wrong) expect(readLocalCa(one)).toBeUndefined()
  })
})

describe('the local CA: when another is needed', () => {
  it.each([
    ['now', 0, [], undefined],
    ['30 days before its end', 334 * DAY, [], undefined],
    ['29 days before its end', 336 * DAY, [], 'expiring'],
    ['after its end', 400 * DAY, [], 'expiring'],
    ['before its begin', -DAY, [], 'expiring'],
    ['for names of this machine', 0, ['localhost', 'web.localhost', 'auth.test', '127.9.9.9', '::1'], undefined],
    ['for a host below one that it permits', 0, ['www.auth.example.com'], undefined],
    ['for another host', 0, ['example.com'], 'names'],
    ['for another address', 0, ['192.168.1.7'], 'names'],
  ])('%s', async (_, later, hosts, expected) => {
    const ca = await makeLocalCa(['auth.example.com'], moment)
    expect(shortcomingOf(ca, hosts, NOW + later)).toBe(expected)
  })

  it('widened it keeps key, name and end, and servers that run stay trusted', async () => {
    const ca = await makeLocalCa(['auth.example.com'], moment)
    const running = await issueServerCertificate(ca, ['auth.example.com'], moment)
    const wide = await widenLocalCa(ca, ['shop.example.com'], random)
    expect(wide.key.equals(ca.key)).toBe(true)
    expect(wide.certificate.notAfter).toBe(ca.certificate.notAfter)
    expect(wide.certificate.x509.serialNumber).not.toBe(ca.certificate.x509.serialNumber)
    expect((await details(wide))?.permitted_names?.slice(4)).toEqual(['dns:auth.example.com', 'dns:shop.example.com'])
    expect(await ask(running, 'auth.example.com', writeChain([wide.certificate]))).toBe('hello')
  })

  it.each(['', 'a b', '*', 'a..b', '*.example.com', 'x'.repeat(300)])('%j is no host', async (host) => {
    await expect((async () => makeLocalCa([host], moment))()).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })

  it.each([
    ['[::1]', { type: 'ip', value: '::1' }],
    ['fe80::1%eth0', { type: 'ip', value: 'fe80::1' }],
    ['Localhost.', { type: 'dns', value: 'localhost' }],
    ['bücher.example', { type: 'dns', value: 'xn--bcher-kva.example' }],
  ])('%s is a host', (host, name) => {
    expect(hostName(host)).toEqual(name)
  })
})

describe("a server's certificate", () => {
  it('a strict reader accepts its chain, and Node its names', async () => {
    const ca = await makeLocalCa(['auth.example.com', '192.168.1.7'], moment)
    const { cert } = await issueServerCertificate(ca, ['auth.example.com', '192.168.1.7', 'localhost'], moment)
    const { problems } = verifyChain(cert + writeChain([ca.certificate]), { now: NOW })
    expect(problems.filter(({ severity }) => severity !== 'note')).toEqual([])
    const leaf = new X509Certificate(cert)
    expect(leaf.ca).toBe(false)
    for (const name of ['localhost', 'auth.example.com']) expect(leaf.checkHost(name)).toBe(name)
    for (const address of ['127.0.0.1', '::1', '192.168.1.7']) expect(leaf.checkIP(address)).toBeDefined()
    expect(leaf.subjectAltName?.match(/localhost/g)).toHaveLength(1)
    expect(Date.parse(leaf.validTo)).toBe(ca.certificate.notAfter)
  })

  it.each(['localhost', '127.0.0.1', 'auth.example.com'])('Node trusts it for %s with the CA alone', async (host) => {
    const ca = await makeLocalCa(['auth.example.com'], moment)
    const server = await issueServerCertificate(ca, ['auth.example.com'], moment)
    expect(await ask(server, host, writeChain([ca.certificate]))).toBe('hello')
    const other = await makeLocalCa(['auth.example.com'], moment)
    expect(await ask(server, host, writeChain([other.certificate]))).toMatch(/^UNABLE_TO_|^SELF_SIGNED/)
  })
})

describe('a stolen key of the local CA', () => {
  it.each([
    ['another host', ['dns:www.example.com'], 'www.example.com'],
    ['a host above one that was asked for', ['dns:example.com'], 'example.com'],
    ['another address', ['ip:192.0.2.1'], '127.0.0.1'],
    ['one name inside and one outside', ['dns:localhost', 'dns:www.example.com'], 'localhost'],
    ['all names of a domain', ['dns:*.example.com'], 'www.example.com'],
  ])('RFC 5280 §6.1.3 (b): Node refuses a certificate for %s', async (_, san, host) => {
    const ca = await makeLocalCa(['auth.example.com'], moment)
    const forged = await forge(ca, san)
    expect(await ask(forged, host, writeChain([ca.certificate]))).toContain('permitted subtree violation')
  })

  it('RFC 5280 §6.1.4 (l): Node refuses a certificate below a second CA', async () => {
    const ca = await makeLocalCa([], moment)
    const { privateKey: key } = await generateKey({ alg: 'ES256' })
    const validity = { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + DAY) }
    const issuer = { certificate: ca.certificate.x509.raw, key: ca.key }
    const subject = [{ CN: ['second'] }]
    const der = await issueCertificate({ role: 'intermediate', key, subject, issuer, validity, random })
    const second = readIssued(der)
    const leaf = await forge({ key, certificate: second }, ['dns:localhost'])
    const chain = { key: leaf.key, cert: leaf.cert + writeChain([second]) }
    expect(await ask(chain, 'localhost', writeChain([ca.certificate]))).toContain('path length constraint exceeded')
  })
})
