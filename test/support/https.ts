/** An https server on a free port of 127.0.0.1 with a certificate made for this run. */
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import * as x509 from '@peculiar/x509'
import { onTestFinished } from 'vitest'

export interface Credentials {
  key: string
  cert: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 24 * 60 * 60 * 1000

/** A self-signed certificate for some names and addresses; who trusts it trusts the server. */
export async function throwAwayCertificate(names: readonly string[]): Promise<Credentials> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const san = ['127.0.0.1', '::1'].map((value) => ({ type: 'ip' as const, value }))
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=throw-away',
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + DAY_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension([...names.map((value) => ({ type: 'dns' as const, value })), ...san]),
      ],
    },
    webcrypto as Crypto,
  )
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') }
}

export interface HttpsServer {
  port: number
  /** Connections that were made. */
  connections(): number
}

/** Serves until the test ends. */
export async function serveHttps(credentials: Credentials, listener: RequestListener): Promise<HttpsServer> {
  let connections = 0
  const server = createServer(credentials, listener).on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { port: (server.address() as AddressInfo).port, connections: () => connections }
}
