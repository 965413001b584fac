/** Strings: the text comes last, so that it can be piped. */
import { textOf } from '../format.ts'
import { quoteGo } from '../quote.ts'
import { type Arguments, type FunctionContext, ofStrings, type TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import type { GoValue } from '../values.ts'

const WHITE_SPACE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const OUTER_SPACE = new RegExp(`^[${WHITE_SPACE}]+|[${WHITE_SPACE}]+$`, 'g')

/** Go maps letter by letter, so a letter that would become two stays. */
function mapLetters(text: string, change: (letter: string) => string): string {
  return Array.from(text, (letter) => {
    const changed = change(letter)
    return Array.from(changed).length === 1 ? changed : letter
  }).join('')
}

function trimLetters(text: string, cut: string): string {
  const letters = Array.from(text)
  const unwanted = new Set(cut)
  const start = letters.findIndex((letter) => !unwanted.has(letter))
  const end = letters.findLastIndex((letter) => !unwanted.has(letter))
  return start < 0 ? '' : letters.slice(start, end + 1).join('')
}

function replaceAll(old: string, replacement: string, text: string): string {
  if (old !== '') return text.split(old).join(replacement)
  return replacement + Array.from(text, (letter) => letter + replacement).join('')
}

/** The text's length after `old` became `replacement` everywhere, so that a limit can be asked before. */
function replacedLength(old: string, replacement: string, text: string): number {
  const places = old === '' ? text.length + 1 : text.split(old).length - 1
  return text.length + places * Math.max(0, replacement.length - old.length)
}

function indent(width: number, text: string, { budget }: FunctionContext): string {
  if (width < 0) fail('an indentation cannot be negative')
  const lines = text.split('\n')
  budget.checkLength(text.length + lines.length * width)
  const padding = ' '.repeat(width)
  return lines.map((line) => padding + line).join('\n')
}

function quoting(quote: (text: string) => string): TemplateFunction {
  return {
    parameters: [],
    rest: 'any',
    call: ({ values }: Arguments, { budget }) => {
      const present = values.filter((value): value is Exclude<GoValue, null> => value !== null)
      return present.map((value) => quote(textOf(value, budget))).join(' ')
    },
  }
}

const unlessLines =
  (mark: string) =>
  (text: string): string =>
    text.includes('\n') ? text : mark + text + mark

export const TEXT: Readonly<Record<string, TemplateFunction>> = {
  lower: ofStrings(1, (text = '') => mapLetters(text, (letter) => letter.toLowerCase())),
  upper: ofStrings(1, (text = '') => mapLetters(text, (letter) => letter.toUpperCase())),
  title: ofStrings(1, (text = '') => mapLetters(text, (letter) => letter.toUpperCase())),
  trim: ofStrings(1, (text = '') => text.replace(OUTER_SPACE, '')),
  trimAll: ofStrings(2, (cut = '', text = '') => trimLetters(text, cut)),
  trimPrefix: ofStrings(2, (prefix = '', text = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimSuffix: ofStrings(2, (suffix = '', text = '') =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  replace: {
    parameters: ['string', 'string', 'string'],
    call: (args, { budget }) => {
      const [old, replacement, text] = [args.text(0), args.text(1), args.text(2)]
      budget.checkLength(replacedLength(old, replacement, text))
      return replaceAll(old, replacement, text)
    },
  },
  contains: ofStrings(2, (part = '', text = '') => text.includes(part)),
  hasPrefix: ofStrings(2, (prefix = '', text = '') => text.startsWith(prefix)),
  hasSuffix: ofStrings(2, (suffix = '', text = '') => text.endsWith(suffix)),
  indent: {
    parameters: ['int', 'string'],
    call: (args, context) => indent(args.integer(0), args.text(1), context),
  },
  nindent: {
    parameters: ['int', 'string'],
    call: (args, context) => `\n${indent(args.integer(0), args.text(1), context)}`,
  },
  mindent: {
    parameters: ['int', 'string', 'string'],
    call: (args, context) => {
      const text = args.text(2)
      return text.includes('\n') ? `${args.text(1)}\n${indent(args.integer(0), text, context)}` : text
    },
  },
  quote: quoting((text) => quoteGo(text)),
  squote: quoting((text) => `'${text}'`),
  mquote: quoting(unlessLines('"')),
  msquote: quoting(unlessLines("'")),
}
