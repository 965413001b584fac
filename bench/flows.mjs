// The same work in one run on `oidc serve` and on npm oidc-provider 9, each in a process of its own, in turns: processor
// time of the server per unit, rate, latency, memory, ratios. Answers are verified and refusals probed. Status 1 when a
// target is missed.
//   node bench/flows.mjs [--rounds 5] [--seconds 2] [--parallel 8] [--only NAME] [--no-growth] [--program PATH]
import { createPrivateKey, sign } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { probeRefusals } from './flows/checks.mjs'
import { measure } from './flows/measure.mjs'
import { startOurs } from './flows/our-server.mjs'
import { signingKeyPem, USERNAMES } from './flows/settings.mjs'
import { discover, sendClientCredentials, WORK } from './flows/work.mjs'
import { peerScript } from './support/peers.mjs'
import { freePort, startServer } from './support/server-process.mjs'
import { median, quantile } from './support/statistics.mjs'

const STORED = 'the same, stored digest'
const PLAIN = 'client_credentials'
const STORED_TARGET = 1.1
const GROWTH_TARGET = 1.2
const START_TARGET = 0.6
const RSS_TARGET = 0.9
const MANY_CLIENTS = 10_000
const MANY_TOKENS = 100_000
const STARTS = 7
/** Login page, login, consent page, consent, code, userinfo, refresh. */
const REQUESTS_OF_A_FLOW = 7
/** Units before anything counts, so that the compilers of both have done their work. */
const WARM_UP = 5000

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    parallel: { type: 'string', default: '8' },
    only: { type: 'string' },
    'no-growth': { type: 'boolean', default: false },
    program: { type: 'string', default: join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'oidc.cjs') },
  },
})
const [rounds, seconds, parallel] = [values.rounds, values.seconds, values.parallel].map(Number)
const work = WORK.filter(({ name }) => values.only === undefined || name.includes(values.only))
const { program } = values
let missed = 0

function verdict(value, target) {
  if (target === undefined) return ''
  if (value > target) missed += 1
  return `  <= ${target.toFixed(2)} ${value > target ? 'MISSED' : 'met'}`
}

async function startPeer() {
  const port = await freePort()
  return startServer({
    name: 'oidc-provider',
    args: [peerScript('oidc-provider'), String(port)],
    port,
    env: { NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
  })
}

const startOwn = () => startOurs({ name: 'oidc', program })

async function startNodeHttp() {
  const port = await freePort()
  const script = join(import.meta.dirname, 'peers', 'node-http.mjs')
  return startServer({ name: 'node:http', args: [script, String(port)], port })
}

/** Processor milliseconds of one request to Node's HTTP server alone: nobody who listens by it costs less. */
async function requestMs(unit) {
  const server = await startNodeHttp()
  try {
    const metadata = { token_endpoint: `${server.issuer}/token` }
    const slots = []
    for (let round = 0; round <= rounds; round++) {
      const slot = await measure(server, metadata, unit, { seconds, parallel, atLeast: round === 0 ? WARM_UP : 0 })
      if (round > 0) slots.push(slot)
    }
    return summary(slots).cpu
  } finally {
    await server.stop()
  }
}

/** Processor milliseconds of one RS256 signature in one thread: two of them are in every whole flow. */
function signingMs() {
  const key = createPrivateKey(signingKeyPem())
  const data = Buffer.alloc(600)
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    for (let count = 0; count < 200; count++) sign('sha256', data, key)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 / 200
  })
  return median(times)
}

/** Start-up and memory at rest, in turns. */
async function compareStarts() {
  const starts = { own: [], peer: [], ownRss: [], peerRss: [] }
  for (let count = 0; count < STARTS; count++) {
    for (const [kind, start] of [
      ['own', () => startOurs({ name: 'oidc at rest', program, usernames: USERNAMES.slice(0, 1) })],
      ['peer', startPeer],
    ]) {
      const server = await start()
      starts[kind].push(server.startMs)
      starts[`${kind}Rss`].push(server.rss())
      await server.stop()
    }
  }
  const [own, peer, ownRss, peerRss] = [starts.own, starts.peer, starts.ownRss, starts.peerRss].map(median)
  const line = (name, ours, theirs, unit, target) =>
    console.log(
      `${name.padEnd(26)} ${ours.toFixed(0).padStart(8)} ${theirs.toFixed(0).padStart(12)} ${unit}  ${(ours / theirs).toFixed(2)} x${verdict(ours / theirs, target)}`,
    )
  line('spawn to first 200', own, peer, 'ms', START_TARGET)
  line('memory at rest', ownRss, peerRss, 'MiB', RSS_TARGET)
}

/** Takes turns, so that a noisy moment falls on all alike; the first round warms up and is not counted. */
async function measureInTurns(servers, units) {
  const slots = new Map(units.map(({ name }) => [name, servers.map(() => [])]))
  for (let round = 0; round <= rounds; round++) {
    for (const unit of units) {
      for (const [index, { server, metadata }] of servers.entries()) {
        const slot = await measure(server, metadata, unit, { seconds, parallel, atLeast: round === 0 ? WARM_UP : 0 })
        if (round > 0) slots.get(unit.name)[index].push(slot)
      }
    }
  }
  return slots
}

