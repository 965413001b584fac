/** What the current provider does with names of earlier releases before it looks at anything: it maps some of them. */
import { isTree, type Tree } from '../merge.ts'
import { clientPath, formatPath, providerPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { Finding, Report } from '../rules/report.ts'
import { MOVED_LIFESPANS, RENAMED_CLIENT_OPTIONS } from './names.ts'

const RENAME_HINT = 'the provider takes the old name until release 5.0; rename it'

/** A move into another mapping, which the editor makes where the value is a single one. */
function moveEdits(from: OptionPath, to: OptionPath, value: unknown): Pick<Finding, 'fix'> {
  if (typeof value !== 'string' && typeof value !== 'number') return {}
  return {
    fix: [
      { kind: 'remove', path: from },
      { kind: 'add', path: to, value },
    ],
  }
}

function reportRenamed(
  report: Report,
  from: OptionPath,
  to: OptionPath,
  repair: Pick<Finding, 'fix' | 'renameTo'>,
): void {
  report(
    'ERR_OPTION_RENAMED',
    from,
    `'${String(from.at(-1))}' is called '${formatPath(to.slice(from.length - 1))}' now`,
    { hint: `${RENAME_HINT}, or rename all at once: oidc config migrate --write`, part: 'key', ...repair },
  )
}

function reportTwice(report: Report, from: OptionPath, to: OptionPath): void {
  report('ERR_OPTION_RENAMED_TWICE', from, `'${String(from.at(-1))}' is ignored, since ${formatPath(to)} is given`, {
    part: 'key',
    fix: [{ kind: 'remove', path: from }],
  })
}

/** A client with its old names replaced; the client itself where it has none. */
export function renameClient(client: unknown, index: number, report: Report): unknown {
  if (!isTree(client)) return client
  const old = Object.keys(client).filter((key) => RENAMED_CLIENT_OPTIONS.has(key))
  if (old.length === 0) return client
  const renamed: Record<string, unknown> = { ...client }
  for (const key of old) {
    const current = RENAMED_CLIENT_OPTIONS.get(key) ?? key
    const [from, to] = [clientPath(index, key), clientPath(index, current)]
    delete renamed[key]
    if (Object.hasOwn(client, current)) reportTwice(report, from, to)
    else {
      reportRenamed(report, from, to, { renameTo: current })
      renamed[current] = client[key]
    }
  }
  return renamed
}

/** The environment variable that gives an option; undefined where it stands in a file. */
export type VariableOf = (path: OptionPath) => string | undefined

function reportMoved(report: Report, from: OptionPath, to: OptionPath, moved: { value: unknown; variable?: string }) {
  const { value, variable } = moved
  if (variable === undefined) return reportRenamed(report, from, to, moveEdits(from, to, value))
  const current = `AUTHELIA_${to.join('_').toUpperCase()}`
  report('ERR_ENVIRONMENT_RENAMED', from, `the environment variable ${variable} is called ${current} now`, {
    hint: RENAME_HINT,
  })
}

function moveLifespans(provider: Tree, report: Report, variableOf: VariableOf): Tree {
  const old = Object.keys(provider).filter((key) => MOVED_LIFESPANS.has(key))
  if (old.length === 0) return provider
  const moved: Record<string, unknown> = { ...provider }
  const lifespans: Record<string, unknown> = isTree(provider['lifespans']) ? { ...provider['lifespans'] } : {}
  for (const key of old) {
    const name = MOVED_LIFESPANS.get(key) ?? key
    const [from, to] = [providerPath(key), providerPath('lifespans', name)]
    delete moved[key]
    if (Object.hasOwn(lifespans, name)) reportTwice(report, from, to)
    else {
      const variable = variableOf(from)
      reportMoved(report, from, to, { value: provider[key], ...(variable === undefined ? {} : { variable }) })
      lifespans[name] = provider[key]
    }
  }
  return { ...moved, lifespans }
}

/** The section with every name that the provider itself maps replaced, and a warning for each. */
export function renameOptions(provider: Tree, report: Report, variableOf: VariableOf): Tree {
  const moved = moveLifespans(provider, report, variableOf)
  const { clients } = moved
  if (!Array.isArray(clients)) return moved
  return { ...moved, clients: clients.map((client, index) => renameClient(client, index, report)) }
}
