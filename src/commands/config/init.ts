import { dirname, join, resolve } from 'node:path'
import { Flags } from '@oclif/core'
import type { InitialConfiguration } from '../../config/initial-configuration.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { askChoice, askText } from '../../output/prompt.ts'
import { exists, FileExists, makePrivateFolder, PRIVATE_FILE, writeFileAtomically } from '../../primitives/files.ts'
import { systemRandom } from '../../primitives/random.ts'

export interface Initialised {
  config: string
  files: string[]
}

const DEFAULT_URL = 'https://auth.example.com'
const PLACES = ['inline', 'files'] as const

export default class ConfigInit extends BaseCommand<Initialised> {
  static override summary = 'Write a starting configuration with fresh keys and secrets'
  static override description =
    'The file is complete but for clients and users. It holds secrets, or names the files that do, so it gets mode 0600; an existing file is never replaced without --force.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --yes',
    '<%= config.bin %> <%= command.id %> --url https://auth.example.org --secrets files',
  ]
  static override flags = {
    config: Flags.string({ summary: 'File to write', default: 'configuration.yml', helpValue: 'PATH' }),
    url: Flags.string({ summary: `Address of the portal (default: asked for, with --yes ${DEFAULT_URL})` }),
    secrets: Flags.option({
      summary:
        'Where secrets and keys go: into the file, or into files in secrets/ beside it (default: asked for, with --yes inline)',
      options: PLACES,
    })(),
    yes: Flags.boolean({ summary: 'Take the defaults for what no flag says' }),
    force: Flags.boolean({ summary: 'Replace existing files' }),
  }

  async run(): Promise<Initialised> {
    const { flags } = await this.parse(ConfigInit)
    const folder = join(dirname(resolve(flags.config)), 'secrets')
    await assertFree(flags.config, flags.force)
    const url = flags.url ?? (flags.yes ? DEFAULT_URL : await askUrl())
    const place = flags.secrets ?? (flags.yes ? 'inline' : await askPlace())
    const { initialConfiguration } = await import('../../config/initial-configuration.ts')
    const secretsFolder = place === 'files' ? folder : undefined
    const made = initialConfiguration({ url, secretsFolder, random: systemRandom })
    const files = await write(await this.busy('Making a key', made), { ...flags, folder })
    this.hint('Next: oidc users add NAME, then oidc client add')
    return this.render({ config: flags.config, files }, ({ config }) => `wrote ${[config, ...files].join(', ')}`)
  }
}

function askUrl(): Promise<string> {
  return askText({ flag: '--url', message: 'Address of the portal', default: DEFAULT_URL })
}

function askPlace(): Promise<(typeof PLACES)[number]> {
  return askChoice({
    flag: '--secrets',
    message: 'Where secrets and keys go',
    choices: [
      { value: 'inline', name: 'into the configuration' },
      { value: 'files', name: 'into files beside it' },
    ],
  })
}

async function assertFree(path: string, force: boolean): Promise<void> {
  if (force || !(await exists(path))) return
  throw new FileExists(`${path} exists already`, {
    hint: 'name another file with --config, or replace it with --force',
  })
}

/** Secret files first, so that the configuration never names a file that is not there. */
async function write(
  { text, secrets }: InitialConfiguration,
  { config, folder, force }: { config: string; folder: string; force: boolean },
): Promise<string[]> {
  if (secrets.size > 0) await makePrivateFolder(folder)
  const files = [...secrets].map(([name, content]) => ({ path: join(folder, name), content }))
  for (const { path } of files) await assertFree(path, force)
  for (const { path, content } of files) await writeFileAtomically(path, content, { mode: PRIVATE_FILE, force })
  await writeFileAtomically(config, text, { mode: PRIVATE_FILE, force })
  return files.map(({ path }) => path)
}
