/** Command lines that people copy into a shell. */

const BARE = /^[A-Za-z0-9_./:@%+,-]+$/

/** One word of a POSIX shell command. */
export function quoteForShell(text: string): string {
  return BARE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
