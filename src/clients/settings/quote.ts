/** Quoting for environment files. */

const BARE_IN_FILE = /^[A-Za-z0-9_./:@%+,=-]*$/

/**
 * The value of a line in an environment file. Single quotes are literal to shells, to compose and to the dotenv
 * libraries alike; a text with single quotes inside goes into double quotes, where the characters that shells and
 * compose look at get a backslash (the dotenv libraries differ among each other there).
 */
export function quoteForEnvironmentFile(text: string): string {
  if (BARE_IN_FILE.test(text)) return text
  return text.includes("'") ? `"${text.replace(/[\\"$`]/g, '\\$&')}"` : `'${text}'`
}
