/** What a migration does, as data: the same list is applied to a text and to a value. */
import type { EditValue } from '../../editor/edit.ts'
import { formatPath, providerPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'

/** `left` is for the user to decide; nothing was changed there. */
export type ChangeKind = 'renamed' | 'moved' | 'removed' | 'added' | 'hashed' | 'left'

/** One line of the report; paths are those of the old and of the new document. */
export interface Change {
  path: string
  /** Null where nothing took its place, or nothing was changed. */
  to: string | null
  kind: ChangeKind
  message: string
}

export type Operation = { change: Change } & (
  | { kind: 'tell' }
  | { kind: 'rename'; path: OptionPath; key: string }
  | { kind: 'move'; from: OptionPath; to: OptionPath }
  | { kind: 'remove'; path: OptionPath }
  | { kind: 'set'; path: OptionPath; value: EditValue; comment?: string }
  | { kind: 'insert'; path: OptionPath; at: number; value: string }
  /** `issuer_private_key` becomes the key of the first entry of `jwks`. */
  | { kind: 'wrap key'; from: OptionPath; to: OptionPath; entry: { key_id?: string; algorithm: 'RS256'; use: 'sig' } }
  /** A plain secret becomes its digest. */
  | { kind: 'hash'; path: OptionPath; secret: string }
)

/** A change at a place of the section, told to the user without touching anything. */
export function left(path: OptionPath, message: string): Operation {
  return { kind: 'tell', change: { path: formatPath(providerPath(...path)), to: null, kind: 'left', message } }
}

/** A report line for something done; paths relative to the section. */
export function change(kind: ChangeKind, path: OptionPath, to: OptionPath | null, message: string): Change {
  return {
    path: formatPath(providerPath(...path)),
    to: to === null ? null : formatPath(providerPath(...to)),
    kind,
    message,
  }
}
