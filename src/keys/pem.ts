/**
 * PEM as text (RFC 7468), cut into its blocks without judging what is inside. Node reads PEM leniently (trailing text,
 * several blocks, any label), so the provider's verdict needs the tokens; conversion needs only the bytes.
 */

/** Bytes; nothing larger is a key or a chain. */
export const PEM_LIMIT = 1024 * 1024

export interface PemBlock {
  label: string
  /** RFC 1421 headers, such as `Proc-Type: 4,ENCRYPTED`. */
  headers: readonly string[]
  /** The decoded content; undefined when the base64 is damaged. */
  bytes: Buffer | undefined
  /** Line of the BEGIN line, from 1. */
  line: number
  /** The block as it stands in the text, from BEGIN to the dashes of END. */
  text: string
}

export interface PemDocument {
  blocks: readonly PemBlock[]
  /** Whether text other than white space stands before or between the blocks. */
  hasForeignText: boolean
  /** What follows the dashes of the last END line. */
  rest: string
  /** A BEGIN line without its END line. */
  isCutOff: boolean
}

const BEGIN = /^-----BEGIN ([^\r\n]*?)-----[ \t]*\r?$/gm
const HEADER = /^[A-Za-z][A-Za-z0-9-]*:/

/** Base64 with padding and line breaks as RFC 7468 §3 allows; undefined for anything else. */
function decodeBase64(text: string): Buffer | undefined {
  const packed = text.replace(/[ \t\r\n]/g, '')
  if (packed.length === 0 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined
  return Buffer.from(packed, 'base64')
}

function splitHeaders(body: string): { headers: string[]; base64: string } {
  const lines = body.split(/\r?\n/).slice(1)
  const headers: string[] = []
  while (HEADER.test(lines[0] ?? '')) headers.push(lines.shift() ?? '')
  return { headers, base64: lines.join('\n') }
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}

/** Cuts a text into PEM blocks; text that holds none gives an empty list. */
export function tokenisePem(text: string): PemDocument {
  const blocks: PemBlock[] = []
  let end = 0
  let line = 1
  let foreign = ''
  for (const match of text.matchAll(BEGIN)) {
    if (match.index < end) continue
    const label = match[1] ?? ''
    const footer = `-----END ${label}-----`
    const stop = text.indexOf(footer, match.index)
    foreign += text.slice(end, match.index)
    line += countLines(text.slice(end, match.index))
    if (stop === -1) return { blocks, hasForeignText: foreign.trim() !== '', rest: '', isCutOff: true }
    const { headers, base64 } = splitHeaders(text.slice(match.index + match[0].length, stop))
    end = stop + footer.length
    const block = text.slice(match.index, end)
    blocks.push({ label, headers, bytes: decodeBase64(base64), line, text: block })
    line += countLines(block)
  }
  return { blocks, hasForeignText: foreign.trim() !== '', rest: text.slice(end), isCutOff: false }
}

/** Only blanks or tabs and one line break may follow the dashes of the last END line. */
export function endsCleanly({ rest }: PemDocument): boolean {
  return /^[ \t]*(\r?\n)?$/.test(rest)
}

/** DER bytes as a PEM block: lines of 64 characters, one final line feed (RFC 7468 §2). */
export function encodePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
