import { describe, expect, it } from 'vitest'
import { parseUri } from '../../src/config/uri.ts'

describe('RFC 3986: parts of a URI reference', () => {
  it('reads every part', () => {
    expect(parseUri('HTTPS://user:pw@App.example.com:8443/cb/x?a=1&b=?#frag#')).toEqual({
      scheme: 'https',
      opaque: '',
      userinfo: 'user:pw',
      host: 'App.example.com',
      port: '8443',
      path: '/cb/x',
      query: 'a=1&b=?',
      fragment: 'frag#',
    })
  })

  it.each([
    ['https://[::1]:80/', '[::1]', '80'],
    ['https://[fe80::1%25eth0]/', '[fe80::1%25eth0]', ''],
    ['http://localhost', 'localhost', ''],
  ])('%s has the host %s and the port %j', (text, host, port) => {
    expect(parseUri(text)).toMatchObject({ host, port })
  })

  it.each(['urn:ietf:wg:oauth:2.0:oob', 'example.com:8443', 'mailto:a@b'])('%s is opaque behind its scheme', (text) => {
    expect(parseUri(text)).toMatchObject({ host: '', path: '', opaque: text.slice(text.indexOf(':') + 1) })
  })

  it.each(['/callback', 'example.com', '', '?x', '#f', '//host/path'])('%j has no scheme', (text) => {
    expect(parseUri(text)?.scheme).toBe('')
  })

  it.each([
    'https://exa mple.com:x/callback',
    'https://a.example.com:port/',
    'https://a.example.com/%zz',
    ':foo',
    'a_b:c',
    'https://[::1',
    'https://a\u0000b/',
    'https://a{b}/',
    'https://us er@a/',
  ])('%j cannot be parsed', (text) => {
    expect(parseUri(text)).toBeUndefined()
  })
})
