import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { planAddition } from '../../src/clients/add-client.ts'
import { parseAssignment } from '../../src/clients/assignment.ts'
import { clientEntry } from '../../src/clients/client-entry.ts'
import { editClients, type PlanChange } from '../../src/clients/edit-clients.ts'
import { planRemoval } from '../../src/clients/remove-client.ts'
import { planSecret } from '../../src/clients/rotate-secret.ts'
import { planOptions } from '../../src/clients/set-options.ts'
import type { Load } from '../../src/config/edit/edit-configuration.ts'
import { loadConfiguration } from '../../src/config/load.ts'
import { newFolder } from '../support/run-oidc.ts'
import { addedLines, configuration, DIGEST } from './workplace.ts'

type Model = Record<string, unknown>[]

/** A change, with what it does to the model; undefined where there is nothing to change. */
interface Step {
  plan: PlanChange
  apply: (model: Model) => Model
}
type MakeStep = (model: Model) => Step | undefined

const ANOTHER_DIGEST = DIGEST.replace('c8p78n7p', 'd8p78n7p')
const NAMES = ['wiki', 'books', 'mail', 'photos', 'cloud']
const FREE_SCOPES = ['email', 'groups', 'phone', 'address']

function replaced(model: Model, id: unknown, change: (client: Model[0]) => Model[0]): Model {
  return model.map((client) => (client['client_id'] === id ? change(client) : client))
}

const addition = fc.tuple(fc.constantFrom(...NAMES), fc.boolean(), fc.nat(99)).map(
  ([name, isPublic, port]): MakeStep =>
    (model) => {
      if (model.some(({ client_id }) => client_id === name)) return undefined
      const redirect_uris = [`https://${name}.example.com:${port + 1000}/callback`]
      const request = { client_id: name, public: isPublic, redirect_uris, scopes: ['openid', 'profile'] }
      const entry = clientEntry(request, { secret: isPublic ? undefined : DIGEST })
      return { plan: planAddition([entry]), apply: (before) => [...before, entry] }
    },
)

function onClient(make: (client: Model[0], model: Model) => Step | undefined) {
  return fc.nat(9).map(
    (at): MakeStep =>
      (model) => {
        const client = model[at % Math.max(model.length, 1)]
        return client && make(client, model)
      },
  )
}

/** The last client stays. */
const removal = onClient(({ client_id: id }, { length }) =>
  length === 1
    ? undefined
    : { plan: planRemoval(String(id)), apply: (model) => model.filter(({ client_id }) => client_id !== id) },
)

const rotation = onClient(({ client_id: id, client_secret: old }) => {
  if (old === undefined) return undefined
  const client_secret = old === DIGEST ? ANOTHER_DIGEST : DIGEST
  return {
    plan: planSecret(String(id), client_secret),
    apply: (model) => replaced(model, id, (client) => ({ ...client, client_secret })),
  }
})

const naming = fc.stringMatching(/^[A-Za-z #:'"{[&*!|>%@,-]{1,12}$/).chain((name) =>
  onClient(({ client_id: id }) => {
    const client_name = `N ${name.replaceAll('{{', '')}`
    return {
      plan: planOptions(String(id), [parseAssignment(`client_name=${client_name}`)]),
      apply: (model) => replaced(model, id, (client) => ({ ...client, client_name })),
    }
  }),
)

const moreScopes = fc.constantFrom(...FREE_SCOPES).chain((scope) =>
  onClient(({ client_id: id, scopes }) => {
    const present = scopes as string[]
    const isThere = present.includes(scope)
    const left = isThere ? present.filter((one) => one !== scope) : [...present, scope]
    return {
      plan: planOptions(String(id), [parseAssignment(`scopes${isThere ? '-' : '+'}=${scope}`)]),
      apply: (model) => replaced(model, id, (client) => ({ ...client, scopes: left })),
    }
  }),
)

/** Files in several styles, each with comments that must outlive everything. */
const LAYOUTS = {
  block: `    # kept: before
    clients:
      # kept: above
      - client_id: 'first'   # kept
        client_secret: '${DIGEST}'
        redirect_uris: ['https://first.example.com/cb']  # kept
        scopes:
          - openid
          - profile
    # kept: behind
`,
  compact: `    clients:   # kept
    -  client_id: "first"
       redirect_uris: [ "https://first.example.com/cb" ]
       public: yes-please
       scopes: [ openid , profile ]
`.replace('yes-please', 'true'),
  flow: `    clients: [{client_id: first, public: true, redirect_uris: ['https://first.example.com/cb'], scopes: [openid]}]
`,
  none: '    # kept: no client yet\n',
}

/** Comments on lines of their own; those above a client go with it. */
function comments(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => /^\s*#/.test(line))
}

function outside(text: string): string {
  return text.slice(0, text.indexOf("claims: ['name']\n"))
}

describe('client add, set, rotate-secret and remove in any order', () => {
  it('the file holds what a model of the changes says; what no change concerns stays byte for byte', async () => {
    const { path: folder, remove } = await newFolder()
    const file = join(folder, 'configuration.yml')
    const load: Load = (texts) =>
      loadConfiguration({
        files: [file],
        environment: {},
        readFile: async (path) => texts?.get(path) ?? (await readFile(path, 'utf8')),
      })
    const step = fc.oneof({ weight: 3, arbitrary: addition }, removal, rotation, naming, moreScopes)
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.values(LAYOUTS)),
      fc.array(step, { minLength: 3, maxLength: 8 }),
      fc.boolean(),
      async (layout, steps, windows) => {
        const text = configuration(layout).replaceAll('\n', windows ? '\r\n' : '\n')
        await writeFile(file, text)
        let model: Model = parse(text).identity_providers.oidc.clients ?? []
        for (const make of steps) {
          const next = make(model)
          if (next === undefined) continue
          const { length } = model
          model = next.apply(model)
          const edited = await editClients(load, next.plan, { dryRun: false })
          if (model.length >= length) expect(comments(edited.after)).toEqual(comments(edited.before))
        }
        const after = await readFile(file, 'utf8')
        expect(parse(after).identity_providers.oidc.clients ?? []).toEqual(model)
        expect(outside(after.replaceAll('\r\n', '\n'))).toBe(outside(text.replaceAll('\r\n', '\n')))
        expect(after.includes('\r\n')).toBe(windows)
        expect(windows && /[^\r]\n/.test(after)).toBe(false)
      },
    )
    await fc.assert(property, { seed: 20261123, numRuns: 40 })
    await remove()
  })

  it('an addition and its removal leave the file as it was', async () => {
    const { path: folder, remove } = await newFolder()
    const file = join(folder, 'configuration.yml')
    const load: Load = (texts) =>
      loadConfiguration({
        files: [file],
        environment: {},
        readFile: async (path) => texts?.get(path) ?? (await readFile(path, 'utf8')),
      })
    const text = configuration(LAYOUTS.block)
    await writeFile(file, text)
    const entry = clientEntry({ client_id: 'guest', public: true, redirect_uris: ['https://guest.example.com/cb'] })
    await editClients(load, planAddition([entry]), { dryRun: false })
    expect(addedLines(text, await readFile(file, 'utf8'))).not.toEqual([])
    await editClients(load, planRemoval('guest'), { dryRun: false })
    expect(await readFile(file, 'utf8')).toBe(text)
    await remove()
  })
})
