/** Users that a test describes: an entry of the user file each, with a password in plain text. */
import type { Problem } from '../config/problem.ts'
import { ToolError } from '../errors.ts'
import { closest } from '../primitives/closest.ts'
import type { User } from '../provider/user-store.ts'
import type { PersonalAttributes } from '../spec/user-attributes.ts'
import { readUser } from '../users/attributes.ts'
import type { Finding } from '../users/findings.ts'

/** An entry of `users` in the user file; everything may be left out. */
export interface GivenUser extends PersonalAttributes {
  /** Default: the user's name. */
  password?: string
  /** Default: the user's name. */
  displayname?: string
  email?: string
  groups?: readonly string[]
  /** Attributes of your own, for custom claims. */
  extra?: Readonly<Record<string, unknown>>
}

export class GivenUserInvalid extends ToolError {
  readonly code = 'ERR_USERS_INVALID'
  readonly problems: readonly Pick<Problem, 'path' | 'code' | 'message'>[]

  constructor(findings: readonly Finding[]) {
    const problems = findings.map(({ path, code, message, hint }) => ({
      path: path.join('.'),
      code,
      message: hint === undefined ? message : `${message} (${hint})`,
    }))
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'), { path: problems[0]?.path })
    this.problems = problems
  }
}

const ATTRIBUTES: readonly (keyof GivenUser)[] = [
  ...(['password', 'displayname', 'email', 'groups', 'given_name', 'middle_name', 'family_name', 'nickname'] as const),
  ...(['gender', 'birthdate', 'zoneinfo', 'locale', 'profile', 'picture', 'website', 'phone_number'] as const),
  ...(['phone_extension', 'address', 'extra'] as const),
]

function unknownAttributes(name: string, given: object): Finding[] {
  return Object.keys(given)
    .filter((key) => !ATTRIBUTES.some((known) => known === key))
    .map((key) => {
      const meant = closest(key, ATTRIBUTES)
      return {
        path: ['users', name, key],
        code: 'ERR_USERS_ATTRIBUTE_UNKNOWN',
        message: `a user has no attribute '${key}'`,
        ...(meant !== undefined && { hint: `did you mean '${meant}'?` }),
      }
    })
}

const TYPES: Readonly<Record<string, string>> = { number: 'integer', bigint: 'integer', boolean: 'boolean' }

/** What a configuration would declare for these attributes. */
function declarationOf(extra: unknown): Record<string, { value_type: string; multi_valued: boolean }> {
  if (typeof extra !== 'object' || extra === null) return {}
  const entries = Object.entries(extra).map(([name, value]) => {
    const multi_valued = Array.isArray(value)
    return [name, { value_type: TYPES[typeof (multi_valued ? value[0] : value)] ?? 'string', multi_valued }]
  })
  return Object.fromEntries(entries)
}

/**
 * Reads a user and the password.
 *
 * @throws {@link GivenUserInvalid} with everything that is wrong
 */
export function readGivenUser(name: string, given: GivenUser): { user: User; password: string } {
  if (typeof given !== 'object' || given === null) {
    throw new GivenUserInvalid([{ path: ['users', name], code: 'ERR_USERS_TYPE', message: 'must be an object' }])
  }
  const findings = unknownAttributes(name, given)
  const context = { report: (finding: Finding) => void findings.push(finding), textOf: () => undefined }
  const entry = { displayname: name, ...given }
  const user = readUser(entry, ['users', name], { context, declared: declarationOf(given.extra) })
  const { password = name } = given
  if (typeof password !== 'string') {
    findings.push({ path: ['users', name, 'password'], code: 'ERR_USERS_TYPE', message: 'password must be a text' })
  }
  if (findings.length > 0) throw new GivenUserInvalid(findings)
  return { user, password }
}
