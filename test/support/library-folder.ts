/**
 * A folder outside of the project in which the package is installed as users have it: by its name, with the built code. The
 * other packages are this project's own.
 */
import { spawn } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './run-oidc.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A folder whose node_modules has the package and `others`; it is gone when the test ends. */
export async function libraryFolder(...others: string[]): Promise<string> {
  const folder = await temporaryFolder()
  const link = async (name: string, target: string) => {
    const path = join(folder, 'node_modules', name)
    await mkdir(dirname(path), { recursive: true })
    await symlink(target, path)
  }
  await link('oidc-toolkit', ROOT)
  for (const name of others) await link(name, join(ROOT, 'node_modules', name))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
  return folder
}

export interface Snippet {
  file: string
  language: string
  text: string
}

/** Blocks of a page whose first line is `// FILE` or `# FILE`. */
export async function snippetsOf(page: string): Promise<Snippet[]> {
  const markdown = await readFile(join(ROOT, page), 'utf8')
  return [...markdown.matchAll(/^```(\w+)\n(?:\/\/|#) (\S+\.\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file = '', text = '']) => ({ language, file, text }),
  )
}

/** Writes the snippet of that name into `folder`. */
export async function writeSnippet(folder: string, page: string, name: string): Promise<void> {
  const snippet = (await snippetsOf(page)).find(({ file }) => file === name)
  if (snippet === undefined) throw new Error(`${page} has no block that begins with the name ${name}`)
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await writeFile(join(folder, name), snippet.text)
}

export interface Outcome {
  status: number | null
  output: string
}

/** Runs a program in `folder` until it ends by itself. */
export function runIn(
  folder: string,
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  // Runners of tests take themselves for a part of the one that is running.
  const { NODE_TEST_CONTEXT: _test, VITEST: _vitest, NODE_ENV: _env, ...inherited } = process.env
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output }))
  })
}

/** {@link runIn} with this Node. */
export function runNode(folder: string, ...args: string[]): Promise<Outcome> {
  return runIn(folder, process.execPath, args)
}
