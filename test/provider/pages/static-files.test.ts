import { createHash } from 'node:crypto'
import { parse } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { renderFormPost, renderInteraction } from '../../../src/provider/pages/render.tsx'
import { FORM_POST_SCRIPT, ICON, STATIC_FILES, STYLESHEET } from '../../../src/provider/pages/static-files.ts'
import { only } from './document.ts'
import { CONTEXT, LOGIN } from './samples.ts'

describe('static files', () => {
  it.each(STATIC_FILES)('$path names its content and has an ETag (RFC 9110 §8.8.3)', ({ path, etag, body }) => {
    const digest = createHash('sha256').update(body).digest('hex')
    expect(etag).toMatch(/^"[0-9a-f]{16}"$/)
    expect(digest.startsWith(etag.slice(1, -1))).toBe(true)
    expect(path).toContain(etag.slice(1, -1))
  })

  it('the stylesheet loads nothing', () => {
    expect(STYLESHEET.body).not.toMatch(/@import|url\(|expression/)
  })

  it('are found below the path prefix of the issuer', () => {
    const document = parse(renderInteraction(LOGIN, { ...CONTEXT, base_path: '/auth' }))
    expect(only(document, 'link[rel=stylesheet]').getAttribute('href')).toBe(`/auth${STYLESHEET.path}`)
    expect(only(document, 'link[rel=icon]').getAttribute('href')).toBe(`/auth${ICON.path}`)
  })
})

describe('OAuth 2.0 Form Post Response Mode §2', () => {
  const parameters = { code: 'c"1', state: '<s>&amp;' }
  const document = parse(renderFormPost({ redirect_uri: 'https://app.example/cb?a=1&b=2', parameters }, CONTEXT))

  it('each parameter is a hidden input of a form that is posted to the redirect URI', () => {
    const form = only(document, 'form')
    expect(form.getAttribute('method')).toBe('post')
    expect(form.getAttribute('action')).toBe('https://app.example/cb?a=1&b=2')
    const inputs = form.querySelectorAll('input[type=hidden]')
    expect(
      Object.fromEntries(inputs.map((input) => [input.getAttribute('name'), input.getAttribute('value')])),
    ).toEqual(parameters)
    only(form, 'button[type=submit]')
  })

  it('the one script is the one that the policy names, and nothing is loaded', () => {
    const digest = createHash('sha256').update(only(document, 'script').rawText).digest('base64')
    expect(FORM_POST_SCRIPT.cspSource).toBe(`'sha256-${digest}'`)
    expect(document.querySelectorAll('link, img, style, [src]')).toHaveLength(0)
  })

  it('nothing but http(s) is posted to', () => {
    for (const redirect_uri of ['javascript:alert(1)', 'com.example.app:/cb', ''])
      expect(() => renderFormPost({ redirect_uri, parameters }, CONTEXT), redirect_uri).toThrow('http(s)')
  })
})
