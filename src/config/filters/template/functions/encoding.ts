/** Encodings, checksums, random identifiers and URL queries. */
import { createHash } from 'node:crypto'
import { uuid } from '../../../../primitives/random.ts'
import { ofStrings, type TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const BASE32_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE32 = /^(?:[A-Z2-7]{8})*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?$/

const withoutLineEnds = (text: string): string => text.replace(/[\r\n]/g, '')

function decodeBase64(text: string): string {
  const plain = withoutLineEnds(text)
  return BASE64.test(plain) ? Buffer.from(plain, 'base64').toString('utf8') : fail('the text is not base64')
}

/** RFC 4648 §6. */
function encodeBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = (bits.match(/.{1,5}/g) ?? []).map(
    (group) => BASE32_LETTERS[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '',
  )
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=')
}

function decodeBase32(text: string): string {
  const plain = withoutLineEnds(text)
  if (!BASE32.test(plain)) return fail('the text is not base32')
  const bits = Array.from(plain.replaceAll('=', ''), (letter) =>
    BASE32_LETTERS.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const groups = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(groups.map((group) => Number.parseInt(group, 2))).toString('utf8')
}

function sum(algorithm: 'sha1' | 'sha256' | 'sha512'): TemplateFunction {
  return ofStrings(1, (text = '') => createHash(algorithm).update(text).digest('hex'))
}

/** The form encoding of a query: space is `+`, everything but letters, digits and `-_.~` is escaped. */
function escapeQuery(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const letter = String.fromCharCode(byte)
    if (/[A-Za-z0-9\-_.~]/.test(letter)) return letter
    return byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

function unescapeQuery(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})|([^%]+)/g, (_all, hex?: string, plain?: string) =>
      hex === undefined ? Buffer.from(plain ?? '').toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
    )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The first value of a parameter in a URI's query; pairs that cannot be decoded do not count. */
function queryArgument(uri: string, key: string): string {
  if (!/^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(uri)) return fail('the text is not an absolute URI or path')
  const at = uri.indexOf('?')
  const pairs =
    at < 0
      ? []
      : uri
          .slice(at + 1)
          .split('&')
          .filter((pair) => pair !== '' && !pair.includes(';'))
  for (const pair of pairs) {
    const [name = '', ...value] = pair.split('=')
    const text = unescapeQuery(value.join('='))
    if (unescapeQuery(name) === key && text !== undefined) return text
  }
  return ''
}

export const ENCODING: Readonly<Record<string, TemplateFunction>> = {
  b64enc: ofStrings(1, (text = '') => Buffer.from(text).toString('base64')),
  b64dec: ofStrings(1, (text = '') => decodeBase64(text)),
  b32enc: ofStrings(1, (text = '') => encodeBase32(Buffer.from(text))),
  b32dec: ofStrings(1, (text = '') => decodeBase32(text)),
  sha1sum: sum('sha1'),
  sha256sum: sum('sha256'),
  sha512sum: sum('sha512'),
  uuidv4: {
    parameters: [],
    call: (_args, { random }) =>
      random ? uuid(random) : fail('uuidv4 needs random numbers, which are not at hand here'),
  },
  urlquery: ofStrings(1, (text = '') => escapeQuery(text)),
  urlunquery: ofStrings(1, (text = '') => unescapeQuery(text) ?? fail('the text has a broken % escape')),
  urlqueryarg: ofStrings(2, (uri = '', key = '') => queryArgument(uri, key)),
}
