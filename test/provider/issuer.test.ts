import { describe, expect, it } from 'vitest'
import { networkList } from '../../src/primitives/networks.ts'
import { createIssuerPolicy, type IssuerOptions } from '../../src/provider/http/issuer.ts'

const COOKIES = [{ domain: 'example.com', authelia_url: 'https://auth.example.com' }]

function issuerOf(
  url: string,
  options: Partial<IssuerOptions> = {},
  headers: Record<string, string> = {},
  peer = '203.0.113.1',
) {
  const policy = createIssuerPolicy({ base_path: '', cookies: COOKIES, trustedProxies: [], dev: false, ...options })
  return policy.issuerOf({ url: new URL(url), headers: new Headers(headers), peer })
}

const FORWARDED = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'auth.example.com' }

describe('the issuer', () => {
  it('is the host of a session cookie, over https alone', () => {
    expect(issuerOf('https://auth.example.com/x')).toBe('https://auth.example.com')
    expect(issuerOf('http://auth.example.com/x')).toBeUndefined()
    expect(issuerOf('https://other.example.com/x')).toBeUndefined()
  })

  it('is any loopback host, http included', () => {
    for (const origin of ['http://localhost:9091', 'http://127.0.0.1:1', 'http://[::1]:2', 'https://localhost']) {
      expect(issuerOf(`${origin}/x`)).toBe(origin)
    }
    expect(issuerOf('http://localhost.evil.example/')).toBeUndefined()
  })

  it('a cookie without authelia_url stands for its domain', () => {
    const cookies = [{ domain: 'example.org', authelia_url: undefined }]
    expect(issuerOf('https://auth.example.org/', { cookies })).toBe('https://auth.example.org')
    expect(issuerOf('https://evilexample.org/', { cookies })).toBeUndefined()
  })

  it('has the path prefix of the server', () => {
    expect(issuerOf('https://auth.example.com/auth/x', { base_path: '/auth' })).toBe('https://auth.example.com/auth')
  })

  it('X-Forwarded-* of a trusted proxy counts', () => {
    const options = { trustedProxies: ['203.0.113.0/24'] }
    expect(issuerOf('http://backend:9091/', options, FORWARDED)).toBe('https://auth.example.com')
  })

  it('X-Forwarded-* of anybody else does not', () => {
    expect(issuerOf('http://backend:9091/', { trustedProxies: ['10.0.0.0/8'] }, FORWARDED)).toBeUndefined()
    const evil = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example' }
    expect(issuerOf('https://auth.example.com/', {}, evil)).toBe('https://auth.example.com')
  })

  it('fixed, it wins over every host', () => {
    expect(issuerOf('http://backend/', { issuer: 'https://id.example.net/x' })).toBe('https://id.example.net/x')
  })
})

describe('the address of the user', () => {
  const address = (forwarded: string, peer: string) => {
    const policy = createIssuerPolicy({ base_path: '', cookies: [], trustedProxies: ['10.0.0.0/8'], dev: false })
    return policy.clientAddress({
      url: new URL('http://x/'),
      headers: new Headers({ 'X-Forwarded-For': forwarded }),
      peer,
    })
  }

  it('is the peer, unless that is a trusted proxy', () => {
    expect(address('198.51.100.1', '203.0.113.1')).toBe('203.0.113.1')
    expect(address('198.51.100.1', '10.0.0.1')).toBe('198.51.100.1')
  })

  it('is the last hop that is no proxy of ours: what is before it can be made up', () => {
    expect(address('192.0.2.66, 198.51.100.1, 10.0.0.7', '10.0.0.1')).toBe('198.51.100.1')
    expect(address('nonsense', '10.0.0.1')).toBe('10.0.0.1')
  })
})

describe('networks', () => {
  it('CIDR blocks and single addresses of both families', () => {
    const isIn = networkList(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'])
    expect(['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.1', '2001:db8::1'].map(isIn)).toEqual([true, true, true, true])
    expect(['11.0.0.1', '192.0.2.2', '2001:db9::1', 'nonsense', ''].map(isIn)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
