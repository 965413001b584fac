/** Changes of the user file: each is an edit of its text that must not add an error that was not there. */
import type { Problem } from '../config/problem.ts'
import { readDocument } from '../config/yaml/read-document.ts'
import type { Edit } from '../editor/edit.ts'
import { editYaml } from '../editor/edit-yaml.ts'
import { ToolError, UsageError } from '../errors.ts'
import { isMapping } from './attributes.ts'
import type { UserFileOptions } from './user.ts'
import { readUserFile, UserFileInvalid } from './user-file.ts'

export class UserExists extends ToolError {
  readonly code = 'ERR_USER_EXISTS'
}

export class UserNotFound extends ToolError {
  readonly code = 'ERR_USER_NOT_FOUND'
}

/** An edit after which the provider would refuse the file for a new reason. */
export class EditRefused extends ToolError {
  readonly code = 'ERR_EDIT_REFUSED'
}

export interface NewUser {
  username: string
  displayname: string
  /** A digest. */
  password: string
  email?: string | undefined
  groups?: readonly string[] | undefined
  disabled?: boolean | undefined
}

export type FileContext = UserFileOptions & { file: string }

function problemsOf(source: string, context: FileContext): readonly Problem[] {
  try {
    return readUserFile(source, context).problems
  } catch (error) {
    if (error instanceof UserFileInvalid) return error.problems
    throw error
  }
}

function isSame(one: Problem, other: Problem): boolean {
  return one.code === other.code && one.path === other.path
}

function assertNothingNew(before: readonly Problem[], after: readonly Problem[]): void {
  const isNew = (problem: Problem) => problem.severity === 'error' && !before.some((known) => isSame(known, problem))
  const added = after.find(isNew)
  if (added)
    throw new EditRefused(`the file would not be valid afterwards: ${added.message}`, {
      hint: added.hint,
      path: added.path,
    })
}

function edit(source: string, edits: readonly Edit[], context: FileContext): string {
  const edited = editYaml(source, edits, { file: context.file })
  assertNothingNew(problemsOf(source, context), problemsOf(edited, context))
  return edited
}

function hasUser(source: string, username: string): boolean {
  const { users } = readDocument(source).value
  return isMapping(users) && Object.hasOwn(users, username)
}

/** @throws {@link UserNotFound} */
export function assertUser(source: string, username: string, { file }: FileContext): void {
  if (hasUser(source, username)) return
  throw new UserNotFound(`there is no user ${username} in ${file}`, { hint: 'see who there is with: oidc users list' })
}

/** @throws {@link UsageError} for a name that cannot be one */
export function assertUsername(username: string, { search_case_insensitive }: UserFileOptions): void {
  if (username.trim() !== username || !/^\P{C}{1,100}$/u.test(username)) {
    throw new UsageError('a username is 1 to 100 characters without control characters, and no blanks around it')
  }
  if (search_case_insensitive && username !== username.toLowerCase()) {
    throw new UsageError(`the username ${username} must be in lower case, since search.case_insensitive is on`)
  }
}

/** The text with one user more. @throws {@link UserExists}, {@link EditRefused} */
export function addUser(source: string, { username, ...entry }: NewUser, context: FileContext): string {
  assertUsername(username, context)
  if (hasUser(source, username)) {
    throw new UserExists(`there is a user ${username} in ${context.file} already`, {
      hint: 'a new password is set with: oidc users passwd NAME',
    })
  }
  return edit(source, [{ kind: 'add', path: ['users', username], value: entry }], context)
}

/** The text with another password digest. @throws {@link UserNotFound}, {@link EditRefused} */
export function setPassword(
  source: string,
  username: string,
  { password, ...context }: FileContext & { password: string },
): string {
  assertUser(source, username, context)
  return edit(source, [{ kind: 'set', path: ['users', username, 'password'], value: password }], context)
}

/** The text without a user. @throws {@link UserNotFound}, {@link EditRefused} for the last one */
export function removeUser(source: string, username: string, context: FileContext): string {
  assertUser(source, username, context)
  return edit(source, [{ kind: 'remove', path: ['users', username] }], context)
}
