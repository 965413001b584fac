import { describe, expect, it } from 'vitest'
import { parseAssignment, parseAssignments } from '../../src/clients/assignment.ts'

const COMMA = 'https://app.example.com/cb?ids=1,2'

describe('a list that is given as one argument', () => {
  it.each([
    ['scopes=openid,email', ['openid', 'email']],
    ['scopes+=openid, email', ['openid', 'email']],
    ['scopes=[openid, email]', ['openid', 'email']],
    ['scopes=["openid","email"]', ['openid', 'email']],
    ['scopes=[]', []],
    ['audience=[https://api.example.com/a,b]', ['https://api.example.com/a', 'b']],
    ["audience=['https://api.example.com/a,b', 12]", ['https://api.example.com/a,b', '12']],
    [`redirect_uris+=${COMMA}`, [COMMA]],
    [`redirect_uris-=${COMMA}`, [COMMA]],
    ['redirect_uris=urn:ietf:wg:oauth:2.0:oob', ['urn:ietf:wg:oauth:2.0:oob']],
    [`redirect_uris=['${COMMA}', 'https://b.example.com/']`, [COMMA, 'https://b.example.com/']],
    ['redirect_uris=https://a.example.com/?to=app,mailto:x', ['https://a.example.com/?to=app,mailto:x']],
  ])('%s', (text, value) => {
    expect(parseAssignment(text)).toMatchObject({ value })
  })

  it.each([
    ['a list that stays open', 'scopes=[openid'],
    ['a list of other things', 'scopes=[{a: b}]'],
    ['an alias', 'scopes=[&a x, *a]'],
    ['two addresses with a comma between them', 'redirect_uris=https://a.example.com/,https://b.example.com/'],
  ])('%s is refused', (_what, text) => {
    expect(() => parseAssignment(text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })
})

describe('several assignments of one option', () => {
  it('each adds one entry', () => {
    expect(parseAssignments(['redirect_uris+=https://a.example.com/', `redirect_uris+=${COMMA}`])).toMatchObject([
      { kind: 'add', value: ['https://a.example.com/'] },
      { kind: 'add', value: [COMMA] },
    ])
  })

  it('setting it twice would forget the first', () => {
    const twice = ['redirect_uris=https://a.example.com/', 'redirect_uris=https://b.example.com/']
    expect(() => parseAssignments(twice)).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', hint: expect.stringContaining('redirect_uris+=') }),
    )
  })
})
