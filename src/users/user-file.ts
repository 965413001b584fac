/**
 * The user file (`users_database.yml`): this folder reads it, checks it, answers for it as the provider's user store,
 * edits it, and keeps the second factors beside it.
 */
import { hasErrors, type Problem } from '../config/problem.ts'
import { linePositions } from '../config/yaml/line-positions.ts'
import { readDocument } from '../config/yaml/read-document.ts'
import { ToolError } from '../errors.ts'
import { type Digest, DigestInvalid, parseDigest } from '../secrets/digest.ts'
import { isMapping, readText, readUser } from './attributes.ts'
import { type Finding, placeFindings, type ReadingContext } from './findings.ts'
import { findAmbiguousNames } from './login-names.ts'
import { scalarTexts } from './scalars.ts'
import type { UserFileOptions, UserRecord } from './user.ts'

/** A user file that the provider would refuse; `problems` has all of it. */
export class UserFileInvalid extends ToolError {
  readonly code = 'ERR_USERS_INVALID'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const [first] = problems.filter(({ severity }) => severity === 'error')
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    super(`${first?.message ?? 'the user file is not valid'}${more}`, {
      hint: first?.hint,
      path: first?.path,
      position: first && { file: first.file, line: first.line, column: first.column },
    })
    this.problems = problems
  }
}

export interface UserFile {
  users: readonly UserRecord[]
  /** Warnings; errors are thrown. */
  problems: readonly Problem[]
}

function readPassword(value: unknown, username: string, context: ReadingContext): Digest | undefined {
  const path = ['users', username, 'password']
  const text = readText(value, path, context)
  const refuse = (message: string, hint = 'make one with: oidc users passwd, or oidc secret hash --algorithm argon2') =>
    context.report({ path, code: 'ERR_USERS_PASSWORD', message: `the password of ${username} ${message}`, hint })
  if (text === undefined) return void refuse('is missing')
  if (!text.startsWith('$') || text.startsWith('$plaintext$'))
    return void refuse('is no digest: the file holds digests only')
  try {
    const digest = parseDigest(text)
    if (digest.algorithm === 'yescrypt') {
      const message = `${username} cannot log in here: yescrypt passwords cannot be computed`
      context.report({ path, severity: 'warning', code: 'ERR_USERS_PASSWORD_YESCRYPT', message })
    }
    return digest
  } catch (error) {
    if (!(error instanceof DigestInvalid)) throw error
    return void refuse(`cannot be read: ${error.message}`, error.hint)
  }
}

function readDisabled(value: unknown, username: string, { report }: ReadingContext): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return value === true
  report({ path: ['users', username, 'disabled'], code: 'ERR_USERS_TYPE', message: 'disabled must be true or false' })
  return true
}

function readRecord(
  entry: unknown,
  username: string,
  { context, declared }: { context: ReadingContext; declared: UserFileOptions['extra_attributes'] },
): UserRecord | undefined {
  const path = ['users', username]
  if (!isMapping(entry)) {
    context.report({
      path,
      code: 'ERR_USERS_TYPE',
      message: `the user ${username} must be a mapping with displayname and password`,
    })
    return undefined
  }
  const user = readUser(entry, path, { context, declared })
  const disabled = readDisabled(entry['disabled'], username, context)
  const digest = readPassword(entry['password'], username, context)
  return digest && { user, digest, disabled }
}

function readRecords(users: unknown, context: ReadingContext, options: UserFileOptions): UserRecord[] {
  if (!isMapping(users) || Object.keys(users).length === 0) {
    const message = 'the file has no users: it needs the key users with a mapping from names to users'
    context.report({
      path: ['users'],
      code: 'ERR_USERS_EMPTY',
      message,
      hint: 'add the first one with: oidc users add NAME',
    })
    return []
  }
  const declared = options.extra_attributes
  const records = Object.entries(users).flatMap(([name, entry]) => readRecord(entry, name, { context, declared }) ?? [])
  for (const finding of findAmbiguousNames(records, options)) context.report(finding)
  return records
}

/**
 * Reads the text of a user file.
 *
 * @param file the name that problems carry
 * @throws {@link UserFileInvalid} with every error at once
 */
export function readUserFile(source: string, { file, ...options }: UserFileOptions & { file: string }): UserFile {
  const { value, faults, locator } = readDocument(source)
  if (faults.length > 0) {
    const position = linePositions(source)
    throw new UserFileInvalid(
      faults.map(({ offset, code, ...fault }) => ({
        severity: 'error',
        code: `ERR_${code.toUpperCase().replaceAll('-', '_')}`,
        path: '',
        file,
        ...fault,
        ...position(offset),
      })),
    )
  }
  const findings: Finding[] = []
  const context = { report: (finding: Finding) => void findings.push(finding), textOf: scalarTexts(source) }
  const users = readRecords(value['users'], context, options)
  const problems = placeFindings(findings, { file, source, locator })
  if (hasErrors(problems)) throw new UserFileInvalid(problems)
  return { users, problems }
}
