import { describe, expect, it } from 'vitest'
import {
  checkClientId,
  checkNewClientId,
  checkPolicy,
  checkRedirectUri,
  checkScope,
  checkSectorIdentifier,
  whileTyping,
} from '../../src/clients/check-answer.ts'
import { knownNames } from '../../src/clients/known-names.ts'

const KNOWN = knownNames({
  identity_providers: {
    oidc: {
      clients: [{ client_id: 'wiki' }, { id: 'old' }, 7],
      scopes: { books: {} },
      authorization_policies: { staff: {} },
    },
  },
})

describe('an answer is judged alike at a prompt and in a flag', () => {
  it.each([
    ['wiki', true],
    ['a.b_c~d-E9', true],
    ['a'.repeat(100), true],
    ['a'.repeat(101), false],
    ['', false],
    ['my app', false],
    ['ä', false],
    ['a/b', false],
  ])('client_id %j: at most 100 unreserved characters (RFC 3986 §2.3)', (id, isGood) => {
    expect(checkClientId(id) === undefined).toBe(isGood)
  })

  it.each(['wiki', 'old'])('the id %s is taken', (id) => {
    expect(checkNewClientId(KNOWN)(id)?.message).toContain('already')
  })

  it.each([
    ['https://app.example.com/callback', true],
    ['https://app.example.com:8443/cb?x=1', true],
    ['http://localhost:3000/cb', true],
    ['http://127.0.0.1/cb', true],
    ['http://[::1]:8080/cb', true],
    ['com.example.app:/oauth2redirect', true],
    ['http://app.example.com/cb', false],
    ['http://localhost.example.com/cb', false],
    ['https://app.example.com/cb#part', false],
    ['https://app.example.com/#', false],
    ['/callback', false],
    ['app.example.com/callback', false],
    ['https:///callback', false],
    ['https://app.example.com/a b', false],
    ['https://[::1/cb', false],
    ['', false],
  ])(
    'redirect_uri %j: absolute, no fragment, plain http to loopback alone (RFC 6749 §3.1.2, RFC 8252 §7)',
    (uri, isGood) => {
      expect(checkRedirectUri({ isPublic: true })(uri) === undefined).toBe(isGood)
    },
  )

  it('the out-of-band URN is for public clients', () => {
    const urn = 'urn:ietf:wg:oauth:2.0:oob'
    expect(checkRedirectUri({ isPublic: true })(urn)).toBeUndefined()
    expect(checkRedirectUri({ isPublic: false })(urn)).toBeDefined()
  })

  it.each([
    ['openid', true],
    ['books', true],
    ['opneid', false],
    ['magazines', false],
  ])('scope %s: a standard one or one of the configuration', (scope, isGood) => {
    expect(checkScope(KNOWN)(scope) === undefined).toBe(isGood)
  })

  it.each([
    ['one_factor', true],
    ['two_factor', true],
    ['staff', true],
    ['deny', false],
    ['bypass', false],
  ])('authorization_policy %s', (policy, isGood) => {
    expect(checkPolicy(KNOWN)(policy) === undefined).toBe(isGood)
  })

  it.each([
    ['https://app.example.com/sector.json', true],
    ['http://app.example.com/sector.json', false],
    ['app.example.com', false],
    ['https://app.example.com/#x', false],
    ['https://me@app.example.com/', false],
  ])('sector_identifier_uri %s (OpenID Connect Core 1.0 §8.1)', (uri, isGood) => {
    expect(checkSectorIdentifier(uri) === undefined).toBe(isGood)
  })

  it('a prompt tells message and hint in one line and forgives blanks around', () => {
    const check = whileTyping(checkRedirectUri({ isPublic: false }))
    expect(check(' https://app.example.com/cb ')).toBe(true)
    expect(check('cb')).toMatch(/scheme; write it whole/)
  })
})
