/**
 * What an edit would change, as `diff -u` prints it and `patch` reads it.
 */

/** A unified diff with three lines of context; empty when nothing changes. */
export async function unifiedDiff(file: string, before: string, after: string): Promise<string> {
  if (before === after) return ''
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  return createTwoFilesPatch(file, file, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
}
