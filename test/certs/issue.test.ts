import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certify } from '../../src/certs/certify.ts'
import { createCsr, readCsr, signCsr } from '../../src/certs/csr.ts'
import { inspectCertificates } from '../../src/certs/describe.ts'
import { issueCertificate, readIssued } from '../../src/certs/issue.ts'
import { CHAINS } from '../../src/certs/issue-chain.ts'
import { type CertificateOptions, readWishes } from '../../src/certs/options.ts'
import { verifyChain, writeChain } from '../../src/certs/verify.ts'
import type { GeneratedAlgorithm } from '../../src/keys/algorithms.ts'
import type { ChainCertificate } from '../../src/keys/chain.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { readMaterial } from '../../src/keys/material.ts'
import { noPassphrase } from '../../src/keys/passphrase.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { chains, NOW, vectorBytes, vectorText } from '../keys/vectors.ts'

const DAY = 86_400_000

async function make(alg: GeneratedAlgorithm, options: CertificateOptions = {}, extra: object = {}) {
  const { privateKey, publicKey, use } = await generateKey({ alg })
  const wishes = readWishes({ san: ['oidc.example.com'], ...options })
  const made = await certify({ key: privateKey, use, wishes, now: NOW, random: systemRandom, ...extra })
  return { ...made, privateKey, publicKey }
}

async function details(certificates: readonly ChainCertificate[]) {
  return inspectCertificates(Buffer.from(writeChain(certificates)), noPassphrase)
}

describe('certs generate: chains that a strict reader accepts', () => {
  const kinds: GeneratedAlgorithm[] = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA']

  it.each(kinds.flatMap((alg) => [undefined, ...CHAINS].map((shape) => ({ alg, shape }))))(
    '$alg, $shape',
    async ({ alg, shape }) => {
      const { certificate_chain, certificates, publicKey } = await make(alg, {}, { shape })
      expect(certificates).toHaveLength(shape?.split(',').length ?? 1)
      const { isAccepted, problems } = verifyChain(certificate_chain, { publicKey, now: NOW })
      expect(isAccepted).toBe(true)
      expect(problems.filter(({ severity }) => severity !== 'note')).toEqual([])
      const nodes = certificates.map(({ x509 }) => new X509Certificate(x509.raw))
      for (const [index, node] of nodes.entries()) {
        const issuer = nodes[index + 1] ?? node
        // OpenSSL wants keyCertSign of an issuer, which a leaf that signed itself rightly lacks.
        if (issuer !== node) expect(node.checkIssued(issuer)).toBe(true)
        expect(node.verify(issuer.publicKey)).toBe(true)
      }
      expect(nodes[0]?.checkHost('oidc.example.com')).toBe('oidc.example.com')
    },
  )
})

describe('certs generate: defaults', () => {
  it('a leaf: a year from five minutes ago, digitalSignature, no purpose, no CA', async () => {
    const { certificates } = await make('ES256')
    const [leaf] = await details(certificates)
    expect(leaf).toMatchObject({
      subject: 'CN=oidc.example.com',
      ca: false,
      key_usage: ['digitalSignature'],
      san: ['dns:oidc.example.com'],
      signature_algorithm: 'ECDSA with SHA-256',
      not_before: new Date(NOW - 5 * 60_000).toISOString(),
      not_after: new Date(NOW + 365 * DAY).toISOString(),
    })
    expect(leaf).not.toHaveProperty('extended_key_usage')
  })

  it('authorities: ten and five years, intermediate with path length 0, keyCertSign and cRLSign', async () => {
    const { certificates } = await make('ES384', {}, { shape: 'root,intermediate,leaf' })
    const [, intermediate, root] = await details(certificates)
    expect(intermediate).toMatchObject({ ca: true, path_length: 0, key_usage: ['keyCertSign', 'cRLSign'] })
    expect(intermediate).toMatchObject({
      subject: 'CN=oidc.example.com Intermediate CA',
      signature_algorithm: 'ECDSA with SHA-384',
    })
    expect(root).toMatchObject({ ca: true, subject: 'CN=oidc.example.com Root CA' })
    expect(root).not.toHaveProperty('path_length')
    expect(Date.parse(root?.not_after ?? '')).toBe(NOW + 3650 * DAY)
    expect(Date.parse(intermediate?.not_after ?? '')).toBe(NOW + 1825 * DAY)
  })

  it.each([
    ['RSA-OAEP-256', ['keyEncipherment']],
    ['ECDH-ES', ['keyAgreement']],
  ] as const)('%s: the key usage says how the key encrypts', async (alg, key_usage) => {
    expect((await details((await make(alg)).certificates))[0]).toMatchObject({ key_usage })
  })

  it('RFC 5280 §4.1.2.2: serial numbers are positive and of 16 bytes', async () => {
    const { certificates } = await make('ES256', {}, { shape: 'root,leaf' })
    for (const { x509 } of certificates) expect(x509.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/)
  })

  it('authorities outlive a leaf that lives long', async () => {
    const { certificate_chain } = await make('ES256', { days: 5000 }, { shape: 'root,intermediate,leaf' })
    expect(verifyChain(certificate_chain, { now: NOW }).problems).toEqual([])
  })
})

