/** Changes options of a client: only the lines of these options. */
import type { Tree } from '../config/merge.ts'
import type { OptionPath } from '../config/resolved.ts'
import type { Edit } from '../editor/edit.ts'
import { UsageError } from '../errors.ts'
import { type Assignment, assertAssignable } from './assignment.ts'
import type { OptionValue } from './client-entry.ts'
import type { PlanChange } from './edit-clients.ts'
import { ClientExists } from './errors.ts'
import { findClient } from './find-client.ts'
import { clientsIn, type KnownNames, knownNames } from './known-names.ts'
import { effectiveList } from './written-client.ts'

interface OptionChange {
  edits: readonly Edit[]
  /** The new value; undefined where the option goes. */
  value: unknown
}

function change(path: OptionPath, value: OptionValue): OptionChange {
  return { edits: [{ kind: 'set', path, value }], value }
}

function addEntries(client: Tree, path: OptionPath, { option, value }: Assignment): OptionChange {
  const written = client[option]
  const present = effectiveList(client, option)
  const added = (value as readonly string[]).filter((one) => !present.includes(one))
  if (added.length === 0) return { edits: [], value: written }
  if (!Array.isArray(written) || written.length === 0) return change(path, [...present, ...added])
  return { edits: added.map((one) => ({ kind: 'insert', path, value: one })), value: [...written, ...added] }
}

const DERIVED_WHEN_EMPTY: readonly string[] = ['scopes', 'response_types', 'response_modes', 'grant_types']

function removeEntries(client: Tree, path: OptionPath, { option, value }: Assignment): OptionChange {
  const written = client[option]
  const present = effectiveList(client, option)
  const gone = value as readonly string[]
  const missing = gone.find((one) => !present.includes(one))
  if (missing !== undefined) {
    throw new UsageError(`'${missing}' is not in '${option}'`, { hint: `it has ${present.join(', ') || 'no entries'}` })
  }
  const left = present.filter((one) => !gone.includes(one))
  if (left.length === 0 && DERIVED_WHEN_EMPTY.includes(option)) {
    throw new UsageError(`'${option}' would be empty, for which the provider takes its default`, {
      hint: `set what is to be there with ${option}=…, or the default with ${option}=`,
    })
  }
  if (!Array.isArray(written)) return change(path, left)
  const indexes = written.flatMap((one, index) => (gone.includes(String(one)) ? [index] : [])).reverse()
  return {
    edits: indexes.map((index) => ({ kind: 'remove', path: [...path, index] })),
    value: written.filter((one) => !gone.includes(String(one))),
  }
}

function changeOption(client: Tree, path: OptionPath, assignment: Assignment): OptionChange {
  const { option, kind, value } = assignment
  switch (kind) {
    case 'set':
      return change(path, value)
    case 'unset':
      return { edits: Object.hasOwn(client, option) ? [{ kind: 'remove', path }] : [], value: undefined }
    case 'add':
      return addEntries(client, path, assignment)
    case 'remove':
      return removeEntries(client, path, assignment)
  }
}

function withOption(client: Tree, option: string, value: unknown): Tree {
  const { [option]: _old, ...others } = client
  return value === undefined ? others : { ...others, [option]: value }
}

function assertFreeId({ option, value }: Assignment, id: string, { clients }: KnownNames): void {
  if (option !== 'client_id' || value === id || !clients.includes(String(value))) return
  throw new ClientExists(`there is a client '${String(value)}' already`, { hint: 'take another id' })
}

/**
 * The change of client `id` by all assignments, one after the other.
 *
 * @throws {@link ClientNotFound}, {@link ClientExists} and {@link UsageError}
 */
export function planOptions(id: string, assignments: readonly Assignment[]): PlanChange {
  return ({ tree }) => {
    const { index, client, path } = findClient(tree, id)
    const known = knownNames(tree)
    const turnsPublic = assignments.findLast(({ option }) => option === 'public')?.value
    const isPublic = (turnsPublic ?? client['public']) === true
    const edits: Edit[] = []
    let changed: Tree = client
    for (const assignment of assignments) {
      assertAssignable(assignment, { known, isPublic })
      assertFreeId(assignment, id, known)
      const result = changeOption(changed, [...path, assignment.option], assignment)
      edits.push(...result.edits)
      changed = withOption(changed, assignment.option, result.value)
    }
    return { edits, clients: clientsIn(tree).with(index, changed) }
  }
}
