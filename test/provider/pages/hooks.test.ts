import { describe, expect, it } from 'vitest'
import { documentOf, only, sampleDocument } from './document.ts'
import { CONTEXT, LOGIN } from './samples.ts'

/** Sample, data-page, and elements that robots of real clients look for: each is there once. */
const HOOKS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'login',
    'login',
    ['input[name=username]', 'input[name=password]', '#login-submit', 'button[name=cancel][value=true]'],
  ],
  ['login-dev', 'login', ['input[name=username]', '#login-submit', 'button[name=user][value=alice]', 'a#edit-claims']],
  [
    'edit-claims',
    'edit-claims',
    [
      'input[name=display_name]',
      'textarea[name=emails]',
      'input[name=email_verified][value=true]',
      'textarea[name=groups]',
      'textarea[name=extra]',
      '#edit-claims-submit',
    ],
  ],
  ['second-factor', 'second-factor', ['input[name=totp]', '#second-factor-submit']],
  ['second-factor-dev', 'second-factor', ['input[name=totp]', '#dev-code']],
  ['second-factor-enrol', 'second-factor-enrol', ['input[name=enrolment_code]', '#second-factor-enrol-submit']],
  [
    'second-factor-enrol-setup',
    'second-factor-enrol',
    ['input[name=totp]', '#second-factor-enrol-submit', 'svg.qr-code', '#totp-secret'],
  ],
  [
    'consent',
    'consent',
    [
      'button#consent-accept[name=decision][value=accept]',
      'button#consent-reject[name=decision][value=reject]',
      'button[name=decision][value=switch_account]',
      'input[name=remember]',
      'input[name=claims][value=phone_number]',
    ],
  ],
  ['device', 'device', ['input[name=user_code]', '#device-submit', '#device-refuse[name=cancel][value=true]']],
  ['device-done', 'device-done', []],
  ['logout', 'logout', ['#logout-confirm', '#logout-cancel']],
  ['logged-out', 'logged-out', []],
  ['error', 'error', ['#error', '#error-description', '#request-id']],
  ['error-dev', 'error', ['#error', '#error-description', '#rule', '#sent', '#command', '#change', '#learn-redirect']],
  ['home', 'home', ['#sign-out']],
  ['home-dev', 'home', ['a#try', 'a#inspector', '#issuer', '#users', '#clients', '#endpoints']],
]

describe('hooks that robots drive the pages by', () => {
  it.each(HOOKS)('%s: data-page %s', (sample, page, selectors) => {
    const document = sampleDocument(sample)
    expect(only(document, 'body').getAttribute('data-page')).toBe(page)
    for (const selector of selectors) only(document, selector)
  })

  it.each([
    ['error', 'The request cannot be completed'],
    ['device-done', 'You can return to your device'],
    ['device-done-denied', 'You can return to your device'],
    ['logged-out', 'You are signed out'],
  ])('%s says %s', (sample, phrase) => {
    expect(only(sampleDocument(sample), 'main').text).toContain(phrase)
  })

  it('error: the elements hold the code and the description and nothing else', () => {
    const document = sampleDocument('error')
    expect(only(document, '#error').text).toBe('invalid_request')
    expect(only(document, '#error-description').text).toBe(
      'The "redirect_uri" does not match any of the URIs that the client has registered.',
    )
  })
})

describe('what the hooks send', () => {
  it('RFC 8628 §5.4: the code that came in the link is shown in the field', () => {
    const field = only(sampleDocument('device-with-code'), 'input[name=user_code]')
    expect(field.getAttribute('value')).toBe('BDWPHQPK')
  })

  it('OpenID Connect Core 1.0 §3.1.2.1: login_hint fills the user name', () => {
    const document = documentOf({ ...LOGIN, username: 'alice' }, CONTEXT)
    expect(only(document, 'input[name=username]').getAttribute('value')).toBe('alice')
    expect(only(document, 'input[name=password]').hasAttribute('value')).toBe(false)
  })

  it('essential claims cannot be unticked, optional ones come ticked', () => {
    const document = sampleDocument('consent')
    const boxes = document.querySelectorAll('input[name=claims]')
    expect(boxes.map((box) => [box.getAttribute('value'), box.hasAttribute('checked')])).toEqual([
      ['phone_number', true],
      ['department', true],
    ])
    expect(only(document, '.required').text).toMatch(/birthdate.*Required/)
  })

  it('remembering is offered where it is allowed, and not ticked beforehand', () => {
    expect(only(sampleDocument('consent'), 'input[name=remember]').hasAttribute('checked')).toBe(false)
    expect(sampleDocument('consent-small').querySelector('input[name=remember]')).toBeNull()
  })

  it('consent shows each scope, the audience, the client id and the account', () => {
    const text = only(sampleDocument('consent'), 'main').text
    for (const shown of [
      'openid',
      'Know who you are',
      'dashboards:read',
      'https://api.example.com',
      'grafana',
      'Alice',
    ])
      expect(text).toContain(shown)
  })

  it('cards and the account switch have forms of their own, so that Enter never presses them', () => {
    for (const [sample, button, submit] of [
      ['login-dev', 'button[name=user][value=alice]', '#login-submit'],
      ['consent', '#consent-switch-account', '#consent-accept'],
    ] as const) {
      const document = sampleDocument(sample)
      expect(only(document, button).closest('form')).not.toBe(only(document, submit).closest('form'))
    }
  })

  it('the first button of each form is the one that Enter means', () => {
    const firstButtons = ['login', 'consent', 'second-factor', 'device', 'logout'].map((sample) => {
      const forms = sampleDocument(sample).querySelectorAll('form.form')
      return forms.map((form) => form.querySelector('button')?.id)
    })
    expect(firstButtons.flat()).toEqual([
      'login-submit',
      'consent-accept',
      'second-factor-submit',
      'device-submit',
      'logout-confirm',
    ])
  })

  it('pages outside --dev show nothing of it', () => {
    for (const sample of ['login', 'second-factor', 'error', 'home'])
      expect(
        sampleDocument(sample).querySelector('#dev-code, [name=user], #rule, #learn-redirect, .tag-dev'),
      ).toBeNull()
  })
})
