/**
 * Native packages, which stay outside the bundle. They are required from the program's own place, in the bundle as in
 * the sources.
 */
import { createRequire } from 'node:module'

function requireFromHere(): NodeJS.Require {
  // The CommonJS bundle knows its file by this name; a module knows it by its URL.
  return createRequire(typeof __filename === 'string' ? __filename : import.meta.url)
}

export function loadArgon2(): typeof import('argon2') {
  return requireFromHere()('argon2')
}

export function loadBcrypt(): typeof import('bcrypt') {
  return requireFromHere()('bcrypt')
}
