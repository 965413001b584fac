import { BaseCommand } from '../../output/base-command.ts'

export default class ConfigSchema extends BaseCommand<Record<string, unknown>> {
  static override summary = 'Print the JSON Schema (2020-12) of the configuration, for editors'
  static override description =
    'Covers identity_providers.oidc in its current generation. An editor with a YAML language server uses it through a first line such as: # yaml-language-server: $schema=oidc.schema.json'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> > oidc.schema.json',
  ]

  async run(): Promise<Record<string, unknown>> {
    await this.parse(ConfigSchema)
    const { jsonSchema } = await import('../../config/schema/zod-schema.ts')
    return this.render(jsonSchema(), (schema) => JSON.stringify(schema, null, 2))
  }
}
