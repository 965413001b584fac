/**
 * The YAML editor: changes of a configuration as splices of its text. The syntax tree only finds the places; comments,
 * order, quoting, indentation, anchors, line ends and template expressions that an edit does not concern stay byte for
 * byte. Each edit is read back and compared with what it should mean before it counts.
 */
import { type Edit, formatPath } from './edit.ts'
import { EditInsideTemplate, EditVerificationFailed, YamlSyntaxInvalid } from './errors.ts'
import { positionAt } from './lines.ts'
import { applyToModel, areSame, type Model, modelOfDocument } from './model.ts'
import { splicesOf } from './operations.ts'
import { type Care, readSource, type SourceDocument } from './source-document.ts'
import { applySplices } from './splice.ts'

export interface EditOptions {
  /** Name of the file, for positions in errors. */
  file?: string
}

/** What the text may become: one without a final line end stays so where that changes no value. */
function candidates(source: string, edited: string): string[] {
  const isOpen = source.replace('\uFEFF', '') !== '' && !source.endsWith('\n') && edited.endsWith('\n')
  return isOpen ? [edited.replace(/\r?\n$/, ''), edited] : [edited]
}

function readEdited(text: string, file: string): SourceDocument | undefined {
  try {
    return readSource(text, file)
  } catch (error) {
    if (error instanceof YamlSyntaxInvalid) return undefined
    throw error
  }
}

function means(
  document: SourceDocument | undefined,
  intended: readonly Model[],
  anchors: ReadonlySet<string>,
): document is SourceDocument {
  return document !== undefined && areSame(modelOfDocument(document, anchors), intended)
}

function tryEdit(document: SourceDocument, edit: Edit, intended: readonly Model[]): SourceDocument | undefined {
  const edited = applySplices(document.source, splicesOf(document, edit))
  for (const text of candidates(document.source, edited)) {
    const result = readEdited(text, document.file)
    if (means(result, intended, document.sharedAnchors)) return result
  }
  return undefined
}

const CARES: readonly Care[] = ['none', 'comments', 'all']

function applyEdit(document: SourceDocument, edit: Edit): SourceDocument {
  const before = modelOfDocument(document, document.sharedAnchors)
  const intended = applyToModel(before, edit)
  for (const care of CARES) {
    const result = tryEdit({ ...document, care }, edit, intended)
    if (result === undefined) continue
    return areSame(before, intended) ? document : result
  }
  return refuseUnverified(document, edit)
}

/** A line that a template makes may become a part of the value above it, once what stood between is gone. */
function refuseUnverified({ expressions, source, file }: SourceDocument, { path }: Edit): never {
  const line = expressions.find(({ ownLine }) => ownLine)
  if (line === undefined) throw new EditVerificationFailed(formatPath(path))
  throw new EditInsideTemplate(`${formatPath(path)} cannot be edited without changing what a template line makes`, {
    hint: 'edit this place by hand',
    path: formatPath(path),
    position: positionAt(source, line.start, file),
  })
}

/**
 * Makes edits in a YAML text, one after the other, and returns the new text. An edit that changes no value changes
 * no byte.
 *
 * @throws {@link EditFailed} where an edit cannot be made; {@link EditVerificationFailed} for a defect of the editor
 */
export function editYaml(source: string, edits: readonly Edit[], { file = 'the text' }: EditOptions = {}): string {
  return edits.reduce(applyEdit, readSource(source, file)).source
}
