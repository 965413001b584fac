/** A program for tests: judges the file that it is given and prints the processor time and what came of it, as one line of JSON. */
import { readFile } from 'node:fs/promises'
import { loadConfiguration } from '../../../src/config/load.ts'
import { validate } from '../../../src/config/validate.ts'

const [file = ''] = process.argv.slice(2)
const started = process.cpuUsage()
const loaded = await loadConfiguration({
  files: [file],
  environment: {},
  readFile: (path) => readFile(path, 'utf8'),
  filters: ['template'],
})
const { problems } = validate(loaded)
const { user, system } = process.cpuUsage(started)
const codes = [...new Set(problems.map(({ code }) => code))]
process.stdout.write(JSON.stringify({ milliseconds: (user + system) / 1000, count: problems.length, codes }))
