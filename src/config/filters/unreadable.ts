/**
 * Files that a configuration names and that cannot be read here: people edit on one machine what runs on another. Their
 * value counts as present and unknown, so a placeholder stands in its place.
 */

/** A file that could not be read, and the place in the user's file that names it. */
export interface UnreadableFile {
  path: string
  reason: string
  /** Counted from 1. */
  line: number
  column: number
  /** What stands in the expanded text instead of the content. */
  placeholder: string
}

const PLACEHOLDER = /__unreadable_file_(\d+)__/i

/** The stand-in for the content of the n-th unreadable file of a text; plain in every YAML style. */
export function unreadablePlaceholder(index: number): string {
  return `__unreadable_file_${index}__`
}

/** Whether a value is, or holds, the stand-in for a file that could not be read: then nothing can be said about it. */
export function isUnreadableValue(value: unknown): boolean {
  return typeof value === 'string' && PLACEHOLDER.test(value)
}
