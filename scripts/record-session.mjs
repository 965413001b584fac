// Records `oidc client add` on a terminal and puts the screens into docs/clients.md, secrets masked. `--check` only
// compares. Needs the built program.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawn } from '@lydell/node-pty'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(root, 'bin', 'oidc.cjs')
const page = join(root, 'docs', 'clients.md')
const cols = 110
const env = { PATH: process.env.PATH, HOME: tmpdir(), TERM: 'xterm', NO_COLOR: '1' }

/** What the end of the screen must look like, what is typed then, and whether the screen is kept. */
const STEPS = [
  { shown: /\? .*type to search/, typed: 'graf' },
  { shown: /\? .* graf\n❯ Grafana\n[\s\S]* select$/, typed: '\r', keep: true },
  { shown: /\? the address of .*\)$/, typed: 'https://grafana.example.com\r' },
  { shown: /\? .* Make them\? .*$/, typed: '\r' },
  { shown: /\? Make a random secret .*$/, typed: '\r' },
  { shown: /\? Write this .*$/, typed: '\r' },
]

function mask(text) {
  const secret = /for the application: (\S+)/.exec(text)?.[1]
  // Some secrets are quoted in the settings, others need no quotes.
  const masked =
    secret === undefined ? text : text.replaceAll(`'${secret}'`, secret).replaceAll(secret, '(72 characters)')
  return masked.replaceAll(/(\$pbkdf2-sha512\$\d+\$)[\w./]+\$[\w./]+/g, '$1…')
}

/** What a terminal of endless height shows after `output`: the few sequences that our prompts use. */
function screenOf(output) {
  const lines = [[]]
  let [row, column] = [0, 0]
  const put = (character) => {
    if (column === cols) [row, column] = [row + 1, 0]
    lines[row] ??= []
    lines[row][column++] = character
  }
  const sequences = {
    A: (count) => (row = Math.max(0, row - (count || 1))),
    B: (count) => (row += count || 1),
    C: (count) => (column += count || 1),
    D: (count) => (column = Math.max(0, column - (count || 1))),
    G: (count) => (column = (count || 1) - 1),
    K: (mode) => (lines[row] = mode === 2 ? [] : (lines[row] ?? []).slice(0, column)),
    J: () => {
      lines.length = row + 1
      lines[row] = (lines[row] ?? []).slice(0, column)
    },
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
  for (const [text, count, name] of output.matchAll(/\u001b\[[?]?(\d*)(?:;\d*)*([A-Za-z])|[\s\S]/gu)) {
    if (name !== undefined) sequences[name]?.(Number(count))
    else if (text === '\r') column = 0
    else if (text === '\n') row += 1
    else if (text === '\b') column -= 1
    else if (text >= ' ') put(text)
  }
  return Array.from(lines, (line) =>
    Array.from(line ?? [], (character) => character ?? ' ')
      .join('')
      .trimEnd(),
  )
    .join('\n')
    .trimEnd()
}

function record(cwd) {
  return new Promise((resolve, reject) => {
    const pty = spawn(process.execPath, [program, 'client', 'add'], { cwd, env, cols, rows: 50, name: 'xterm' })
    const frames = []
    const steps = [...STEPS]
    let output = ''
    pty.onData((data) => {
      output += data
      const [step] = steps
      if (step === undefined || !step.shown.test(screenOf(output))) return
      if (step.keep) frames.push(screenOf(output))
      steps.shift()
      pty.write(step.typed)
    })
    pty.onExit(({ exitCode }) => {
      if (exitCode === 0 && steps.length === 0) resolve([...frames, screenOf(mask(output))])
      else reject(new Error(`the program ended with ${exitCode}:\n${screenOf(mask(output))}`))
    })
  })
}

function insert(text, frames) {
  const [begin, end] = ['<!-- recorded by scripts/record-session.mjs -->', '<!-- end of the recording -->']
  const blocks = frames.map((frame) => `\`\`\`text\n$ oidc client add\n${frame}\n\`\`\``)
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`docs/clients.md lacks ${begin} … ${end}`)
  return `${before}${begin}\n\n${blocks.join('\n\n')}\n\n${end}${after}`
}

const folder = mkdtempSync(join(tmpdir(), 'oidc-session-'))
try {
  const { status, stderr } = spawnSync(process.execPath, [program, 'config', 'init', '--yes'], { cwd: folder, env })
  if (status !== 0) throw new Error(`config init: ${stderr}`)
  const present = readFileSync(page, 'utf8')
  const wanted = insert(present, await record(folder))
  if (!process.argv.includes('--check')) writeFileSync(page, wanted)
  else if (wanted !== present) {
    process.stderr.write(`docs/clients.md shows another session: node scripts/record-session.mjs\n\n${wanted}`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
