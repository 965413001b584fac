/** Takes a client out of the list, and finds what else in the configuration speaks of it. */
import type { LoadedConfiguration } from '../config/load.ts'
import { isTree, type Tree, valueAt } from '../config/merge.ts'
import { formatPath } from '../config/path.ts'
import type { OptionPath } from '../config/resolved.ts'
import type { PlanChange } from './edit-clients.ts'
import { findClient } from './find-client.ts'
import { clientsIn } from './known-names.ts'

/** The change that removes client `id`. @throws {@link ClientNotFound} */
export function planRemoval(id: string): PlanChange {
  return ({ tree }) => {
    const { index, path } = findClient(tree, id)
    return {
      edits: [{ kind: 'remove', path }],
      clients: clientsIn(tree).toSpliced(index, 1),
    }
  }
}

function* texts(value: unknown, path: OptionPath): Generator<{ path: OptionPath; text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  else if (Array.isArray(value)) for (const [index, inner] of value.entries()) yield* texts(inner, [...path, index])
  else if (isTree(value)) for (const [key, inner] of Object.entries(value)) yield* texts(inner, [...path, key])
}

function subjectsNaming(tree: Tree, id: string): string[] {
  const rules = valueAt(tree, ['access_control', 'rules'])
  return [...texts(rules, ['access_control', 'rules'])]
    .filter(({ text }) => text === `oauth2:client:${id}`)
    .map(({ path }) => `${formatPath(path)} names it`)
}

const REFERENCES = {
  authorization_policy: 'authorization_policies',
  lifespan: 'lifespans.custom',
  claims_policy: 'claims_policies',
} as const

function unusedAfterwards(tree: Tree, index: number): string[] {
  const clients = clientsIn(tree)
  const client = clients[index] ?? {}
  const others = clients.toSpliced(index, 1)
  return Object.entries(REFERENCES).flatMap(([option, section]) => {
    const name = client[option]
    const isDefined =
      typeof name === 'string' && valueAt(tree, ['identity_providers', 'oidc', ...section.split('.'), name])
    if (!isDefined || others.some((one) => one[option] === name)) return []
    return [`${section}.${name} is used by no other client`]
  })
}

/** What refers to the client `id`, and what only it refers to: sentences for whoever removes it. */
export function tracesOf({ tree }: LoadedConfiguration, id: string): string[] {
  const { index } = findClient(tree, id)
  return [...subjectsNaming(tree, id), ...unusedAfterwards(tree, index)]
}
