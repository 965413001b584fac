/**
 * The main module: the table of commands and the way from `process.argv` to one of them. Only the command that was
 * asked for is loaded; help and the list of commands come from the manifest that the build writes.
 */
import { Config, Help } from '@oclif/core'
import type { CommandClass } from './output/base-command.ts'
import { reportError } from './output/report-error.ts'
import { commandNotFound } from './output/unknown-command.ts'

type Loader = () => Promise<{ default: CommandClass }>

/** Command id (words joined by `:`) → the module that owns it. */
export const LOADERS: Readonly<Record<string, Loader>> = {
  'certs:ca:remove': () => import('./commands/certs/ca/remove.ts'),
  'certs:ca:show': () => import('./commands/certs/ca/show.ts'),
  'certs:csr': () => import('./commands/certs/csr.ts'),
  'certs:generate': () => import('./commands/certs/generate.ts'),
  'certs:inspect': () => import('./commands/certs/inspect.ts'),
  'certs:sign': () => import('./commands/certs/sign.ts'),
  'certs:verify': () => import('./commands/certs/verify.ts'),
  'client:add': () => import('./commands/client/add.ts'),
  'client:check': () => import('./commands/client/check.ts'),
  'client:list': () => import('./commands/client/list.ts'),
  'client:remove': () => import('./commands/client/remove.ts'),
  'client:rotate-secret': () => import('./commands/client/rotate-secret.ts'),
  'client:set': () => import('./commands/client/set.ts'),
  'client:show': () => import('./commands/client/show.ts'),
  'client:settings': () => import('./commands/client/settings.ts'),
  'client:templates': () => import('./commands/client/templates.ts'),
  completion: () => import('./commands/completion.ts'),
  help: () => import('./commands/help.ts'),
  'keys:convert': () => import('./commands/keys/convert.ts'),
  'keys:generate': () => import('./commands/keys/generate.ts'),
  'keys:inspect': () => import('./commands/keys/inspect.ts'),
  'keys:jwks': () => import('./commands/keys/jwks.ts'),
  'keys:match': () => import('./commands/keys/match.ts'),
  'keys:promote': () => import('./commands/keys/promote.ts'),
  'keys:retire': () => import('./commands/keys/retire.ts'),
  'keys:rotate': () => import('./commands/keys/rotate.ts'),
  'keys:thumbprint': () => import('./commands/keys/thumbprint.ts'),
  'config:diff': () => import('./commands/config/diff.ts'),
  'config:explain': () => import('./commands/config/explain.ts'),
  'config:init': () => import('./commands/config/init.ts'),
  'config:schema': () => import('./commands/config/schema.ts'),
  'config:show': () => import('./commands/config/show.ts'),
  'config:validate': () => import('./commands/config/validate.ts'),
  'config:migrate': () => import('./commands/config/migrate.ts'),
  serve: () => import('./commands/serve.ts'),
  'secret:generate': () => import('./commands/secret/generate.ts'),
  'secret:hash': () => import('./commands/secret/hash.ts'),
  'secret:verify': () => import('./commands/secret/verify.ts'),
  'token:decode': () => import('./commands/token/decode.ts'),
  'users:add': () => import('./commands/users/add.ts'),
  'users:list': () => import('./commands/users/list.ts'),
  'users:passwd': () => import('./commands/users/passwd.ts'),
  'users:remove': () => import('./commands/users/remove.ts'),
  'users:totp': () => import('./commands/users/totp.ts'),
}

/** The classes for oclif's own discovery; filled by {@link loadEveryCommand} when the manifest is made. */
export const COMMANDS: Record<string, CommandClass> = {}

/** Loads all commands, for the build that writes the manifest. */
export async function loadEveryCommand(): Promise<void> {
  for (const [id, load] of Object.entries(LOADERS)) COMMANDS[id] = (await load()).default
}

function leadingWords(argv: readonly string[]): readonly string[] {
  const firstFlag = argv.findIndex((word) => word.startsWith('-'))
  return firstFlag === -1 ? argv : argv.slice(0, firstFlag)
}

interface Invocation {
  id: string
  argv: string[]
}

/** Finds the command with the most words at the start of `argv`. */
function findInvocation(argv: readonly string[]): Invocation | undefined {
  const words = leadingWords(argv)
  for (let count = Math.min(words.length, 3); count > 0; count--) {
    const id = words.slice(0, count).join(':')
    if (id in LOADERS) return { id, argv: argv.slice(count) }
  }
  return undefined
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end === -1 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h')
}

async function showHelp(config: Config, words: string[]): Promise<void> {
  const help = new Help(config, { ...config.pjson.oclif.helpOptions, all: true })
  await help.showHelp(words)
}

async function runWithoutCommand(argv: readonly string[], config: Config): Promise<void> {
  const words = leadingWords(argv)
  if (argv.length === 0) {
    const { welcome } = await import('./workspace/welcome.ts')
    process.stdout.write(await welcome(process.cwd()))
  } else if (asksForHelp(argv) && words.length === 0) {
    await showHelp(config, [])
  } else if (config.findTopic(words.join(':'))) {
    await showHelp(config, [words.join(':')])
  } else {
    throw commandNotFound(words, Object.keys(LOADERS))
  }
}

/**
 * Runs the program. Whatever goes wrong is reported here or by the command; the exit status is left in
 * `process.exitCode`, so that output is flushed before the process ends.
 *
 * @param argv the words after the program's name
 * @param root the folder of package.json
 */
export async function main(argv: string[], root: string): Promise<void> {
  try {
    const config = await Config.load({ root })
    const invocation = findInvocation(argv)
    if (!invocation) return await runWithoutCommand(argv, config)
    if (asksForHelp(invocation.argv)) return await showHelp(config, [invocation.id])
    const { default: command } = await (LOADERS[invocation.id] as Loader)()
    command.id = invocation.id
    await command.start(invocation.argv, config)
  } catch (error) {
    reportError(error, { json: argv.includes('--json') })
  }
}
