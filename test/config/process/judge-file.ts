/** A program for tests: judges the file that it is given and prints what came of it, as one line of JSON. */
import { readFile } from 'node:fs/promises'
import { loadConfiguration } from '../../../src/config/load.ts'
import { validate } from '../../../src/config/validate.ts'

const [file = ''] = process.argv.slice(2)
const started = performance.now()
const loaded = await loadConfiguration({
  files: [file],
  environment: {},
  readFile: (path) => readFile(path, 'utf8'),
  filters: ['template'],
})
const { problems } = validate(loaded)
const milliseconds = performance.now() - started
const codes = [...new Set(problems.map(({ code }) => code))]
process.stdout.write(JSON.stringify({ milliseconds, count: problems.length, codes }))
