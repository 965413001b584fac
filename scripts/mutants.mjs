// Planted faults: each patch of test/mutants/ names, in its first lines, the test file and the title that must fail when it
// is applied. A fault that no test notices fails this run.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'test', 'mutants')
const COPIED = ['bin', 'src', 'test', 'templates', 'scripts', 'package.json', 'tsconfig.json', 'vitest.config.ts']

function header(patch, name) {
  const value = new RegExp(`^# ${name}: (.+)$`, 'm').exec(patch)?.[1]
  if (!value) throw new Error(`the patch has no line "# ${name}: …"`)
  return value
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
}

/** The titles that failed in the copy of the tree with the patch applied. */
function failedTitles(file, copy) {
  const report = join(copy, 'report.json')
  run('npx', ['vitest', 'run', file, '--reporter=json', `--outputFile=${report}`], copy)
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  )
}

function isNoticed(name) {
  const patch = readFileSync(join(folder, name), 'utf8')
  const copy = mkdtempSync(join(tmpdir(), 'oidc-mutant-'))
  try {
    for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const applied = run('patch', ['-p1', '--no-backup-if-mismatch', '-i', join(folder, name)], copy)
    if (applied.status !== 0) throw new Error(`${name} does not apply:\n${applied.stdout}${applied.stderr}`)
    const title = header(patch, 'title')
    const failed = failedTitles(header(patch, 'test'), copy)
    const noticed = failed.some((failure) => failure.includes(title))
    console.log(`${noticed ? 'noticed' : 'MISSED '} ${name}: ${title}`)
    return noticed
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const patches = readdirSync(folder)
  .filter((name) => name.endsWith('.patch'))
  .sort()
const noticed = patches.map(isNoticed).filter(Boolean).length
console.log(`${noticed} passed, ${patches.length - noticed} failed`)
if (patches.length < 3 || noticed < patches.length) process.exitCode = 1
