import { Args, Flags } from '@oclif/core'
import { SETTINGS_FORMATS } from '../../clients/settings/formats.ts'
import type { SettingsDocument } from '../../clients/settings-document.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import { UsageError } from '../../errors.ts'
import { secretInputFlags } from '../../output/secret-input.ts'
import { PRIVATE_FILE, writeFileAtomically } from '../../primitives/files.ts'
import { systemRandom } from '../../primitives/random.ts'
import { ClientCommand, clientFlags } from './client-command.ts'
import { foldersOf, readSet, templateFlags } from './template-flags.ts'

export interface ClientSettingsResult extends SettingsDocument {
  client_id: string
  issuer: string
  /** Where it was written. */
  file?: string
}

export default class ClientSettings extends ClientCommand<ClientSettingsResult> {
  static override summary = 'Show what to type into the application of a client'
  static override description =
    'The template is recognised by the redirect URIs of the client, or named with --template. The secret is not known any more: it is left out, unless --stdin or --file gives it.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> grafana --issuer https://auth.example.com',
    '<%= config.bin %> <%= command.id %> grafana --issuer https://auth.example.com --format env --out grafana.env',
  ]
  static override args = { id: Args.string({ name: 'ID', description: 'The client_id', required: true }) }
  static override flags = {
    issuer: Flags.string({
      summary: 'The issuer, as the application reaches it (default: authelia_url of session.cookies)',
      helpValue: 'URL',
    }),
    format: Flags.option({
      summary: 'Form of the settings (default: what the application reads)',
      options: SETTINGS_FORMATS,
    })(),
    out: Flags.string({ summary: 'Write them into this file, readable by its owner only', helpValue: 'FILE' }),
    force: Flags.boolean({ summary: 'Replace an existing file' }),
    ...secretInputFlags,
    ...templateFlags,
    ...clientFlags,
  }

  async run(): Promise<ClientSettingsResult> {
    const { args, flags } = await this.parse(ClientSettings)
    const [{ findTemplate }, { listedClient }, { settingsDocument }] = await Promise.all([
      import('../../clients/find-template.ts'),
      import('../../clients/list-clients.ts'),
      import('../../clients/settings-document.ts'),
    ])
    const loaded = await this.loader(flags)()
    const client = listedClient(loaded, args.id)
    const issuer = await issuerOf(flags.issuer, loaded)
    const found = await findTemplate(client, foldersOf(flags, this.config.root), flags.template)
    const document = settingsDocument({
      template: found.template,
      issuer,
      clientId: client.client_id,
      clientSecret: await this.givenSecret(flags),
      url: flags.url ?? found.recognised.url,
      set: { ...found.recognised.set, ...readSet(flags.set) },
      format: flags.format,
      random: systemRandom,
    })
    const { out: file, force } = flags
    if (file !== undefined) await writeFileAtomically(file, document.text, { mode: PRIVATE_FILE, force })
    for (const { setting, missing } of document.omitted) {
      this.note(`${setting} lacks a value: ${missing.join(', ')} is not known here`)
    }
    const result = { client_id: client.client_id, issuer, ...document, ...(file !== undefined && { file }) }
    return this.render(result, () => (file === undefined ? document.text : `wrote ${file}`))
  }
}

/** @throws {@link UsageError} where neither the flag nor the configuration says it */
async function issuerOf(flag: string | undefined, { tree }: LoadedConfiguration): Promise<string> {
  const { configuredIssuer } = await import('../../clients/issuer.ts')
  const issuer = flag ?? configuredIssuer(tree)
  if (issuer !== undefined) return issuer
  throw new UsageError('the issuer is not in the configuration', { hint: 'give it with --issuer https://…' })
}
