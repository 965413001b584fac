// `oidc serve --dev` beside npm oauth2-mock-server 8 and oidc-provider 9: from spawn to the first 200 of the discovery document
// (lower quartile of starts in turns) and memory at rest. `node -e 0` and a bare node:http server show what this machine takes
// anyway. The signing key is there already in every row but 'new key'. Status 1 when a target is missed.
//   node bench/serve-start.mjs [starts, default 15] [program]
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { peerScript } from './support/peers.mjs'
import { freePort, startServer } from './support/server-process.mjs'
import { quantile } from './support/statistics.mjs'

const START_TARGET = 0.9
const RSS_TARGET = 1.1
/** Milliseconds after the first answer until a server counts as resting. */
const REST_MS = 300

const starts = Number(process.argv[2] ?? 15)
const program = process.argv[3] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'oidc.cjs')
if (!Number.isInteger(starts) || starts < 1) throw new Error('usage: node bench/serve-start.mjs [starts] [program]')

const BARE = "require('node:http').createServer((_, r) => r.end('{}')).listen(+process.argv[1], '127.0.0.1')"
/** The key that is kept belongs to an issuer, not to a port. */
const KEPT = ['--issuer', `http://localhost:${await freePort()}`]
const serve = (port, ...more) => [program, 'serve', '--dev', '--port', String(port), ...more]
const peer = (name) => (port) => [peerScript(name), String(port)]

const rows = [
  { name: 'node:http', args: (port) => ['-e', BARE, String(port)] },
  { name: 'oidc serve --dev', args: (port) => serve(port, ...KEPT) },
  { name: 'oidc serve --dev, new key', args: (port) => serve(port) },
  { name: 'oauth2-mock-server', args: peer('oauth2-mock-server') },
  { name: 'oidc-provider', args: peer('oidc-provider') },
].map((row) => ({ ...row, times: [], memory: [] }))
const ours = rows.find(({ name }) => name === 'oidc serve --dev')
const peers = rows.filter(({ name }) => name.startsWith('oauth2-') || name.startsWith('oidc-provider'))
const bare = []

async function startOnce({ name, args }) {
  const port = await freePort()
  const env = { NODE_ENV: 'production', NODE_NO_WARNINGS: '1' }
  const server = await startServer({ name, args: args(port), port, env })
  await new Promise((resolve) => setTimeout(resolve, REST_MS))
  const rss = server.rss()
  await server.stop()
  return { startMs: server.startMs, rss }
}

function nothing() {
  const start = process.hrtime.bigint()
  spawnSync(process.execPath, ['-e', '0'])
  return Number(process.hrtime.bigint() - start) / 1e6
}

for (const row of rows) await startOnce(row)
for (let start = 0; start < starts; start++) {
  bare.push(nothing())
  for (const row of rows) {
    const { startMs, rss } = await startOnce(row)
    row.times.push(startMs)
    row.memory.push(rss)
  }
}

const startOf = ({ times }) => quantile(times, 0.25)
const memoryOf = ({ memory }) => quantile(memory, 0.5)
const base = quantile(bare, 0.25)
console.log(
  `node ${process.version}, ${starts} starts each in turns: lower quartile of spawn to first 200, median memory`,
)
console.log(`${'node -e 0'.padEnd(28)} ${base.toFixed(0).padStart(5)} ms`)
for (const row of rows) {
  const time = startOf(row)
  console.log(
    `${row.name.padEnd(28)} ${time.toFixed(0).padStart(5)} ms  ${(time / base).toFixed(2)} x  ${memoryOf(row).toFixed(0).padStart(4)} MiB`,
  )
}
const verdicts = [
  ['start beside the faster peer', startOf(ours) / Math.min(...peers.map(startOf)), START_TARGET],
  ['memory beside the smaller peer', memoryOf(ours) / Math.min(...peers.map(memoryOf)), RSS_TARGET],
]
for (const [what, ratio, target] of verdicts) {
  const isMet = ratio <= target
  if (!isMet) process.exitCode = 1
  console.log(`${what.padEnd(32)} ${ratio.toFixed(2)} x  target <= ${target}: ${isMet ? 'met' : 'MISSED'}`)
}
