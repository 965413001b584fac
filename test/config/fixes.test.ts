import { describe, expect, it } from 'vitest'
import { applyFixes, fixesByFile } from '../../src/config/apply-fixes.ts'
import { validate } from '../../src/config/validate.ts'
import { documentOf } from './documents.ts'
import { loadText } from './load-text.ts'

async function repaired(text: string): Promise<string> {
  const { problems } = validate(await loadText(text))
  return applyFixes(text, fixesByFile(problems).get('configuration.yml') ?? [])
}

describe('--fix: what is certain is repaired, the rest of the text stays', () => {
  it('old names of a client become current ones, with comments, quotes and order kept', async () => {
    const text = documentOf({
      clients:
        '- \'id\': app   # the id\n  "description": x\n  public: true # yes\n  redirect_uris: [https://a.example.com/]',
    })
    expect(await repaired(text)).toBe(text.replace("'id'", "'client_id'").replace('"description"', '"client_name"'))
  })

  it('an old name beside the current one is removed', async () => {
    const text = documentOf({ client: 'client_name: a\ndescription: b' })
    expect(await repaired(text)).toBe(text.replace(/ *description: b\n/, ''))
  })

  it('lifespans move', async () => {
    const fixed = await repaired(documentOf({ provider: 'access_token_lifespan: 30m' }))
    expect(validate(await loadText(fixed)).problems).toEqual([])
    expect(fixed).toMatch(/lifespans:\n {6}access_token: '?30m'?\n/)
  })

  it('entries that stand twice are removed, each once, and words of a response type put in order', async () => {
    const client =
      'scopes: [openid, email, openid, email]\nresponse_types: [token id_token, code]\ngrant_types: [implicit, authorization_code, implicit]'
    const fixed = await repaired(documentOf({ client }))
    expect(fixed).toContain('scopes: [openid, email]')
    expect(fixed).toMatch(/response_types: \['?id_token token'?, code\]/)
    expect(fixed).toContain('grant_types: [implicit, authorization_code]')
    expect(validate(await loadText(fixed)).problems).toEqual([])
  })

  it('a text with nothing to repair is the same', async () => {
    const text = documentOf({ client: 'scopes: [openid, calendar]' })
    expect(await repaired(text)).toBe(text)
  })
})
