import type { TemplateSummary } from '../../clients/templates/list.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { foldersOf, templatesFlag } from './template-flags.ts'

export interface ListedTemplates {
  templates: Pick<TemplateSummary, 'id' | 'name' | 'keywords' | 'generic'>[]
}

export default class ClientTemplates extends BaseCommand<ListedTemplates> {
  static override summary = 'List the applications that client add knows, or those that fit some words'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> grafana',
    '<%= config.bin %> <%= command.id %> photo --json',
  ]
  static override strict = false
  static override usage = 'client templates [WORDS...] [FLAGS]'
  static override flags = templatesFlag

  async run(): Promise<ListedTemplates> {
    const { argv, flags } = await this.parse(ClientTemplates)
    const [{ listTemplates }, { searchTemplates }, { table }] = await Promise.all([
      import('../../clients/templates/list.ts'),
      import('../../clients/templates/search.ts'),
      import('../../output/table.ts'),
    ])
    const found = searchTemplates(argv.join(' '), await listTemplates(foldersOf(flags, this.config.root)))
    if (found.length === 0) this.note(`no template fits ${argv.join(' ')}; oidc client add asks some questions instead`)
    const templates = found.map(({ id, name, keywords, generic }) => ({ id, name, keywords, generic }))
    const rows = templates.map(({ id, name, keywords }) => [id, name, keywords.join(', ')])
    return this.render({ templates }, () => (rows.length === 0 ? '' : table(['TEMPLATE', 'NAME', 'KEYWORDS'], rows)))
  }
}
