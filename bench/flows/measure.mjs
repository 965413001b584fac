// One slot: one unit of work on one server, for a while, several at a time; processor time of the server and latencies.
import { verifyTokens } from './checks.mjs'

/** One answer in so many is verified. */
const SAMPLE = 25

/**
 * @param {{ cpuMs: () => number, rss: () => number }} server
 * @param {{ seconds: number, parallel: number, atLeast?: number }} options `atLeast`: goes on for up to four times as long until so
 *   many units are done
 */
export async function measure(server, metadata, { begin, run, shows }, { seconds, parallel, atLeast = 0 }) {
  const states = await Promise.all(Array.from({ length: parallel }, () => begin(metadata)))
  const latencies = []
  const samples = []
  const cpuBefore = server.cpuMs()
  const start = performance.now()
  const isOver = () => {
    const now = performance.now()
    return now > start + seconds * 1000 && (latencies.length >= atLeast || now > start + seconds * 4000)
  }
  await Promise.all(
    states.map(async (first) => {
      for (let state = first; !isOver(); ) {
        const from = performance.now()
        state = await run(metadata, state)
        latencies.push(performance.now() - from)
        if (shows !== undefined && latencies.length % SAMPLE === 0) samples.push(state)
        if (shows === 'flow') state = first
      }
    }),
  )
  const elapsed = performance.now() - start
  const cpu = server.cpuMs() - cpuBefore
  for (const sample of samples) await verifyTokens(metadata, sample)
  return { cpu: cpu / latencies.length, rate: (latencies.length / elapsed) * 1000, latencies, rss: server.rss() }
}
