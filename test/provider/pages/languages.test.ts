import { describe, expect, it } from 'vitest'
import { chooseLanguage } from '../../../src/provider/pages/language.ts'
import { de } from '../../../src/provider/pages/strings/de.ts'
import { en } from '../../../src/provider/pages/strings/en.ts'
import { documentOf, only } from './document.ts'
import { CONSENT, CONTEXT, SAMPLES } from './samples.ts'

/** Words that are German too. */
const SHARED = ['Website', 'Name', 'Code', 'Option', 'Issuer', 'Clients']

function leavesOf(value: object, path = ''): Map<string, string> {
  const leaves = Object.entries(value).map(([key, item]): [string, string][] =>
    typeof item === 'string' ? [[`${path}.${key}`, item]] : [...leavesOf(item, `${path}.${key}`)],
  )
  return new Map(leaves.flat())
}

const placeholdersOf = (text: string | undefined) => (text?.match(/\{[a-z_]+\}/g) ?? []).sort()

describe('RFC 4647 §3.4: the first language that the pages speak', () => {
  it.each([
    [['de'], 'de'],
    [['de-AT'], 'de'],
    [['DE-ch'], 'de'],
    [['en-GB', 'de'], 'en'],
    [['fr', 'de', 'en'], 'de'],
    [['fr'], 'en'],
    [['den'], 'en'],
    [['*'], 'en'],
    [[''], 'en'],
    [[], 'en'],
  ])('%j: %s', (languages, chosen) => {
    expect(chooseLanguage(languages)).toBe(chosen)
  })
})

describe('German', () => {
  const english = leavesOf(en)
  const german = leavesOf(de)

  it('says everything that English says, with the same values', () => {
    expect([...german.keys()]).toEqual([...english.keys()])
    for (const [key, text] of german) {
      expect(text.trim()).not.toBe('')
      expect(placeholdersOf(text), key).toEqual(placeholdersOf(english.get(key)))
    }
  })

  it('is not English', () => {
    const same = [...german].filter(([key, text]) => english.get(key) === text).map(([, text]) => text)
    expect(same.filter((text) => !SHARED.includes(text))).toEqual([])
  })

  it.each(SAMPLES)('page $name is marked as German and fills every placeholder', ({ interaction, context }) => {
    const document = documentOf(interaction, { ...context, languages: ['de'] })
    expect(only(document, 'html').getAttribute('lang')).toBe('de')
    expect(document.text).not.toMatch(/\{(client|issuer|title|position|sent|expected|redirect_uri|client_id)\}/)
  })

  it('what the provider says in English is marked as English', () => {
    const { interaction, context } = SAMPLES.find(({ name }) => name === 'error-dev') ?? {
      interaction: CONSENT,
      context: CONTEXT,
    }
    const document = documentOf(interaction, { ...context, languages: ['de'] })
    expect(only(document, '#rule').getAttribute('lang')).toBe('en')
    expect(only(document, '#error-description').getAttribute('lang')).toBe('en')
  })
})
