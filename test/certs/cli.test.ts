import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chains, vectorPath, vectorText } from '../keys/vectors.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

const AT = ['--at', '2026-06-01']

function verify(file: string, key: string, ...flags: string[]) {
  return oidc(['certs', 'verify', vectorPath(file), '--key', vectorPath(key), ...AT, ...flags])
}

describe('certs verify: exit status by the table', () => {
  const sample = chains.filter((_, index) => index % 3 === 0)

  it.each(sample)('$file: $verdict, $tool', async ({ file, key, verdict, tool }) => {
    const { status, stdout } = await verify(file, key, '--json')
    expect(status).toBe(verdict === 'accept' ? 0 : 3)
    expect(JSON.parse(stdout)).toMatchObject({ valid: verdict === 'accept' })
    if (verdict === 'refuse') return
    expect((await verify(file, key, '--strict')).status).toBe(tool === 'refuse' || tool === 'warn' ? 3 : 0)
  })

  it('the output names certificate and rule', async () => {
    const { stdout } = await verify('chain-rsa-2048-expired-intermediate.pem', 'rsa-2048.pkcs8.pem')
    expect(stdout).toContain('error: certificate 2 expired on 2021-01-01')
    expect(stdout).toContain('The provider refuses the chain.')
  })

  it('never prints a private key that the file wrongly holds, nor keeps it', async () => {
    const file = 'chain-rsa-2048-with-private-key.pem'
    const secret = vectorText('rsa-2048.pkcs8.pem').split('\n')[3] ?? ''
    for (const flags of [[], ['--json'], ['--fix-order']]) {
      const { stdout, stderr } = await verify(file, 'rsa-2048.pkcs8.pem', ...flags)
      expect(stdout + stderr).not.toContain(secret)
    }
  })
})

describe('certs verify: options', () => {
  it('--expires-within is exit 3 when the end is so near', async () => {
    const run = (period: string) =>
      oidc(['certs', 'verify', vectorPath('chain-rsa-2048-good.pem'), '--at', '2099-12-10', '--expires-within', period])
    expect((await run('30d')).status).toBe(3)
    expect((await run('20d')).status).toBe(0)
    expect((await run('soon')).status).toBe(2)
  })

  it('--fix-order writes the chain in order, judged as it is then', async () => {
    const cwd = await temporaryFolder()
    const fixed = await verify('chain-rsa-2048-reversed.pem', 'rsa-2048.pkcs8.pem', '--fix-order')
    expect([fixed.status, fixed.stdout]).toEqual([0, vectorText('chain-rsa-2048-good.pem')])
    await writeFile(join(cwd, 'chain.pem'), vectorText('chain-rsa-2048-wrong-order.pem'))
    expect(
      (await oidc(['certs', 'verify', 'chain.pem', '--fix-order', '--out', 'good.pem', ...AT], { cwd })).status,
    ).toBe(0)
    expect(await readFile(join(cwd, 'good.pem'), 'utf8')).toBe(vectorText('chain-rsa-2048-good.pem'))
    expect(
      (await oidc(['certs', 'verify', 'chain.pem', '--fix-order', '--out', 'good.pem', ...AT], { cwd })).status,
    ).toBe(1)
  })
})

describe('certs generate', () => {
  it('--json: the chain, what its certificates say, and a new key', async () => {
    const { stdout } = await oidc([
      'certs',
      'generate',
      '--alg',
      'ES256',
      '--san',
      'a.example.com',
      '--chain',
      'root,leaf',
      '--json',
    ])
    expect(JSON.parse(stdout)).toMatchObject({
      key_id: expect.stringMatching(/^[0-9a-f]{7}-es256$/),
      certificates: [{ subject: 'CN=a.example.com' }, { subject: 'CN=a.example.com Root CA' }],
      private_pem: expect.stringContaining('BEGIN PRIVATE KEY'),
    })
  })

  it('--key: the certificates alone, for that key', async () => {
    const cwd = await temporaryFolder()
    const key = vectorPath('ec-p384.sec1.pem')
    const { stdout } = await oidc(['certs', 'generate', '--key', key, '--subject', 'CN=a', '--days', '30'])
    expect(stdout).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
    await writeFile(join(cwd, 'c.pem'), stdout)
    expect((await oidc(['keys', 'match', key, 'c.pem'], { cwd })).status).toBe(0)
  })

  it.each([
    [['--alg', 'ES256']],
    [['--san', 'a']],
    [['--alg', 'ES256', '--key', 'x', '--san', 'a']],
    [['--alg', 'ES256', '--san', 'dns:???']],
    [['--alg', 'ES256', '--san', 'a', '--not-before', '2027-01-01', '--not-after', '2026-01-01']],
    [['--alg', 'ES256', '--san', 'a', '--path-length', '1']],
  ])('%j is exit 2', async (args) => {
    expect((await oidc(['certs', 'generate', ...args])).status).toBe(2)
  })

  it('a weak key gets no certificate', async () => {
    const { status, stderr } = await oidc([
      'certs',
      'generate',
      '--key',
      vectorPath('rsa-1024.pkcs8.pem'),
      '--san',
      'a',
    ])
    expect([status, stderr]).toEqual([2, expect.stringContaining('1024 bits')])
  })
})

describe('certs csr and sign', () => {
  it('a request, signed by an authority that was made before, verifies', async () => {
    const cwd = await temporaryFolder()
    await oidc(['certs', 'generate', '--alg', 'ES256', '--ca', '--subject', 'CN=Our CA', '--out', '.'], { cwd })
    await oidc(['keys', 'generate', '--alg', 'ES256', '--kid', 'leaf', '--out', '.'], { cwd })
    const csr = await oidc(
      ['certs', 'csr', '--key', 'leaf.private.pem', '--san', 'a.example.com', '--out', 'leaf.csr'],
      { cwd },
    )
    expect(csr.stdout).toBe('leaf.csr\n')
    const { readdir } = await import('node:fs/promises')
    const [ca = ''] = (await readdir(cwd)).filter((name) => name.endsWith('.chain.pem'))
    const key = ca.replace('chain', 'private')
    const signed = await oidc(['certs', 'sign', 'leaf.csr', '--ca', ca, '--ca-key', key, '--out', 'leaf.pem'], { cwd })
    expect(signed.status).toBe(0)
    const verified = await oidc(
      ['certs', 'verify', 'leaf.pem', '--key', 'leaf.private.pem', '--trust', ca, '--strict'],
      { cwd },
    )
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining('1. CN=a.example.com')])
  })

  it('a request with a bad signature is exit 3', async () => {
    const ca = [
      '--ca',
      vectorPath('ca-intermediate-rsa.crt.pem'),
      '--ca-key',
      vectorPath('ca-intermediate-rsa.key.pem'),
    ]
    expect((await oidc(['certs', 'sign', vectorPath('csr-rsa-2048-bad-signature.pem'), ...ca])).status).toBe(3)
    expect((await oidc(['certs', 'inspect', vectorPath('csr-rsa-2048-bad-signature.pem')])).stdout).toContain(
      'does not verify',
    )
  })
})
