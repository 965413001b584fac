/** Registers the clients of a template as `client add --template` does, in a fresh configuration of its own. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planAddition } from '../../../src/clients/add-client.ts'
import type { StoreSecret } from '../../../src/clients/client-secret.ts'
import { type EditedClients, editClients } from '../../../src/clients/edit-clients.ts'
import { templateEntry } from '../../../src/clients/from-template.ts'
import { fillTemplate } from '../../../src/clients/templates/fill.ts'
import type { Template } from '../../../src/clients/templates/schema.ts'
import type { PreparedClient } from '../../../src/commands/client/prepare-client.ts'
import { prepareTemplate } from '../../../src/commands/client/prepare-template.ts'
import type { Load } from '../../../src/config/edit/edit-configuration.ts'
import type { LoadedConfiguration } from '../../../src/config/load.ts'
import { systemRandom } from '../../../src/primitives/random.ts'
import { hashSecret } from '../../../src/secrets/hash.ts'
import { loadWorkspace } from '../../../src/workspace/load.ts'
import { exampleRequest } from './all-templates.ts'

export interface Registered {
  edited: EditedClients
  loaded: LoadedConfiguration
  /** The application's client first. */
  clients: readonly PreparedClient[]
}

/** As the program stores secrets, but for the cost: hundreds of logins are made with them. */
const store: StoreSecret = async (secret, kind) =>
  kind === 'plaintext'
    ? `$plaintext$${secret}`
    : hashSecret({ algorithm: 'scrypt', ln: 10 }, secret, { random: systemRandom })

const FLAGS = { yes: true, full: false, 'allow-provider-changes': true }

/** What somebody types in for the apps of a vendor. */
async function publishedClients(template: Template): Promise<PreparedClient[]> {
  const { extraClients } = fillTemplate(template, exampleRequest(template))
  const published = extraClients.filter(({ secret }) => secret === 'published')
  const secret = 'the secret that the vendor built in'
  return Promise.all(
    published.map(async (client) => ({
      entry: templateEntry(client, { secret: await store(secret, 'digest') }),
      secret,
    })),
  )
}

/** Writes `text` into a file of `folder` and adds the clients of `template` to it. */
export async function register(template: Template, text: string, folder: string): Promise<Registered> {
  const path = join(folder, `${template.id}.yml`)
  await writeFile(path, text)
  const load: Load = (texts) => loadWorkspace({ config: [path], texts })
  const preparation = await prepareTemplate(template, {
    answers: exampleRequest(template),
    flags: FLAGS,
    present: await load(),
    maker: { random: systemRandom, store },
  })
  const clients = [preparation.client, ...preparation.extra, ...(await publishedClients(template))]
  const entries = clients.map(({ entry }) => entry)
  const edited = await editClients(load, planAddition(entries, preparation.beside), { dryRun: false })
  return { edited, loaded: await load(), clients }
}
