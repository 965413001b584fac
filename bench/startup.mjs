// Start-up beside `node -e 0`: each command in turn, 20 times; medians in ms and ratios of the same run.
//   node bench/startup.mjs [runs]
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const runs = Number(process.argv[2] ?? 20)
const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'oidc.cjs')
const rows = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'oidc --version', args: [program, '--version'], target: 1.5, answers: /^oidc-toolkit\// },
  { name: 'oidc secret generate', args: [program, 'secret', 'generate'], target: 2, answers: /^[\w.~-]{72}\n$/ },
  {
    name: 'oidc keys generate --alg ES256',
    args: [program, 'keys', 'generate', '--alg', 'ES256'],
    target: 2,
    answers: /"P-256"/,
  },
].map((row) => ({ ...row, times: [] }))

function once({ args, answers }) {
  const start = process.hrtime.bigint()
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== 0 || (answers && !answers.test(stdout))) throw new Error(`wrong answer of: node ${args.join(' ')}`)
  return elapsed
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]

for (const row of rows) once(row)
for (let run = 0; run < runs; run++) for (const row of rows) row.times.push(once(row))

const base = median(rows[0].times)
console.log(`node ${process.version}, ${runs} runs each, medians`)
for (const { name, times, target } of rows) {
  const ratio = median(times) / base
  const verdict = target === undefined ? '' : `  target <= ${target}: ${ratio <= target ? 'met' : 'MISSED'}`
  console.log(`${name.padEnd(32)} ${median(times).toFixed(0).padStart(4)} ms  ${ratio.toFixed(2)} x${verdict}`)
}
