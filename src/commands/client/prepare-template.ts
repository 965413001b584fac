/** From a template and what was given for it to the entries that are written. */
import { assertFree } from '../../clients/add-client.ts'
import { checkNewClientId, whileTyping } from '../../clients/check-answer.ts'
import { type ClientEntry, clientEntry } from '../../clients/client-entry.ts'
import { storageOfTemplate, templateEntry } from '../../clients/from-template.ts'
import { clientsIn, knownNames } from '../../clients/known-names.ts'
import {
  missingAlgorithms,
  type ProviderChange,
  providerChanges,
  refuseChanges,
} from '../../clients/provider-changes.ts'
import { type FilledClient, type FilledTemplate, fillTemplate } from '../../clients/templates/fill.ts'
import { templateFlags } from '../../clients/templates/flags.ts'
import type { Template } from '../../clients/templates/schema.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import type { Edit } from '../../editor/edit.ts'
import { askText, askYes, isInteractive } from '../../output/prompt.ts'
import { readSecret } from '../../output/secret-input.ts'
import { ISSUER_SIGNING_ALGORITHMS } from '../../spec/algorithms.ts'
import { type AddFlags, requestOf } from './add-flags.ts'
import {
  type MadeSecret,
  makeSecret,
  type Preparation,
  type PreparedClient,
  type SecretMaker,
} from './prepare-client.ts'

/** What fills a template. */
export interface TemplateAnswers {
  url?: string | undefined
  set: Record<string, string>
}

/** Asks on a terminal for what the template needs and no flag gave. */
export async function askTemplate(template: Template, given: TemplateAnswers, yes: boolean): Promise<TemplateAnswers> {
  if (!isInteractive() || yes) return given
  const answers: TemplateAnswers = { url: given.url, set: { ...given.set } }
  for (const { name, flag, description, example, required } of templateFlags(template)) {
    const known = name === 'url' ? answers.url : answers.set[name]
    if (!required || known !== undefined) continue
    const message = example === undefined ? description : `${description} (such as ${example})`
    const answer = await askText({ flag, message, validate: (text) => text.trim() !== '' || 'it cannot be empty' })
    if (name === 'url') answers.url = answer.trim()
    else answers.set[name] = answer.trim()
  }
  return answers
}

/** Another instance of an application gets an id of its own. */
async function idOf(template: Template, flags: AddFlags, { tree }: LoadedConfiguration): Promise<string | undefined> {
  const known = knownNames(tree)
  const proposed = flags.id ?? template.client.client_id
  if (!known.clients.includes(proposed)) return flags.id
  if (!isInteractive() || flags.yes) assertFree(proposed, clientsIn(tree))
  const message = `There is a client '${proposed}' already; client id of this one`
  return askText({ flag: '--id', message, validate: whileTyping(checkNewClientId(known)) })
}

/** A secret that the vendor has built into the program can only be typed in. */
async function secretOf(client: FilledClient, flags: AddFlags, maker: SecretMaker): Promise<MadeSecret | undefined> {
  if (client.secret !== 'published') return makeSecret(storageOfTemplate(client), { ...flags, yes: true }, maker)
  if (!isInteractive() || flags.yes) return undefined
  const secret = await readSecret(
    {},
    { message: `Published secret of ${client.options.client_name ?? client.options.client_id}:` },
  )
  return { stored: await maker.store(secret, 'digest') }
}

async function prepareExtra(
  client: FilledClient,
  flags: AddFlags,
  maker: SecretMaker,
): Promise<{ prepared?: PreparedClient; warning?: string }> {
  const { stdin: _stdin, file: _file, ...others } = flags
  const made = await secretOf(client, others, maker)
  if (made === undefined) {
    const id = client.options.client_id
    return { warning: `the client '${id}' (${client.purpose}) is left out: its published secret has to be typed in` }
  }
  return { prepared: { entry: templateEntry(client, { secret: made.stored }), secret: made.secret } }
}

async function allowed(missing: readonly string[], flags: AddFlags): Promise<void> {
  if (missing.length === 0 || flags['allow-provider-changes']) return
  const message = `It needs changes of the provider: ${missing.join(', ')}. Make them?`
  const mayAsk = isInteractive() && !flags.yes
  if (mayAsk && (await askYes({ flag: '--allow-provider-changes', message, default: true }))) return
  refuseChanges(missing)
}

async function keyEdits(algorithms: readonly string[], present: LoadedConfiguration): Promise<Edit[]> {
  if (algorithms.length === 0) return []
  const [{ generateKey }, { finishKey }, { entryValue, JWKS_PATH }] = await Promise.all([
    import('../../keys/generate.ts'),
    import('../../keys/generated.ts'),
    import('../../workspace/configured-keys.ts'),
  ])
  const wanted = ISSUER_SIGNING_ALGORITHMS.filter((alg) => algorithms.includes(alg))
  const keys = await Promise.all(wanted.map((alg) => generateKey({ alg })))
  return keys.map((key) => ({
    kind: 'insert',
    path: JWKS_PATH,
    value: entryValue(finishKey(key, { encoding: 'pkcs8' }).document, present),
  }))
}

function warningsOf({ warnings, needs }: FilledTemplate): string[] {
  const byHand = (needs?.by_hand ?? []).map(({ path, change }) => `to be done by hand: ${path}: ${change}`)
  return [
    ...warnings.map(({ option, message }) => (option === undefined ? message : `${option}: ${message}`)),
    ...byHand,
  ]
}

function fullEntry(entry: ClientEntry, flags: AddFlags): ClientEntry {
  if (!flags.full) return entry
  const { client_secret, ...options } = entry
  const secret = typeof client_secret === 'string' ? client_secret : undefined
  const request = {
    ...options,
    client_id: String(options['client_id']),
    require_pkce: options['require_pkce'] === true,
  }
  return { ...clientEntry(request, { secret, full: true }), ...entry }
}

/**
 * The clients of a template.
 *
 * @throws {@link ProviderChangesNeeded} where the provider lacks something and nobody allowed to add it
 */
export async function prepareTemplate(
  template: Template,
  {
    answers,
    flags,
    present,
    maker,
  }: {
    answers: TemplateAnswers
    flags: AddFlags
    present: LoadedConfiguration
    maker: SecretMaker
  },
): Promise<Preparation> {
  const clientId = await idOf(template, flags, present)
  const filled = fillTemplate(template, { ...answers, clientId })
  const changes: ProviderChange[] = providerChanges(filled.needs, present.tree)
  const algorithms = missingAlgorithms(filled.needs, present.tree)
  await allowed([...changes.map(({ what }) => what), ...algorithms.map((alg) => `a key for ${alg}`)], flags)
  const { client_id: _id, ...overrides } = requestOf(flags)
  const { secret, stored } = await makeSecret(storageOfTemplate(filled.client, overrides), flags, maker)
  const entry = fullEntry(templateEntry(filled.client, { overrides, secret: stored }), flags)
  const extra = await Promise.all(filled.extraClients.map((client) => prepareExtra(client, flags, maker)))
  const keys = await keyEdits(algorithms, present)
  return {
    client: { entry, secret },
    extra: extra.flatMap(({ prepared }) => prepared ?? []),
    beside: ({ tree }) => [...providerChanges(filled.needs, tree).flatMap(({ edits }) => edits), ...keys],
    warnings: [...warningsOf(filled), ...extra.flatMap(({ warning }) => warning ?? [])],
  }
}
