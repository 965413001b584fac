import fc from 'fast-check'
import type { HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import type { Interaction } from '../../../src/provider/interaction/interaction.ts'
import { httpUrl, sameOriginUrl } from '../../../src/provider/pages/links.ts'
import { renderInteraction } from '../../../src/provider/pages/render.tsx'
import { documentOf, only } from './document.ts'
import { CONSENT, CONTEXT, GRAFANA, LOGIN, SAMPLES } from './samples.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</title></textarea></main><h1>x</h1>',
  '&lt;script&gt; &amp; &#x27;',
  '<!-- ]]> --> {client} {issuer}',
  '\u202e\u2066evil\u2069 \u0000\u0008 שלום',
  'x'.repeat(500),
]

/** Members that the pages choose by, or that are paths of ours. */
const KEPT = [
  'page',
  'enrol',
  'failed',
  'outcome',
  'description',
  'action',
  'form_token',
  'edit_claims',
  'edit_url',
  'back',
  'sign_in',
  'try',
  'inspector',
]

/** The interaction with every text of it replaced, each by another one so that no two of them agree. */
function withTexts(value: unknown, text: string, path = ''): unknown {
  if (typeof value === 'string') return `${text}${path}`
  if (Array.isArray(value)) return value.map((item, index) => withTexts(item, text, `${path}-${index}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      KEPT.includes(key) ? item : withTexts(item, text, `${path}-${key}`),
    ]),
  )
}

/** Ours, where a text has a slash; it does nothing else. */
const isPlaceToBreak = ({ rawTagName, attributes }: HTMLElement): boolean =>
  rawTagName === 'wbr' && Object.keys(attributes).length === 0

/** Tags and attribute names of the document: what markup in a text would change. */
function skeletonOf(element: HTMLElement): string {
  const names = Object.keys(element.attributes).sort().join(' ')
  const children = element.children.filter((child) => !isPlaceToBreak(child))
  return `<${element.rawTagName} ${names}>${children.map(skeletonOf).join('')}</>`
}

const withoutQr = (interaction: Interaction): Interaction =>
  interaction.page === 'second-factor-enrol' ? (({ setup: _, ...rest }) => rest)(interaction) : interaction

function renderedWith(interaction: Interaction, text: string): HTMLElement {
  return documentOf(withTexts(withoutQr(interaction), text) as Interaction, CONTEXT)
}

describe('no text of others becomes markup', () => {
  it.each(SAMPLES)('page $name looks the same whatever is written in it', ({ interaction }) => {
    const expected = skeletonOf(renderedWith(interaction, 'a'))
    for (const text of HOSTILE) expect(skeletonOf(renderedWith(interaction, text))).toBe(expected)
  })

  it('holds for any text', () => {
    const expected = skeletonOf(renderedWith(CONSENT, 'a'))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(skeletonOf(renderedWith(CONSENT, text))).toBe(expected)
      }),
      { seed: 1, numRuns: 100 },
    )
  })

  it('what was written is what is shown and what is sent', () => {
    const written = '<i>"Bob" & \'Co\'</i>'
    const user = { username: written, display_name: written }
    const document = documentOf({ ...LOGIN, dev_users: [user], username: written }, CONTEXT)
    expect(only(document, 'button[name=user]').getAttribute('value')).toBe(written)
    expect(only(document, 'input[name=username]').getAttribute('value')).toBe(written)
    expect(only(document, 'button[name=user] strong').text).toBe(written)
  })

  it('a name with placeholders of ours is not filled in', () => {
    const document = documentOf({ ...LOGIN, client: { ...GRAFANA, name: '{issuer}' } }, CONTEXT)
    expect(only(document, 'h1').text).toBe('Sign in to {issuer}')
    expect(only(document, 'title').text).toContain('Sign in to {issuer}')
  })

  it('names stand apart from the direction of the text around them', () => {
    const name = 'א\u202eevil'
    const document = documentOf({ ...LOGIN, client: { ...GRAFANA, name } }, CONTEXT)
    expect(only(document, 'h1 bdi').text).toBe(name)
  })
})

describe('URLs of others', () => {
  it.each([
    ['https://a.example/privacy', true],
    ['http://a.example/', true],
    ['javascript:alert(1)', false],
    [' java\nscript:alert(1)', false],
    ['data:text/html,x', false],
    ['//a.example/', false],
    ['/privacy', false],
    ['', false],
  ])('%j is a link: %s', (url, isLink) => {
    expect(httpUrl(url) !== undefined).toBe(isLink)
    const document = documentOf({ ...LOGIN, client: { ...GRAFANA, policy_uri: url, tos_uri: url } }, CONTEXT)
    expect(document.querySelectorAll('a')).toHaveLength(isLink ? 2 : 0)
  })

  it('links to others open apart and tell them nothing', () => {
    for (const link of documentOf(LOGIN, CONTEXT).querySelectorAll('a')) {
      expect(link.getAttribute('target')).toBe('_blank')
      expect(link.getAttribute('rel')).toBe('noopener noreferrer')
    }
  })

  it('a logo is loaded from the origin of the issuer alone', () => {
    const logo = (logo_uri: string) =>
      documentOf({ ...LOGIN, client: { ...GRAFANA, logo_uri } }, CONTEXT).querySelector('img')
    expect(logo('https://auth.example.com/logos/grafana.svg')).not.toBeNull()
    expect(logo('https://grafana.example.com/logo.svg')).toBeNull()
    expect(sameOriginUrl('https://auth.example.com.evil.example/x', 'https://auth.example.com')).toBeUndefined()
    expect(sameOriginUrl('https://a.example/x', '')).toBeUndefined()
  })

  it('front-channel logout frames are http(s)', () => {
    const frontchannel_logout_uris = ['https://a.example/out?sid=1&iss=x', 'javascript:alert(1)']
    const frames = documentOf({ page: 'logged-out', frontchannel_logout_uris }, CONTEXT).querySelectorAll('iframe')
    expect(frames.map((frame) => frame.getAttribute('src'))).toEqual(['https://a.example/out?sid=1&iss=x'])
    expect(renderInteraction({ page: 'logged-out' }, CONTEXT)).not.toContain('iframe')
  })
})
