/**
 * Packages that stay outside the bundle: native code, and what a worker thread loads by its path. They are required
 * from the program's own place, in the bundle as in the sources.
 */
import { createRequire } from 'node:module'

function requireFromHere(): NodeJS.Require {
  // The CommonJS bundle knows its file by this name; a module knows it by its URL.
  return createRequire(typeof __filename === 'string' ? __filename : import.meta.url)
}

export function loadArgon2(): typeof import('argon2') {
  return requireFromHere()('argon2')
}

/** The file of the installed bcryptjs. */
export function bcryptPath(): string {
  return requireFromHere().resolve('bcryptjs')
}
