/**
 * Runs bcryptjs in a worker thread, one for each computation: pure JavaScript would hold the event loop for a tenth of
 * a second at a time (docs/decisions/bcrypt-in-a-worker.md). The worker is a few lines of text that load the installed
 * package by its path, so that it works alike from sources and from the bundle.
 */
import { Worker } from 'node:worker_threads'
import { bcryptPath } from './installed.ts'

/** The secret comes as a message, not as workerData, which NODE_DEBUG=worker would print. */
const SOURCE = `
const { parentPort, workerData: path } = require('node:worker_threads')
const { hashSync } = require(path)
parentPort.once('message', ({ input, setting }) => parentPort.postMessage(hashSync(input, setting)))
`

/** The bcrypt string of `input` under `setting` (`$2b$CC$` and 22 characters of salt). */
export function runBcrypt(input: string, setting: string): Promise<string> {
  const workerData = bcryptPath()
  return new Promise((resolve, reject) => {
    const worker = new Worker(SOURCE, { eval: true, workerData, env: {}, execArgv: [], argv: [] })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the bcrypt worker ended with status ${code} and no answer`)))
    worker.postMessage({ input, setting })
  })
}
