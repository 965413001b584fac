// Key generation: start-up of `keys generate` beside bare Node, and making keys beside Node's own call and openssl.
// Usage: node bench/keys.mjs [runs, default 100]. Prints medians (of many keys in one go: means) and ratios; 1 when a target
// is missed.
import { spawnSync } from 'node:child_process'
import { createPrivateKey, generateKeyPair } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(root, 'bin', 'oidc.cjs')
const runs = Number(process.argv[2] ?? 100)
const generate = promisify(generateKeyPair)

if (!existsSync(join(root, 'dist', 'cli.cjs'))) throw new Error('the program is not built yet: npm run build')
if (!Number.isInteger(runs) || runs < 1) throw new Error('usage: node bench/keys.mjs [runs]')

function median(times) {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function mean(times) {
  return times.reduce((sum, time) => sum + time, 0) / times.length
}

/** Runs a process and checks what it printed; milliseconds. */
function timeProcess(command, args, check = () => true) {
  const start = performance.now()
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' })
  const time = performance.now() - start
  if (status !== 0 || !check(stdout)) throw new Error(`${command} ${args.join(' ')} gave a wrong result`)
  return time
}

function oidc(...args) {
  return [process.execPath, [program, 'keys', 'generate', ...args]]
}

/** Takes turns, so that a noisy moment falls on all alike. */
function compare(count, contenders) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (let run = 0; run < count; run++) {
    for (const [name, time] of Object.entries(contenders)) times[name].push(time())
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
}

function isKey(alg) {
  return (text) => {
    const jwk = JSON.parse(text)
    createPrivateKey({ key: jwk, format: 'jwk' })
    return jwk.alg === alg
  }
}

const isPem = (text) => createPrivateKey(text).type === 'private'
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const findings = []

function report(name, value, reference, target) {
  const ratio = value / reference
  const verdict =
    target === undefined ? '' : ratio <= target ? `  ok (target ${target} ×)` : `  MISSED (target ${target} ×)`
  if (target !== undefined && ratio > target) findings.push(name)
  console.log(`${name.padEnd(56)} ${value.toFixed(1).padStart(8)} ms  ${ratio.toFixed(2)} ×${verdict}`)
}

console.log(`Node ${process.version}, ${availableParallelism()} cores, ${runs} runs, medians`)

const small = compare(runs, {
  node: () => timeProcess(process.execPath, ['-e', '0']),
  es256: () => timeProcess(...oidc('--alg', 'ES256'), isKey('ES256')),
  ...(hasOpenssl && {
    genpkey: () =>
      timeProcess('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], isPem),
  }),
})
report('keys generate --alg ES256, beside node -e 0', small.es256, small.node, 2)
if (hasOpenssl) report('keys generate --alg ES256, beside openssl genpkey', small.es256, small.genpkey)

// RSA generation varies by a factor of ten from one key to the next: in-process times and whole processes are drawn alike.
const inProcess = []
for (let run = 0; run < runs; run++) {
  const start = performance.now()
  await generate('rsa', { modulusLength: 2048 })
  inProcess.push(performance.now() - start)
}
const large = compare(runs, {
  rsa: () => timeProcess(...oidc('--alg', 'RS256'), isKey('RS256')),
  ...(hasOpenssl && { genrsa: () => timeProcess('openssl', ['genrsa', '2048'], isPem) }),
})
report('keys generate --alg RS256, beside generateKeyPair', large.rsa, median(inProcess))
report('  the same less the start-up of ES256', Math.max(large.rsa - small.es256, 0), median(inProcess))
if (hasOpenssl) report('keys generate --alg RS256, beside openssl genrsa', large.rsa, large.genrsa)

// Twenty keys in one go against the same number one after the other in the same process. The keys differ, and with them
// the luck of the search for primes: sums of 20 vary by 13 %, so it takes means over many keys to tell 0.55 from 0.6.
const KEYS = 20
const rounds = Math.max(1, Math.round(runs / 5))
const together = []
const alone = []
for (let round = 0; round < rounds; round++) {
  together.push(
    timeProcess(...oidc('--alg', 'RS256', '--count', String(KEYS)), (text) => JSON.parse(text).keys.length === KEYS),
  )
  const start = performance.now()
  for (let made = 0; made < KEYS; made++) await generate('rsa', { modulusLength: 2048 })
  alone.push(performance.now() - start)
}
const name = `--count ${KEYS}, beside one after the other (means of ${rounds})`
report(name, mean(together), mean(alone), 0.6)

if (!hasOpenssl) console.log('openssl is not installed: not compared')
if (findings.length > 0) process.exitCode = 1
