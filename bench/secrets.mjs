// Each default digest: the whole process of `oidc secret hash` beside a reference tool that does the same work
// (python3 with hashlib or python3-argon2, perl with crypt(3)), in turn; medians in ms. The reference recomputes our
// digest, so that wrong answers do not count. Target: ours <= 1.3 x (reference + `node -e 0`). `oidc secret generate` is
// measured too: what a start takes before anything is computed, and a floor where the reference takes next to no time.
//   node bench/secrets.mjs [runs [algorithm ...]]
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TARGET = 1.3
const SECRET = 'insecure_secret'
const PYTHON = '/usr/bin/python3'
const [, , count = '9', ...only] = process.argv
const runs = Number(count)
const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'oidc.cjs')

const standard = (text) => Buffer.from(text, 'base64').toString('hex')
const adapted = (text) => standard(text.replaceAll('.', '+'))

const crypt = (digest) => ({
  command: 'perl',
  args: ['-e', 'print crypt($ARGV[0], $ARGV[1])', SECRET, digest],
  key: digest,
})
const python = (script, salt, key) => ({ command: PYTHON, args: ['-c', script, SECRET, salt], key })

const rows = [
  {
    algorithm: 'pbkdf2',
    reference(digest) {
      const [, , iterations, salt, key] = digest.split('$')
      const call = `hashlib.pbkdf2_hmac('sha512', sys.argv[1].encode(), bytes.fromhex(sys.argv[2]), ${iterations})`
      return python(`import hashlib, sys; print(${call}.hex(), end='')`, adapted(salt), adapted(key))
    },
  },
  {
    algorithm: 'argon2',
    reference(digest) {
      const [, , , , salt, key] = digest.split('$')
      const call = 'hash_secret_raw(sys.argv[1].encode(), bytes.fromhex(sys.argv[2]), 3, 65536, 4, 32, Type.ID, 19)'
      const script = `import sys; from argon2.low_level import hash_secret_raw, Type; print(${call}.hex(), end='')`
      return python(script, standard(salt), standard(key))
    },
  },
  {
    algorithm: 'scrypt',
    reference(digest) {
      const [, , , salt, key] = digest.split('$')
      const cost = 'n=1 << 16, r=8, p=1, maxmem=1 << 30, dklen=32'
      const call = `hashlib.scrypt(sys.argv[1].encode(), salt=bytes.fromhex(sys.argv[2]), ${cost})`
      return python(`import hashlib, sys; print(${call}.hex(), end='')`, standard(salt), standard(key))
    },
  },
  { algorithm: 'bcrypt', reference: crypt },
  { algorithm: 'sha2crypt', reference: crypt },
]

function timed(command, args, input) {
  const start = process.hrtime.bigint()
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input })
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
  return { elapsed, stdout }
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
const bare = () => timed(process.execPath, ['-e', '0']).elapsed

const start = () => timed(process.execPath, [program, 'secret', 'generate']).elapsed

function ours(algorithm) {
  return timed(process.execPath, [program, 'secret', 'hash', '--stdin', '--algorithm', algorithm], SECRET)
}

function theirs({ command, args, key }) {
  const { elapsed, stdout } = timed(command, args)
  if (stdout !== key) throw new Error(`${command} computes another key`)
  return elapsed
}

/** Medians of all that a row compares, in turn. */
function measure({ algorithm, reference }) {
  const tool = reference(ours(algorithm).stdout.trim())
  const contenders = { own: () => ours(algorithm).elapsed, other: () => theirs(tool), bare, start }
  const times = { own: [], other: [], bare: [], start: [] }
  for (let run = 0; run < runs; run++) {
    for (const [name, time] of Object.entries(contenders)) times[name].push(time())
  }
  const medians = Object.entries(times).map(([name, all]) => [name, median(all)])
  return { name: tool.command.replace(/.*\//, ''), ...Object.fromEntries(medians) }
}

const figure = (name, time) => `${name} ${time.toFixed(0).padStart(4)}`

console.log(`node ${process.version}, ${runs} runs each in turn, medians of whole processes in ms`)
const findings = []
for (const row of rows.filter(({ algorithm }) => only.length === 0 || only.includes(algorithm))) {
  const { name, own, other, bare, start } = measure(row)
  const [ratio, floor] = [own / (other + bare), start / (other + bare)]
  const verdict = ratio <= TARGET ? '' : `  MISSED (a start alone: ${floor.toFixed(2)} x)`
  if (ratio > TARGET) findings.push(row.algorithm)
  const figures = [figure('ours', own), figure(name.padEnd(7), other), figure('node', bare), figure('a start', start)]
  console.log(`${row.algorithm.padEnd(10)} ${figures.join('  ')}  ${ratio.toFixed(2)} x${verdict}`)
}
if (findings.length > 0) process.exitCode = 1
