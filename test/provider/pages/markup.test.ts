import type { HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { STYLESHEET } from '../../../src/provider/pages/static-files.ts'
import { documentOf, only } from './document.ts'
import { SAMPLES } from './samples.ts'

const VISIBLE = 'input:not([type=hidden]), textarea'

function attributesOf(document: HTMLElement, name: string): string[] {
  return document.querySelectorAll(`[${name}]`).flatMap((element) => (element.getAttribute(name) ?? '').split(' '))
}

describe.each(SAMPLES)('page $name', ({ interaction, context }) => {
  const document = documentOf(interaction, context)
  const ids = attributesOf(document, 'id')

  it('has a language, a title, one h1 in one main, and a viewport for phones', () => {
    expect(only(document, 'html').getAttribute('lang')).toBe('en')
    expect(only(document, 'head title').text).not.toBe('')
    expect(only(document, 'main h1').text.trim()).not.toBe('')
    expect(document.querySelectorAll('h1, main')).toHaveLength(2)
    expect(only(document, 'meta[name=viewport]').getAttribute('content')).toBe('width=device-width, initial-scale=1')
  })

  it('posts every form to a path of the issuer, with its token', () => {
    for (const form of document.querySelectorAll('form')) {
      expect(form.getAttribute('method')).toBe('post')
      expect(form.getAttribute('action')).toMatch(/^\/[a-z]/)
      expect(only(form, 'input[type=hidden][name=form_token]').getAttribute('value')).toBe('kV3oQ1yqJ8mTzR5c')
    }
  })

  it('has no script, no inline style, no event attribute, and loads its own files alone', () => {
    expect(document.querySelectorAll('script, style, iframe, object, embed, base')).toHaveLength(0)
    const names = document.querySelectorAll('*').flatMap((element) => Object.keys(element.attributes))
    expect(names.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([])
    expect(only(document, 'link[rel=stylesheet]').getAttribute('href')).toBe(STYLESHEET.path)
    expect(attributesOf(document, 'src')).toEqual([])
  })

  it('labels every input, says its autocompletion, and points at ids that are there once', () => {
    expect(new Set(ids).size).toBe(ids.length)
    for (const input of document.querySelectorAll(VISIBLE)) only(document, `label[for=${input.id}]`)
    for (const input of document.querySelectorAll('input:not([type=hidden], [type=checkbox]), textarea'))
      expect(['username', 'current-password', 'one-time-code', 'off']).toContain(input.getAttribute('autocomplete'))
    for (const name of ['for', 'aria-describedby', 'aria-labelledby'])
      expect(ids).toEqual(expect.arrayContaining(attributesOf(document, name)))
  })

  it('says aloud what failed, at the field that it concerns', () => {
    if (!('failed' in interaction)) return
    const alert = only(document, '[role=alert]')
    expect(alert.text.trim()).not.toBe('')
    expect(only(document, 'head title').text).toMatch(/^Error: /)
    const described = document.querySelectorAll(`[aria-invalid][aria-describedby~=${alert.id}]`)
    expect(described.length > 0).toBe(interaction.failed !== 'slow_down')
  })

  it('gives every picture a size, for when no stylesheet is loaded', () => {
    for (const picture of document.querySelectorAll('svg, img')) {
      expect(Number(picture.getAttribute('width'))).toBeLessThanOrEqual(208)
      expect(picture.getAttribute('aria-hidden') === 'true' || picture.getAttribute('role') === 'img').toBe(true)
    }
  })
})
