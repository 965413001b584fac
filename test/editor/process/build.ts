import { spawn } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { parse } from 'yaml'

/** Bundles the test program into a new temporary folder and returns its path there. */
export async function buildInsertClient(): Promise<{ folder: string; program: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'oidc-editor-'))
  const program = join(folder, 'insert-client.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'insert-client.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
  })
  return { folder, program }
}

export const START = '# mine\nidentity_providers:\n  oidc:\n    clients: # all\n      - client_id: first\n\n# end\n'

/** A new configuration file in a folder. */
export async function startFile(folder: string, name: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, START, { mode: 0o640 })
  return file
}

/** The client ids of a file, which must be well formed and still hold what stood around them. */
export async function clientIds(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8')
  if (!text.startsWith('# mine\n') || !text.endsWith('\n\n# end\n')) throw new Error(`the file is broken: ${text}`)
  const { identity_providers } = parse(text)
  return identity_providers.oidc.clients.map(({ client_id }: { client_id: string }) => client_id)
}

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Runs the program to its end, or kills it once it has made an edit and some milliseconds have passed. */
export function runInsertClient(program: string, args: string[], killAfter?: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args])
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      if (stdout === '' && killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
