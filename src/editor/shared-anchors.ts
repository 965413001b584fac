/**
 * Anchors that aliases refer to: what is marked so stands for several places at once.
 */
import { isCollection, isScalar, visit } from 'yaml'
import { type EditPath, formatPath } from './edit.ts'
import type { Entry } from './entries.ts'
import { EditInsideAlias } from './errors.ts'
import { errorAt } from './find.ts'
import type { SourceDocument } from './source-document.ts'

/** Refuses to take away an anchor that an alias elsewhere still names. */
export function refuseLostAnchors(document: SourceDocument, { start, end, value }: Entry, path: EditPath): void {
  const inside = new Set<string>()
  const note = (_key: unknown, node: { anchor?: string | undefined }) => void (node.anchor && inside.add(node.anchor))
  if (value === undefined || document.sharedAnchors.size === 0) return
  visit(value.node, { Collection: note, Scalar: note })
  if (inside.size === 0) return
  for (const other of document.documents)
    visit(other, {
      Alias: (_key, alias) => {
        const offset = alias.range?.[0] ?? 0
        if (!inside.has(alias.source) || (offset >= start && offset < end)) return
        throw new EditInsideAlias(
          `${formatPath(path)} holds the anchor &${alias.source}, which is used again elsewhere`,
          errorAt(document, offset, path, 'write the alias at this place out first'),
        )
      },
    })
}

/** Refuses to change a value that aliases repeat elsewhere. */
export function refuseSharedValue(document: SourceDocument, { value }: Entry, path: EditPath): void {
  const node = value?.node
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined
  if (anchor === undefined || !document.sharedAnchors.has(anchor)) return
  throw new EditInsideAlias(
    `${formatPath(path)} is used again elsewhere as *${anchor}`,
    errorAt(document, value?.start ?? 0, path, 'write the aliases out first, or edit this place by hand'),
  )
}
