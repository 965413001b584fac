/** Files of many megabytes, good and broken: judged soon (by processor time) and in 512 MiB, never a crash. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIGEST, documentOf } from '../config/documents.ts'

const MEGABYTE = 1_000_000
const SIZES = [
  { megabytes: 5, seconds: 2 },
  { megabytes: 15.9, seconds: 6 },
]

const client = (index: number) => `- client_id: 'app-${index}'
  client_name: 'App ${index}'
  client_secret: '${DIGEST}'
  redirect_uris: ['https://app-${index}.example.com/callback']
  scopes: ['openid', 'profile', 'email']
`

function repeated(piece: (index: number) => string, length: number): string {
  const pieces: string[] = []
  for (let index = 0, size = 0; size < length; index += 1) {
    const text = piece(index)
    pieces.push(text)
    size += text.length
  }
  return pieces.join('')
}

const HEAD = 'identity_providers:\n  oidc:\n    clients:\n'

/** Kinds of large text; each makes one of about the length asked for. */
const TEXTS: Readonly<Record<string, (length: number) => string>> = {
  clients: (length) => documentOf({ clients: repeated(client, length * 0.7) }),
  'clients without an id': (length) => HEAD + repeated(() => '      - {}\n', length),
  'unknown options': (length) => HEAD + repeated((index) => `      - colour${index}: x\n`, length),
  'wrong indentation': (length) => HEAD + repeated((index) => `${' '.repeat(index % 9)}a${index}: b\n`, length),
  'one long line': (length) => `a: ${'x'.repeat(length)}\n`,
  'one long quoted text': (length) => `a: "${'x '.repeat(length / 2)}"\n`,
  'a quote that never ends': (length) => `a: "${'x\n'.repeat(length / 2)}`,
  'open brackets': (length) => '['.repeat(length),
  dashes: (length) => '- '.repeat(length / 2),
  'quotes side by side': (length) => `a: [${'""'.repeat(Math.min(length / 2, 550_000))}]\n`,
  'values that cannot begin so': (length) => `a:\n${'- @\n'.repeat(Math.min(length / 4, 190_000))}`,
  'long texts in double quotes': (length) => `a:\n${`- "${'x '.repeat(400_000)}"\n`.repeat(length / 800_000)}`,
  'a flow list of numbers': (length) => `a: [${'1,'.repeat(length / 2)}]\n`,
  'line breaks': (length) => '\n'.repeat(length),
  comments: (length) => repeated(() => '# a comment\n', length),
  anchors: (length) => `a:\n${repeated((index) => `  - &a${index} x\n`, length)}`,
  aliases: (length) => `a: &a [1, 2]\nb:\n${repeated(() => '  - *a\n', length)}`,
  'keys that stand twice': (length) => repeated(() => 'a: 1\n', length),
  'template expressions': (length) => repeated((index) => `a${index}: {{ 1 }}\n`, length),
  'open template expressions': (length) => repeated(() => '{{ if\n', length),
  'random bytes': (length) =>
    Buffer.from(Uint8Array.from({ length }, (_, n) => (n * n * 31 + n * 7) % 251)).toString('latin1'),
}

interface Judgement {
  /** Of processor time. */
  milliseconds: number
  count: number
  codes: string[]
}

describe('large files', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oidc-large-'))
    await build({
      entryPoints: [join(import.meta.dirname, '../config/process/judge-file.ts')],
      outfile: join(folder, 'judge-file.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
      logLevel: 'error',
    })
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function judge(text: string): Promise<Judgement> {
    const file = join(folder, 'configuration.yml')
    await writeFile(file, text)
    const program = join(folder, 'judge-file.mjs')
    const child = spawn(process.execPath, ['--max-old-space-size=512', program, file])
    const output = { out: '', error: '' }
    child.stdout.on('data', (chunk) => {
      output.out += chunk
    })
    child.stderr.on('data', (chunk) => {
      output.error += chunk
    })
    const status = await new Promise((resolve) => child.on('close', resolve))
    expect([status, output.error.slice(0, 300)]).toEqual([0, ''])
    return JSON.parse(output.out)
  }

  for (const { megabytes, seconds } of SIZES) {
    it.each(Object.entries(TEXTS))(`${megabytes} MB, ${seconds} s: %s`, async (_kind, make) => {
      const { milliseconds } = await judge(make(megabytes * MEGABYTE))
      expect(milliseconds).toBeLessThan(seconds * 1000)
    })
  }
})