describe('certs generate: wishes', () => {
  it('every kind of alternative name, usages, dates, a subject in two notations', async () => {
    const options = {
      san: ['dns:*.example.com', 'ip:::1', '192.0.2.1', 'https://oidc.example.com/a', 'ops@example.com'],
      'not-before': '2026-01-01',
      'not-after': '2026-12-31T12:00:00Z',
      usage: ['digitalSignature', 'keyAgreement'],
      'ext-usage': ['serverAuth', '1.3.6.1.5.5.7.3.2'],
    }
    const slash = await details((await make('ES256', { ...options, subject: '/O=Example/CN=a' })).certificates)
    const rfc4514 = await details((await make('ES256', { ...options, subject: 'CN=a,O=Example' })).certificates)
    for (const [leaf] of [slash, rfc4514]) {
      expect(leaf).toMatchObject({
        subject: 'O=Example, CN=a',
        san: ['dns:*.example.com', 'ip:::1', 'ip:192.0.2.1', 'uri:https://oidc.example.com/a', 'email:ops@example.com'],
        not_before: '2026-01-01T00:00:00.000Z',
        not_after: '2026-12-31T12:00:00.000Z',
        key_usage: ['digitalSignature', 'keyAgreement'],
        extended_key_usage: ['serverAuth', 'clientAuth'],
      })
    }
  })

  it.each([
    [{ san: [] }],
    [{ san: ['dns:not a name'] }],
    [{ san: ['ip:300.0.0.1'] }],
    [{ san: ['uri:no'] }],
    [{ subject: '' }],
    [{ subject: '/oops' }],
    [{ usage: ['sign'] }],
    [{ 'ext-usage': ['server'] }],
  ])('%j is used wrongly', (options) => {
    expect(() => readWishes({ san: ['a'], ...options })).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })

  it.each([{ 'not-before': '2027-01-01', 'not-after': '2026-01-01' }, { 'not-after': 'tomorrow' }])(
    '%j is used wrongly',
    async (options) => {
      await expect(make('ES256', options)).rejects.toMatchObject({ code: 'ERR_USAGE' })
    },
  )
})

describe('certs csr and certs sign', () => {
  const authority = async () => {
    const [ca] = (await readMaterial(vectorBytes('ca-intermediate-rsa.crt.pem'))).certificates
    const [found] = (await readMaterial(vectorBytes('ca-intermediate-rsa.key.pem'))).keys
    if (!ca || !found) throw new Error('the vectors have an authority')
    return { ca, caKey: found.key }
  }
  const sign = async (file: string, options: object = {}) =>
    signCsr({
      csr: await readCsr(vectorBytes(file)),
      ...(await authority()),
      use: 'sig',
      isCa: false,
      validity: {},
      now: NOW,
      random: systemRandom,
      ...options,
    })

  it.each(['csr-rsa-2048.pem', 'csr-ec-p256.pem'])(
    '%s: signed by another CA, subject and names are taken over',
    async (file) => {
      const signed = await sign(file)
      const { ca } = await authority()
      expect((await details([signed]))[0]).toMatchObject({
        subject: expect.stringContaining('CN=oidc.example.com'),
        san: ['dns:oidc.example.com', 'dns:auth.example.com'],
        ca: false,
      })
      expect(verifyChain(writeChain([signed, ca]), { now: NOW }).problems).toEqual([])
    },
  )

  it('RFC 2986 §4.2: a request whose signature does not verify is refused', async () => {
    await expect(sign('csr-rsa-2048-bad-signature.pem')).rejects.toMatchObject({
      code: 'ERR_CSR_SIGNATURE',
      exitCode: 3,
    })
  })

  it('path length 0 allows no CA below', async () => {
    await expect(sign('csr-ec-p256.pem', { isCa: true })).rejects.toMatchObject({ code: 'ERR_CA_UNFIT' })
  })

  it('a certificate that is no CA, or has another key, signs nothing', async () => {
    const [leaf] = (await readMaterial(vectorBytes(chains[0]?.file ?? ''))).certificates
    const [key] = (await readMaterial(vectorBytes('rsa-2048.pkcs8.pem'))).keys
    await expect(sign('csr-ec-p256.pem', { ca: leaf, caKey: key?.key })).rejects.toMatchObject({ code: 'ERR_CA_UNFIT' })
    await expect(sign('csr-ec-p256.pem', { caKey: key?.key })).rejects.toMatchObject({ code: 'ERR_CA_UNFIT' })
  })

  it('the end is never later than that of the CA', async () => {
    const signed = await sign('csr-ec-p256.pem', { validity: { days: 100_000 } })
    expect(signed.notAfter).toBe((await authority()).ca.notAfter)
  })

  it.each(['RS256', 'ES256', 'ES512', 'EdDSA'] as const)('our own request for %s verifies', async (alg) => {
    const { privateKey, publicKey } = await generateKey({ alg })
    const { subject, san } = readWishes({ subject: 'CN=a,O=b', san: ['a.example.com'] })
    const csr = await readCsr(Buffer.from(await createCsr({ key: privateKey, subject, san })))
    expect(csr).toMatchObject({ isSignatureValid: true, san: [{ type: 'dns', value: 'a.example.com' }] })
    expect(csr.publicKey.equals(publicKey)).toBe(true)
  })
})

