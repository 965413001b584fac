/** Which template a client of the configuration came from. */
import { UsageError } from '../errors.ts'
import type { ListedClient } from './list-clients.ts'
import { listTemplates, type TemplateFolder } from './templates/list.ts'
import { loadTemplate } from './templates/load.ts'
import { likelyTemplates, type Recognised, recognise } from './templates/recognise.ts'
import type { Template } from './templates/schema.ts'

export interface FoundTemplate {
  template: Template
  /** The address and values that its redirect URIs show. */
  recognised: Recognised
}

const NOTHING: Recognised = { set: {} }

/** The template that was named, with what the client's redirect URIs tell. */
async function namedTemplate(id: string, client: ListedClient, folders: readonly TemplateFolder[]) {
  const template = await loadTemplate(id, folders)
  return { template, recognised: recognise(template, client.redirect_uris) ?? NOTHING }
}

/**
 * The template `id`, else the one that gives the client's redirect URIs.
 *
 * @throws {@link UsageError} where none does, {@link TemplateNotFound}
 */
export async function findTemplate(
  client: ListedClient,
  folders: readonly TemplateFolder[],
  id?: string,
): Promise<FoundTemplate> {
  if (id !== undefined) return namedTemplate(id, client, folders)
  for (const summary of likelyTemplates(client, await listTemplates(folders))) {
    const template = await loadTemplate(summary.id, folders)
    const recognised = recognise(template, client.redirect_uris)
    if (recognised !== undefined) return { template, recognised }
  }
  throw new UsageError(`no template fits the client '${client.client_id}'`, {
    hint: 'name one with --template APP; oidc client templates lists them',
  })
}
