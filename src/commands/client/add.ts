import type { ClientEntry } from '../../clients/client-entry.ts'
import type { SettingsDocument } from '../../clients/settings-document.ts'
import type { Template } from '../../clients/templates/schema.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import { Interrupted } from '../../errors.ts'
import { askSearch, askYes, isInteractive } from '../../output/prompt.ts'
import { systemRandom } from '../../primitives/random.ts'
import { type AddFlags, addFlags } from './add-flags.ts'
import { ClientCommand, type ConfigurationFlagValues } from './client-command.ts'
import type { Preparation, PreparedClient, SecretMaker } from './prepare-client.ts'
import type { TemplateAnswers } from './prepare-template.ts'
import { foldersOf, readSet } from './template-flags.ts'

export interface AddedClient {
  /** As it is written. */
  client: ClientEntry
  /** In plain text; only where it was made here. */
  client_secret?: string
  /** Further clients of the application. */
  extra_clients?: { client: ClientEntry; client_secret?: string }[]
  /** The file that holds it. */
  config: string
  /** What to type into the application, where it came from a template. */
  settings?: SettingsDocument
  /** Only with `--dry-run`. */
  diff?: string
}

interface FromTemplate {
  template: Template
  answers: TemplateAnswers
}

export default class ClientAdd extends ClientCommand<AddedClient> {
  static override summary = 'Add a client to the configuration, with a fresh secret'
  static override description =
    `Asks for what no flag says; --yes takes the safe defaults instead. --template fills everything from what is known of an application.
The plain secret is shown once, on standard error (or in --json); the configuration gets its digest. Only what differs from the provider's defaults is written, and all other text of the file stays as it is.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --id wiki --name Wiki --redirect-uri https://wiki.example.com/callback --yes',
    '<%= config.bin %> <%= command.id %> --template grafana --url https://grafana.example.com --allow-provider-changes --yes',
    '<%= config.bin %> <%= command.id %> --id spa --public --redirect-uri https://spa.example.com/ --yes --dry-run',
  ]
  static override flags = addFlags

  async run(): Promise<AddedClient> {
    const { flags } = await this.parse(ClientAdd)
    await this.offerInit(flags)
    const [{ editClients }, { planAddition }, { assertFlags }] = await Promise.all([
      import('../../clients/edit-clients.ts'),
      import('../../clients/add-client.ts'),
      import('./check-flags.ts'),
    ])
    const load = this.loader(flags)
    const present = await this.loadPresent(load)
    assertFlags(flags, present.tree)
    const from = await this.chooseTemplate(flags)
    const preparation = await prepare(from, flags, present)
    const entries = [preparation.client, ...preparation.extra].map(({ entry }) => entry)
    if (!flags.yes && !flags['dry-run']) await this.confirm(entries)
    const options = { dryRun: flags['dry-run'], present }
    const edited = await editClients(load, planAddition(entries, preparation.beside), options)
    const diff = await this.diffOf(edited, flags['dry-run'])
    this.tellProblems(edited)
    const settings = from && (await this.settings(from, preparation.client, flags, present))
    for (const warning of preparation.warnings) this.caution(warning)
    return this.tell(preparation, { config: edited.config, diff, settings })
  }

  /** On a terminal, a folder without configuration can get one first. */
  private async offerInit(flags: ConfigurationFlagValues & { yes: boolean }): Promise<void> {
    if (!isInteractive() || flags.yes) return
    const { findConfiguration } = await import('../../workspace/locate.ts')
    const files = await findConfiguration({ flags: flags.config, environment: process.env, folder: process.cwd() })
    const message = 'There is no configuration here. Make one now?'
    if (files.length > 0 || !(await askYes({ flag: '--config', message, default: true }))) return
    const { default: ConfigInit } = await import('../config/init.ts')
    await new ConfigInit([], this.config).run()
  }

  /** The named template, or the one that is found while the user types. */
  private async chooseTemplate(flags: AddFlags): Promise<FromTemplate | undefined> {
    const folders = foldersOf(flags, this.config.root)
    const id = flags.template ?? (isUndecided(flags) ? await searchTemplate(folders) : undefined)
    if (id === undefined) return undefined
    const [{ loadTemplate }, { askTemplate }] = await Promise.all([
      import('../../clients/templates/load.ts'),
      import('./prepare-template.ts'),
    ])
    const template = await loadTemplate(id, folders)
    const answers = await askTemplate(template, { url: flags.url, set: readSet(flags.set) }, flags.yes)
    return { template, answers }
  }

  /** What to type into the application, where the issuer is known. */
  private async settings(
    { template, answers }: FromTemplate,
    { entry, secret }: PreparedClient,
    flags: { issuer?: string | undefined; 'dry-run': boolean },
    { tree }: LoadedConfiguration,
  ): Promise<SettingsDocument | undefined> {
    const [{ configuredIssuer }, { settingsDocument }] = await Promise.all([
      import('../../clients/issuer.ts'),
      import('../../clients/settings-document.ts'),
    ])
    const issuer = flags.issuer ?? configuredIssuer(tree)
    if (issuer === undefined) return undefined
    const clientSecret = flags['dry-run'] ? undefined : secret
    const clientId = String(entry['client_id'])
    return settingsDocument({ template, issuer, clientId, clientSecret, ...answers, random: systemRandom })
  }

  /** Secrets and settings go to stderr, or all into the document of `--json`. */
  private async tell(
    { client, extra }: Preparation,
    { config, diff, settings }: { config: string; diff: string | undefined; settings: SettingsDocument | undefined },
  ): Promise<AddedClient> {
    const isWritten = diff === undefined
    const document = ({ entry, secret }: PreparedClient) => ({
      client: entry,
      ...(isWritten && secret !== undefined && { client_secret: secret }),
    })
    const result = {
      ...document(client),
      ...(extra.length > 0 && { extra_clients: extra.map(document) }),
      config,
      ...(settings && { settings }),
      ...(diff !== undefined && { diff }),
    }
    if (isWritten) for (const one of [client, ...extra]) await this.showHalves(one)
    if (isWritten && settings) this.note(`\n${settings.text.trimEnd()}`)
    const ids = [client, ...extra].map(({ entry }) => entry['client_id']).join(', ')
    return this.render(result, () => diff ?? `added the client ${ids} to ${config}`)
  }

  private async showHalves({ entry, secret }: PreparedClient): Promise<void> {
    const { client_secret } = entry
    if (secret !== undefined)
      await this.showSecret(secret, typeof client_secret === 'string' ? client_secret : undefined)
  }

  /** Shows what will be written and asks. @throws {@link Interrupted} */
  private async confirm(entries: readonly ClientEntry[]): Promise<void> {
    if (!isInteractive()) return
    const { stringify } = await import('yaml')
    this.note(`\n${stringify(entries, { lineWidth: 0, singleQuote: true }).trimEnd()}\n`)
    if (await askYes({ flag: '--yes', message: 'Write this to the configuration?', default: true })) return
    throw new Interrupted('nothing was written')
  }
}

/** Whether nothing says yet what kind of client it is. */
function isUndecided(flags: AddFlags): boolean {
  const said = [flags.id, flags.name, flags.public, flags['redirect-uri'], flags['grant-type']]
  return isInteractive() && !flags.yes && said.every((flag) => flag === undefined)
}

/** The id of a template; undefined for an application that has none. */
async function searchTemplate(folders: ReturnType<typeof foldersOf>): Promise<string | undefined> {
  const [{ listTemplates }, { prepareSearch }] = await Promise.all([
    import('../../clients/templates/list.ts'),
    import('../../clients/templates/search.ts'),
  ])
  const search = prepareSearch(await listTemplates(folders))
  const other = { value: undefined, name: 'Another application: answer some questions' }
  return askSearch<string | undefined>({
    flag: '--template',
    message: 'What application is it (type to search)?',
    source: (typed) => {
      const found = search(typed).map(({ id, name }) => ({ value: id, name }))
      return typed === '' ? [other, ...found] : [...found, other]
    },
  })
}

async function prepare(
  from: FromTemplate | undefined,
  flags: AddFlags,
  present: LoadedConfiguration,
): Promise<Preparation> {
  const { storedSecret } = await import('../../clients/client-secret.ts')
  const maker: SecretMaker = {
    random: systemRandom,
    store: (secret, kind) => storedSecret(secret, kind, systemRandom),
  }
  if (from === undefined) {
    const { prepareClient } = await import('./prepare-client.ts')
    return prepareClient(flags, present, maker)
  }
  const { prepareTemplate } = await import('./prepare-template.ts')
  return prepareTemplate(from.template, { answers: from.answers, flags, present, maker })
}