describe('certs verify: one planted fault in a generated chain is found, with its certificate', () => {
  const FAULTS = ['expired', 'not-yet', 'not-ca', 'swapped', 'foreign-key', 'wrong-leaf-key'] as const

  async function chainWith(fault: (typeof FAULTS)[number], at: number) {
    const keys = await Promise.all([0, 1, 2].map(() => generateKey({ alg: 'ES256' })))
    const other = await generateKey({ alg: 'ES256' })
    const certificates: Uint8Array[] = []
    for (const level of [2, 1, 0]) {
      const parent = keys[level + 1]
      const above = certificates[0]
      const isAt = level === at
      const key = keys[level]
      if (!key) throw new Error('there are three keys')
      const signer = isAt && fault === 'foreign-key' ? other : parent
      certificates.unshift(
        await issueCertificate({
          role: level === 0 || (fault === 'not-ca' && isAt) ? 'leaf' : 'root',
          subject: [{ CN: [`level ${level}`] }],
          key: key.privateKey,
          ...(above && signer ? { issuer: { certificate: above, key: signer.privateKey } } : {}),
          validity: {
            notBefore: new Date(isAt && fault === 'not-yet' ? NOW + DAY : NOW - DAY),
            notAfter: new Date(isAt && fault === 'expired' ? NOW - 1000 : NOW + 365 * DAY),
          },
          random: systemRandom,
        }),
      )
    }
    const publicKey = (fault === 'wrong-leaf-key' ? other : keys[0])?.publicKey
    const chain = certificates.map(readIssued)
    return {
      chain: fault === 'swapped' ? [chain[0], chain[2], chain[1]].filter((c) => c !== undefined) : chain,
      publicKey,
    }
  }

  const EXPECTED: Record<(typeof FAULTS)[number], (at: number) => [string, number]> = {
    expired: (at) => ['ERR_CHAIN_EXPIRED', at + 1],
    'not-yet': (at) => ['ERR_CHAIN_NOT_YET_VALID', at + 1],
    'not-ca': (at) => ['ERR_CHAIN_ISSUER_NOT_CA', at + 1],
    swapped: () => ['ERR_CHAIN_NOT_SIGNED_BY_NEXT', 1],
    'foreign-key': (at) => ['ERR_CHAIN_NOT_SIGNED_BY_NEXT', at + 1],
    'wrong-leaf-key': () => ['ERR_CHAIN_KEY_MISMATCH', 1],
  }

  it('40 random chains', async () => {
    const cases = fc.tuple(fc.constantFrom(...FAULTS), fc.nat(2))
    await fc.assert(
      fc.asyncProperty(cases, async ([fault, level]) => {
        const at = fault === 'not-ca' ? Math.max(level, 1) : fault === 'foreign-key' ? Math.min(level, 1) : level
        const { chain, publicKey } = await chainWith(fault, at)
        const { problems, isAccepted } = verifyChain(writeChain(chain), { publicKey, now: NOW })
        const [code, certificate] = EXPECTED[fault](at)
        expect(isAccepted).toBe(false)
        expect(problems[0]).toMatchObject({ code, certificate, severity: 'error' })
      }),
      { numRuns: 40, seed: 5280 },
    )
  })
})

describe('certs inspect', () => {
  it('names, digests and usages of a chain made by another tool', async () => {
    const [vector] = chains
    const found = await inspectCertificates(vectorBytes(vector?.file ?? ''), noPassphrase)
    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({ x5t: vector?.x5t, 'x5t#S256': vector?.x5t_s256, ca: false })
    expect(found[1]).toMatchObject({ ca: true, path_length: 0 })
  })

  it('a key alone is no certificate', async () => {
    const bytes = Buffer.from(vectorText('rsa-2048.pkcs8.pem'))
    await expect(inspectCertificates(bytes, noPassphrase)).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })
})
