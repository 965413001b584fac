// Each default digest: the whole process of `oidc secret hash` beside a reference tool that does the same work
// (python3 with hashlib or python3-argon2, perl with crypt(3)), in turn; medians in ms. The reference recomputes our
// digest, so that wrong answers do not count. Target: ours <= 1.3 x (reference + `node -e 0`).
//   node bench/secrets.mjs [runs]
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TARGET = 1.3
const SECRET = 'insecure_secret'
const PYTHON = '/usr/bin/python3'
const runs = Number(process.argv[2] ?? 9)
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

function ours(algorithm) {
  return timed(process.execPath, [program, 'secret', 'hash', '--stdin', '--algorithm', algorithm], SECRET)
}

function theirs({ command, args, key }) {
  const { elapsed, stdout } = timed(command, args)
  if (stdout !== key) throw new Error(`${command} computes another key`)
  return elapsed
}

console.log(`node ${process.version}, ${runs} runs each in turn, medians of whole processes`)
let missed = 0
for (const { algorithm, reference } of rows) {
  const tool = reference(ours(algorithm).stdout.trim())
  const times = { ours: [], theirs: [], bare: [] }
  for (let run = 0; run < runs; run++) {
    times.bare.push(bare())
    times.ours.push(ours(algorithm).elapsed)
    times.theirs.push(theirs(tool))
  }
  const [own, other, node] = [median(times.ours), median(times.theirs), median(times.bare)]
  const ratio = own / (other + node)
  const isMet = ratio <= TARGET
  if (!isMet) missed += 1
  const figures = `ours ${own.toFixed(0).padStart(4)}  ${tool.command.replace(/.*\//, '').padEnd(7)} ${other.toFixed(0).padStart(4)}  node ${node.toFixed(0)}`
  console.log(`${algorithm.padEnd(10)} ${figures}  ${ratio.toFixed(2)} x${isMet ? '' : '  MISSED'}`)
}
process.exitCode = missed === 0 ? 0 : 1
