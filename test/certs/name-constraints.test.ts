import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePermits, permits, permitText } from '../../src/certs/name-constraints.ts'
import { parseSan } from '../../src/certs/names.ts'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

function allows(permitted: readonly string[], name: string): boolean {
  const [san] = parseSan([name])
  if (!san) throw new Error(`no name: ${name}`)
  return permits(parsePermits(permitted), san)
}

describe('RFC 5280 §4.2.1.10: what a subtree permits', () => {
  it.each([
    ['dns:host.example.com', 'dns:host.example.com', true],
    ['dns:host.example.com', 'dns:my.host.example.com', true],
    ['dns:host.example.com', 'dns:host1.example.com', false],
    ['dns:host.example.com', 'dns:myhost.example.com', false],
    ['dns:host.example.com', 'dns:example.com', false],
    ['dns:Host.Example.com', 'dns:hOST.eXAMPLE.com', true],
    ['dns:localhost', 'dns:*.localhost', true],
    ['dns:localhost', 'dns:*.com', false],
    ['ip:10.0.0.0/8', 'ip:10.255.1.2', true],
    ['ip:10.0.0.0/8', 'ip:11.0.0.1', false],
    ['ip:192.168.1.7', 'ip:192.168.1.7', true],
    ['ip:192.168.1.7', 'ip:192.168.1.8', false],
    ['ip:fd00::/8', 'ip:fd12:3456::1', true],
    ['ip:fd00::/8', 'ip:fe80::1', false],
    ['ip:127.0.0.0/8', 'ip:::1', false],
    ['email:example.com', 'email:root@example.com', true],
    ['email:example.com', 'email:root@host.example.com', false],
    ['dns:localhost', 'ip:192.0.2.1', true],
    ['ip:127.0.0.0/8', 'dns:example.com', true],
  ])('%s, %s: %s', (permitted, name, expected) => {
    expect(allows([permitted], name)).toBe(expected)
  })

  it('one of several is enough', () => {
    expect(allows(['dns:localhost', 'dns:test'], 'auth.test')).toBe(true)
    expect(allows(['dns:localhost', 'dns:test'], 'auth.example')).toBe(false)
  })
})

describe('--permit: reading', () => {
  it.each([
    ['localhost', 'dns:localhost'],
    ['dns:Example.COM', 'dns:example.com'],
    ['10.0.0.0/8', 'ip:10.0.0.0/8'],
    ['ip:192.0.2.1', 'ip:192.0.2.1/32'],
    ['ip:2001:DB8:0::1', 'ip:2001:db8::1/128'],
    ['email:example.com', 'email:example.com'],
  ])('%s is %s', (text, expected) => {
    expect(parsePermits([text]).map(permitText)).toEqual([expected])
  })

  it.each([
    '',
    'dns:',
    'dns:*.example.com',
    'dns:a b',
    'ip:example.com',
    'ip:10.0.0.0/33',
    'ip:::1/129',
    'uri:https://a',
  ])('%s is refused', (text) => {
    expect(() => parsePermits([text])).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })
})

describe('certs generate --ca --permit', () => {
  async function makeCa(cwd: string, ...permits: string[]) {
    const flags = permits.flatMap((permit) => ['--permit', permit])
    const subject = ['--subject', 'CN=constrained', '--path-length', '0']
    const made = await oidc(['certs', 'generate', '--alg', 'ES256', '--ca', ...subject, ...flags, '--json'], { cwd })
    expect(made.stderr).toBe('')
    const { certificate_chain, private_pem } = JSON.parse(made.stdout)
    await writeFile(join(cwd, 'ca.pem'), certificate_chain)
    await writeFile(join(cwd, 'ca.key'), private_pem)
  }

  async function csrFor(cwd: string, san: string) {
    await oidc(['keys', 'generate', '--alg', 'ES256', '--format', 'pem', '--out', '.', '--kid', 'leaf'], { cwd })
    await oidc(['certs', 'csr', '--key', 'leaf.private.pem', '--san', san, '--out', 'leaf.csr', '--force'], { cwd })
  }

  const SIGN = ['certs', 'sign', 'leaf.csr', '--ca', 'ca.pem', '--ca-key', 'ca.key']

  it('inspect tells them, and the extension is critical', async () => {
    const cwd = await temporaryFolder()
    await makeCa(cwd, 'dns:localhost', 'ip:127.0.0.0/8')
    const [ca] = JSON.parse((await oidc(['certs', 'inspect', 'ca.pem', '--json'], { cwd })).stdout).certificates
    expect(ca).toMatchObject({ ca: true, path_length: 0, permitted_names: ['dns:localhost', 'ip:127.0.0.0/8'] })
    expect((await oidc(['certs', 'inspect', 'ca.pem'], { cwd })).stdout).toContain('dns:localhost, ip:127.0.0.0/8')
    // 2.5.29.30, TRUE.
    const { raw } = new X509Certificate(await readFile(join(cwd, 'ca.pem')))
    expect(raw.includes(Buffer.from('0603551d1e0101ff', 'hex'))).toBe(true)
  })

  it('sign refuses a name outside and signs one inside', async () => {
    const cwd = await temporaryFolder()
    await makeCa(cwd, 'dns:localhost')
    await csrFor(cwd, 'evil.example')
    const refused = await oidc([...SIGN, '--json'], { cwd })
    expect(refused.status).toBe(3)
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: 'ERR_CA_UNFIT',
      message: expect.stringContaining('evil.example'),
    })
    expect((await oidc([...SIGN, '--san', 'web.localhost'], { cwd })).status).toBe(0)
  })

  it('needs --ca', async () => {
    const { status, stderr } = await oidc(['certs', 'generate', '--alg', 'ES256', '--san', 'a', '--permit', 'dns:a'])
    expect(status).toBe(2)
    expect(stderr).toContain('--ca')
  })
})
