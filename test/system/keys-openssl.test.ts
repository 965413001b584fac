import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, randomBytes, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { certify } from '../../src/certs/certify.ts'
import { createCsr } from '../../src/certs/csr.ts'
import { readWishes } from '../../src/certs/options.ts'
import { writeChain } from '../../src/certs/verify.ts'
import { GENERATED_SIGNING_ALGORITHMS } from '../../src/keys/algorithms.ts'
import { encryptPem } from '../../src/keys/encrypted.ts'
import { exportPrivatePem } from '../../src/keys/export.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { finishKey } from '../../src/keys/generated.ts'
import { spkiDigest } from '../../src/keys/inspect.ts'
import { readMaterial } from '../../src/keys/material.ts'
import { writePkcs12 } from '../../src/keys/pkcs12.ts'
import { systemRandom } from '../../src/primitives/random.ts'

const folder = mkdtempSync(join(tmpdir(), 'oidc-openssl-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content?: string | Uint8Array): string {
  const path = join(folder, name)
  if (content !== undefined) writeFileSync(path, content)
  return path
}

function openssl(args: string[], input?: string | Uint8Array): Buffer {
  return execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] })
}

describe('openssl reads what we write', () => {
  it.each(['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const)(
    '%s: every PEM encoding, SPKI digest',
    async (alg) => {
      const { privateKey, kty } = await generateKey({ alg })
      const encodings = { RSA: ['pkcs8', 'pkcs1'], EC: ['pkcs8', 'sec1'], OKP: ['pkcs8'] } as const
      for (const encoding of encodings[kty]) {
        const spki = openssl(['pkey', '-pubout', '-outform', 'DER'], exportPrivatePem(privateKey, encoding))
        expect(openssl(['dgst', '-sha256', '-binary'], spki).toString('hex')).toBe(
          spkiDigest(privateKey).toString('hex'),
        )
      }
    },
  )

  it.each(['RS256', 'ES256', 'ES512', 'EdDSA'] as const)(
    '%s: encrypted PKCS#8 with 600,000 iterations',
    async (alg) => {
      const { privateKey } = await generateKey({ alg })
      const pem = await encryptPem(privateKey, 'pässword', { random: systemRandom })
      const plain = openssl(['pkey', '-passin', 'pass:pässword'], pem)
      expect(createPrivateKey(plain).equals(privateKey)).toBe(true)
      expect(openssl(['asn1parse'], pem).toString()).toMatch(
        /PBES2[\s\S]*PBKDF2[\s\S]*INTEGER +:0927C0[\s\S]*hmacWithSHA256[\s\S]*aes-256-cbc/,
      )
    },
  )

  it.each(['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const)('%s: PKCS#12 with a chain', async (alg) => {
    const { privateKey, use } = await generateKey({ alg })
    const wishes = readWishes({ san: ['oidc.example.com'] })
    const made = await certify({
      key: privateKey,
      use,
      wishes,
      shape: 'root,leaf',
      now: Date.now(),
      random: systemRandom,
    })
    const chain = made.certificates.map(({ x509 }) => x509.raw)
    const p12 = file(
      `${alg}.p12`,
      await writePkcs12({ key: privateKey, chain, passphrase: 'secret ∞', random: systemRandom }),
    )
    const read = openssl(['pkcs12', '-in', p12, '-nodes', '-passin', 'pass:secret ∞']).toString()
    expect(read.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
    expect(createPrivateKey(read).equals(privateKey)).toBe(true)
  })

  it.each(['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const)(
    '%s: a chain passes verify -x509_strict',
    async (alg) => {
      const { privateKey, use } = await generateKey({ alg })
      const wishes = readWishes({ san: ['oidc.example.com'] })
      const shape = 'root,intermediate,leaf'
      const { certificates } = await certify({
        key: privateKey,
        use,
        wishes,
        shape,
        now: Date.now(),
        random: systemRandom,
      })
      const [leaf, intermediate, root] = certificates.map((certificate) => writeChain([certificate]))
      const args = [
        '-CAfile',
        file('root.pem', root),
        '-untrusted',
        file('mid.pem', intermediate),
        file('leaf.pem', leaf),
      ]
      expect(openssl(['verify', '-x509_strict', ...args]).toString()).toContain(': OK')
    },
  )

  it.each(['RS256', 'ES256', 'ES512', 'EdDSA'] as const)('%s: a signing request verifies', async (alg) => {
    const { privateKey } = await generateKey({ alg })
    const { subject, san } = readWishes({ subject: 'CN=a,O=b', san: ['a.example.com'] })
    const csr = await createCsr({ key: privateKey, subject, san })
    const { stderr, status } = spawnSync('openssl', ['req', '-verify', '-noout'], { input: csr })
    expect([status, stderr.toString()]).toEqual([0, expect.stringContaining('verify OK')])
    expect(openssl(['req', '-noout', '-text'], csr).toString()).toContain('DNS:a.example.com')
  })
})

describe('we read what openssl writes', () => {
  const passphrase = () => Promise.resolve('test-password')

  it.each([
    ['RSA', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-aes256']],
    ['RSA, Triple-DES', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-v2', 'des3']],
    [
      'P-256, SHA-512',
      ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512'],
    ],
    ['P-521, scrypt', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'], ['-scrypt']],
    ['Ed25519', ['-algorithm', 'ED25519'], ['-v2', 'aes256']],
  ])('%s: encrypted PKCS#8', async (_, generate, encrypt) => {
    const plain = openssl(['genpkey', ...generate])
    const args = encrypt[0] === '-aes256' ? ['pkey', '-aes256'] : ['pkcs8', '-topk8', ...encrypt]
    const sealed = openssl([...args, '-passout', 'pass:test-password'], plain)
    const { keys } = await readMaterial(sealed, passphrase)
    expect(keys[0]?.key.equals(createPrivateKey(plain))).toBe(true)
  })

  it.each(['-aes256', '-des3'])('legacy PEM with %s', async (cipher) => {
    const plain = openssl(['genrsa', '2048'])
    const sealed = openssl(['rsa', '-traditional', cipher, '-passout', 'pass:test-password'], plain)
    const { keys } = await readMaterial(sealed, passphrase)
    expect(keys[0]?.key.equals(createPrivateKey(plain))).toBe(true)
  })

  it.each(['P-256', 'P-384', 'P-521'])('PKCS#12 with a %s key, modern and legacy', async (curve) => {
    const plain = openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`])
    const key = file('key.pem', plain)
    const certificate = openssl(['req', '-x509', '-new', '-key', key, '-subj', '/CN=test', '-days', '10'])
    for (const legacy of [[], ['-legacy']]) {
      const args = ['-inkey', key, '-in', file('cert.pem', certificate), '-passout', 'pass:test-password']
      const { keys, certificates } = await readMaterial(openssl(['pkcs12', '-export', ...legacy, ...args]), passphrase)
      expect(keys[0]?.key.equals(createPrivateKey(plain))).toBe(true)
      expect(certificates).toHaveLength(1)
    }
  })
})

describe('every signing algorithm: sign with ours, verify with openssl, and the other way round', () => {
  const DIGESTS: Record<string, string> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' }

  it.each(GENERATED_SIGNING_ALGORITHMS)('%s', async (alg) => {
    const { document } = { ...finishKey(await generateKey({ alg }), { encoding: 'pkcs8' }) }
    const message = file('message', randomBytes(100))
    const key = file('private.pem', document.private_pem)
    const pss = alg.startsWith('PS') ? ['-pkeyopt', 'rsa_padding_mode:pss', '-pkeyopt', 'rsa_pss_saltlen:digest'] : []
    const digest = DIGESTS[alg.slice(2)]
    const mode = digest === undefined ? ['-rawin'] : ['-rawin', '-digest', digest]
    const signature = openssl(['pkeyutl', '-sign', '-inkey', key, '-in', message, ...mode, ...pss])
    const args = ['-pubin', '-inkey', file('public.pem', document.public_pem), '-sigfile', file('signature', signature)]
    expect(openssl(['pkeyutl', '-verify', ...args, '-in', message, ...mode, ...pss]).toString()).toContain(
      'Successfully',
    )
    if (pss.length > 0) return
    const publicKey = createPublicKey(document.public_pem)
    expect(verify(digest ?? null, execFileSync('cat', [message]), publicKey, signature)).toBe(true)
  })
})
