import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  closest,
  firstDifference,
  type Parted,
  visibleCharacter,
} from '../../../src/provider/pages/first-difference.ts'
import { documentOf, only } from './document.ts'
import { DEV_CONTEXT, DEV_ERROR } from './samples.ts'

const textOf = ({ before, different, after }: Parted) => before + different + after
const wholly = (before: string): Parted => ({ before, different: '', after: '' })

describe('first difference', () => {
  it.each([
    ['http://a/cb', 'http://a/cb/', 12, '', '/'],
    ['http://a/cb/', 'http://a/cb', 12, '/', ''],
    ['http://a/cb', 'https://a/cb', 5, ':', 's'],
    ['http://localhost/cb', 'http://127.0.0.1/cb', 8, 'l', '1'],
    ['a😀b', 'a😁b', 2, '😀', '😁'],
  ])('%s against %s is at character %i', (sent, expected, position, sentCharacter, expectedCharacter) => {
    expect(firstDifference(sent, expected)).toMatchObject({ position, sentCharacter, expectedCharacter })
  })

  it('parts around what differs', () => {
    const difference = firstDifference('http://localhost:3000/cb', 'http://localhost:8080/cb')
    expect(difference?.sent).toEqual({ before: 'http://localhost:', different: '300', after: '0/cb' })
    expect(difference?.expected).toEqual({ before: 'http://localhost:', different: '808', after: '0/cb' })
  })

  it('equal texts have none', () => {
    expect(firstDifference('a', 'a')).toBeUndefined()
  })

  it('the parts are the whole', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀') })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { sent, expected } = firstDifference(a, b) ?? { sent: wholly(a), expected: wholly(b) }
        expect([textOf(sent), textOf(expected)]).toEqual([a, b])
        expect([sent.before, sent.after]).toEqual([expected.before, expected.after])
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('the closest candidate agrees for longest', () => {
    expect(closest('http://localhost/b', ['https://x/', 'http://localhost/a', 'http://localhost/'])).toBe(
      'http://localhost/a',
    )
    expect(closest('x', [])).toBeUndefined()
  })

  it('characters that could be mistaken or not be seen carry their code point', () => {
    expect(['/', 'а', ' ', '\u200b', '\n'].map(visibleCharacter)).toEqual([
      '/',
      'а (U+0430)',
      'U+0020',
      'U+200B',
      'U+000A',
    ])
  })
})

describe('error page of --dev', () => {
  const dev = { rule: 'r', sent: 'http://localhost:3000/cb', expected: ['http://localhost:3000/cb/'] }
  const page = (change: object) => documentOf({ ...DEV_ERROR, dev: { ...dev, ...change } }, DEV_CONTEXT)

  it('marks where what was sent and what would have matched part, and says it in words', () => {
    expect(only(page({}), '#sent mark').text).toBe('')
    expect(only(page({}), '.expected mark').text).toBe('/')
    expect(only(page({}), '#difference').text).toBe('First difference at character 25: sent nothing more, expected /.')
  })

  it('says when nothing was sent or nothing is registered', () => {
    expect(only(page({ sent: '' }), '#sent').text).toBe('(nothing)')
    expect(page({ sent: '' }).querySelector('#difference')).toBeNull()
    expect(only(page({ expected: [] }), '.comparison').text).toContain('(nothing)')
  })

  it('posts what is to be learned', () => {
    const form = only(documentOf(DEV_ERROR, DEV_CONTEXT), 'form')
    expect(form.getAttribute('action')).toBe('/dev/learn')
    expect(only(form, '[name=redirect_uri]').getAttribute('value')).toBe('http://localhost:3000/login/generic_oauth/')
    expect(only(form, '[name=client_id]').getAttribute('value')).toBe('grafana')
  })
})
