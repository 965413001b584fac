import { de } from './strings/de.ts'
import { en, type Strings } from './strings/en.ts'

/** Languages that the pages speak, as BCP 47 primary subtags. */
export type Language = 'en' | 'de'

const STRINGS: Readonly<Record<Language, Strings>> = { en, de }

/** The first of the user's languages that the pages speak, by primary subtag (RFC 4647 §3.4); English without one. */
export function chooseLanguage(languages: readonly string[]): Language {
  for (const tag of languages) {
    const primary = tag.toLowerCase().split('-', 1)[0]
    if (primary === 'en' || primary === 'de') return primary
  }
  return 'en'
}

/** The words of a language. */
export function stringsOf(language: Language): Strings {
  return STRINGS[language]
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A time in the largest unit that it is a whole number of, number and unit on one line. */
export function durationIn(language: Language, seconds: number): string {
  const [unit, size] = UNITS.find(([, one]) => seconds >= one && seconds % one === 0) ?? ['second', 1]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' })
    .format(seconds / size)
    .replaceAll(' ', '\u00a0')
}
