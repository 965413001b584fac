/**
 * Runs the command lines of a documentation page as printed: each line of a ```console block that begins with `$ ` is
 * given to bash, in one folder a page, with `oidc` being the built program. A line that ends with `# exits N` must end
 * with that status, any other with 0. Lines of ```yaml blocks whose first line is `# FILE` are written to FILE first.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { environment, PROGRAM } from './run-oidc.ts'

interface Step {
  kind: 'run' | 'write'
  line: number
  text: string
}

const FENCE = /^```(\w*)/

/** The steps of a page in order: files to write and command lines to run. */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = []
  let language: string | undefined
  let block: { line: number; lines: string[] } = { line: 0, lines: [] }
  markdown.split('\n').forEach((text, index) => {
    const fence = FENCE.exec(text)
    if (fence && language === undefined) {
      language = fence[1] ?? ''
      block = { line: index + 2, lines: [] }
    } else if (fence) {
      steps.push(...stepsOfBlock(language ?? '', block))
      language = undefined
    } else block.lines.push(text)
  })
  return steps
}

function stepsOfBlock(language: string, { line, lines }: { line: number; lines: string[] }): Step[] {
  if (language === 'console') {
    return lines.flatMap((text, index) =>
      text.startsWith('$ ') ? [{ kind: 'run' as const, line: line + index, text: text.slice(2) }] : [],
    )
  }
  const file = /^# (\S+\.\w+)$/.exec(lines[0] ?? '')
  return file ? [{ kind: 'write', line, text: `${file[1]}\n${lines.slice(1).join('\n')}\n` }] : []
}

function runStep({ text }: Step, folder: string, path: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', text], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment(), PATH: path, HOME: folder },
    input: '',
  })
  return { status, output: stdout + stderr }
}

/**
 * Declares a test for a page; paths are relative to the root of the project. Lines that match `except` (they never end, or
 * set up the clone) are run by other tests.
 */
export function itRunsAsPrinted(page: string, { except = [] }: { except?: readonly RegExp[] } = {}): void {
  it(`${page}: every command line runs as printed`, () => {
    const root = join(import.meta.dirname, '../..')
    const folder = mkdtempSync(join(tmpdir(), 'oidc-docs-'))
    try {
      const bin = join(folder, '.bin')
      mkdirSync(bin)
      writeFileSync(join(bin, 'oidc'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`)
      chmodSync(join(bin, 'oidc'), 0o755)
      const isMeant = ({ kind, text }: Step) => kind === 'write' || !except.some((pattern) => pattern.test(text))
      const steps = stepsOf(readFileSync(join(root, page), 'utf8')).filter(isMeant)
      expect(steps.some(({ kind }) => kind === 'run')).toBe(true)
      for (const step of steps) {
        if (step.kind === 'write') {
          const [file = '', ...lines] = step.text.split('\n')
          mkdirSync(dirname(join(folder, file)), { recursive: true })
          writeFileSync(join(folder, file), lines.join('\n'))
          continue
        }
        const wanted = Number(/# exits (\d+)$/.exec(step.text)?.[1] ?? 0)
        const { status, output } = runStep(step, folder, `${bin}:${process.env['PATH'] ?? ''}`)
        expect(status, `${page}:${step.line}: ${step.text}\n${output}`).toBe(wanted)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
