/** Rules of `authentication_backend.file.password`; whether the numbers are within bounds is seen when a password is hashed. */
import type { Decoded } from '../schema/option.ts'
import { PASSWORD_OPTIONS, PASSWORD_VARIANTS } from '../schema/password-options.ts'
import { checkOneOf } from './one-of.ts'
import type { Report } from './report.ts'

export type PasswordOptions = Decoded<typeof PASSWORD_OPTIONS>

const PATH = ['authentication_backend', 'file', 'password']

/** Algorithms of releases before 4.37 → what they are called now. */
export const FORMER_ALGORITHMS: Readonly<Record<string, string>> = { argon2id: 'argon2', sha512: 'sha2crypt' }

export function checkPassword(password: PasswordOptions | undefined, report: Report): void {
  if (password === undefined) return
  const { algorithm } = password
  if (algorithm === undefined || !Object.hasOwn(FORMER_ALGORITHMS, algorithm))
    checkOneOf(report, [...PATH, 'algorithm'], algorithm, PASSWORD_OPTIONS.algorithm.values)
  for (const name of ['argon2', 'scrypt', 'pbkdf2', 'sha2crypt', 'bcrypt'] as const)
    checkOneOf(report, [...PATH, name, 'variant'], password[name]?.variant, PASSWORD_VARIANTS[name])
}
