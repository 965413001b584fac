// Loading and checking a configuration of many clients beside what `yaml` takes to parse its text alone, and one edit of
// the largest. Judged by ratios taken in one run: at most 3 × the parser, and a client costs the same in every size.
//   node bench/config.mjs [runs]
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { parse } from 'yaml'

const runs = Number(process.argv[2] ?? 5)
const root = fileURLToPath(new URL('..', import.meta.url))
const SIZES = [10, 100, 1000, 10_000]
const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'

/** The modules that are measured, bundled as the program is. */
async function program() {
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'))
  const outfile = join(folder, 'config.mjs')
  const contents = `export { loadConfiguration } from './src/config/load.ts'
    export { validate } from './src/config/validate.ts'
    export { initialConfiguration } from './src/config/initial-configuration.ts'
    export { systemRandom } from './src/primitives/random.ts'
    export { editYaml } from './src/editor/edit-yaml.ts'`
  await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  try {
    return await import(outfile)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const { loadConfiguration, validate, initialConfiguration, systemRandom, editYaml } = await program()
const { text: START } = await initialConfiguration({ url: 'https://auth.example.com', random: systemRandom })

const client = (index) => `
      - client_id: 'app-${index}'
        client_name: 'App ${index}'
        client_secret: '${DIGEST}'
        authorization_policy: 'two_factor'
        redirect_uris: ['https://app-${index}.example.com/callback']
        scopes: ['openid', 'profile', 'email']
        grant_types: ['authorization_code']
        token_endpoint_auth_method: 'client_secret_post'`

function configurationOf(count) {
  const clients = Array.from({ length: count }, (_, index) => client(index)).join('')
  return START.replace(/clients: \[\]\n$/, `clients:${clients}\n`)
}

async function judge(text) {
  const readFile = async () => text
  const { problems, resolved } = validate(
    await loadConfiguration({ files: ['configuration.yml'], environment: {}, readFile }),
  )
  if (problems.length > 0) throw new Error(`a wrong answer: ${problems[0].message}`)
  return resolved
}

async function milliseconds(work) {
  globalThis.gc?.()
  const start = performance.now()
  await work()
  return performance.now() - start
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]

const rows = SIZES.map((count) => ({ count, text: configurationOf(count), parsing: [], judging: [] }))
for (const { count, text } of rows.slice(0, 3).flatMap((row) => Array(5).fill(row))) {
  parse(text)
  const { provider } = await judge(text)
  if (provider.clients.length !== count) throw new Error('a wrong answer: clients are missing')
}
for (let run = 0; run < runs; run++) {
  for (const row of rows) {
    row.parsing.push(await milliseconds(() => parse(row.text)))
    row.judging.push(await milliseconds(() => judge(row.text)))
  }
}

console.log(`node ${process.version}, ${runs} runs each, medians`)
console.log('clients   yaml parse   load and validate   ratio   per client')
for (const row of rows) {
  row.time = median(row.judging)
  row.ratio = median(row.judging.map((time, run) => time / row.parsing[run]))
  const cells = [
    String(row.count).padStart(7),
    `${median(row.parsing).toFixed(1)} ms`.padStart(13),
    `${row.time.toFixed(1)} ms`.padStart(20),
    `${row.ratio.toFixed(2)} x`.padStart(8),
    `${((row.time / row.count) * 1000).toFixed(0)} us`.padStart(13),
  ]
  console.log(cells.join(''))
}

const [thousand, tenThousand] = rows.slice(-2)
const growth = tenThousand.time / 10 / thousand.time
console.log(`a client at 10,000 beside one at 1,000: ${growth.toFixed(2)} x`)

const path = ['identity_providers', 'oidc', 'clients']
const edits = [{ kind: 'insert', path, value: { client_id: 'new' } }]
const editing = []
for (let run = 0; run < Math.min(runs, 3); run++) {
  const parsing = await milliseconds(() => parse(tenThousand.text))
  const time = await milliseconds(() => {
    if (!editYaml(tenThousand.text, edits).endsWith("- client_id: 'new'\n")) throw new Error('a wrong edit')
  })
  editing.push({ time, ratio: time / parsing })
}
const edit = editing.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(editing.length / 2)]
console.log(`one edit at 10,000 clients: ${edit.time.toFixed(0)} ms, ${edit.ratio.toFixed(2)} x of parsing`)