function summary(slots) {
  const latencies = slots.flatMap(({ latencies }) => latencies)
  return {
    cpu: median(slots.map(({ cpu }) => cpu)),
    rate: median(slots.map(({ rate }) => rate)),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    rss: median(slots.map(({ rss }) => rss)),
  }
}

function printServer(name, server, { cpu, rate, p50, p99, rss }) {
  const numbers = [cpu.toFixed(3).padStart(8), rate.toFixed(0).padStart(7), p50.toFixed(2).padStart(8)]
  console.log(
    `${name.padEnd(26)} ${server.padEnd(14)} ${numbers.join(' ')} ${p99.toFixed(2).padStart(8)} ${rss.toFixed(0).padStart(5)}`,
  )
}

async function compareWork() {
  const servers = []
  for (const start of [startOwn, startPeer]) {
    const server = await start()
    servers.push({ server, metadata: await discover(server.issuer) })
  }
  try {
    for (const { metadata } of servers) await probeRefusals(metadata)
    const results = new Map()
    const slots = await measureInTurns(servers, work)
    console.log(`\n${'unit'.padEnd(26)} ${'server'.padEnd(14)}   CPU ms  unit/s   p50 ms   p99 ms   MiB`)
    for (const { name, target } of work) {
      const [ours, theirs] = slots.get(name).map(summary)
      results.set(name, ours)
      printServer(name, 'oidc', ours)
      printServer('', 'oidc-provider', theirs)
      const ratio = ours.cpu / theirs.cpu
      console.log(`${''.padEnd(26)} ratio          ${ratio.toFixed(3).padStart(8)}${verdict(ratio, target)}`)
    }
    return results
  } finally {
    for (const { server } of servers) await server.stop()
  }
}

/** Gives a server many clients and many live tokens, and sets its cost per request beside that of an empty one. */
async function compareGrowth() {
  const names = [PLAIN, 'userinfo', 'introspection', 'whole flow']
  const units = WORK.filter(({ name }) => names.includes(name))
  const moreClients = Array.from({ length: MANY_CLIENTS }, (_, index) => ({
    id: `many-${index}`,
    secret: 'bench-secret-of-one-in-many',
    scope: 'profile',
    grant_types: ['client_credentials'],
  }))
  const full = await startOurs({ name: 'oidc, full', program, moreClients })
  const empty = await startOwn()
  try {
    const servers = []
    for (const server of [empty, full]) servers.push({ server, metadata: await discover(server.issuer) })
    const { metadata } = servers[1]
    for (let made = 0; made < MANY_TOKENS; made += 50) {
      const clients = Array.from({ length: 50 }, (_, index) => moreClients[(made + index) % MANY_CLIENTS])
      for (const { status } of await Promise.all(clients.map((client) => sendClientCredentials(metadata, client)))) {
        if (status !== 200) throw new Error(`a client got no token: ${status}`)
      }
    }
    const slots = await measureInTurns(servers, units)
    console.log(
      `\n${MANY_CLIENTS} clients, ${MANY_TOKENS} tokens (${full.rss().toFixed(0)} MiB), beside an empty server`,
    )
    for (const { name } of units) {
      const [few, many] = slots.get(name).map(summary)
      const ratio = many.cpu / few.cpu
      console.log(
        `${name.padEnd(26)} ${few.cpu.toFixed(3)} → ${many.cpu.toFixed(3)} ms  ${ratio.toFixed(2)} x${verdict(ratio, GROWTH_TARGET)}`,
      )
    }
  } finally {
    await empty.stop()
    await full.stop()
  }
}

console.log(
  `node ${process.version}, ${availableParallelism()} cores, ${rounds} rounds of ${seconds} s, ${parallel} at a time, medians\n`,
)
if (values.only === undefined) await compareStarts()
const results = await compareWork()
const [plain, stored] = [results.get(PLAIN), results.get(STORED)]
if (plain !== undefined && stored !== undefined) {
  const ratio = stored.cpu / plain.cpu
  console.log(`\nstored digest beside plain ${ratio.toFixed(2)} x${verdict(ratio, STORED_TARGET)}`)
}
const signature = signingMs()
const request = await requestMs(WORK.find(({ name }) => name === PLAIN))
const least = 2 * signature + REQUESTS_OF_A_FLOW * request
console.log(`one RS256 signature ${signature.toFixed(3)} ms, one request to node:http alone ${request.toFixed(3)} ms`)
console.log(
  `a whole flow is two signatures and ${REQUESTS_OF_A_FLOW} requests: ${least.toFixed(2)} ms before anything is decided`,
)
if (!values['no-growth'] && values.only === undefined) await compareGrowth()
if (missed > 0) process.exitCode = 1
