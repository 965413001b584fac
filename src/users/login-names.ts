/** `authentication_backend.file.search`: a login name must lead to one user at most. */
import type { Finding } from './findings.ts'
import type { UserFileOptions, UserRecord } from './user.ts'

function notInLowerCase(records: readonly UserRecord[]): Finding[] {
  const names = records.map(({ user }) => user.username).filter((name) => name !== name.toLowerCase())
  return names.map((name) => ({
    path: ['users', name],
    code: 'ERR_USERS_NAME_CASE',
    message: `the username ${name} must be in lower case, since search.case_insensitive is on`,
  }))
}

interface Address {
  username: string
  email: string
}

function addresses(records: readonly UserRecord[]): Address[] {
  return records.flatMap(({ user: { username, email } }) => (email ? [{ username, email: email.toLowerCase() }] : []))
}

function emailsThatAreNames(records: readonly UserRecord[]): Finding[] {
  const names = new Map(records.map(({ user: { username } }) => [username.toLowerCase(), username]))
  const clashes = addresses(records).filter(({ username, email }) => (names.get(email) ?? username) !== username)
  return clashes.map(({ username }) => ({
    path: ['users', username, 'email'],
    code: 'ERR_USERS_EMAIL_IS_NAME',
    message: `the email of ${username} is the name of another user`,
  }))
}

function sharedEmails(records: readonly UserRecord[]): Finding[] {
  const owners = new Map<string, string>()
  return addresses(records).flatMap(({ username, email }) => {
    const owner = owners.get(email)
    owners.set(email, owner ?? username)
    const message = `${owner} and ${username} have the same email, and search.email is on`
    return owner === undefined ? [] : [{ path: ['users', username, 'email'], code: 'ERR_USERS_EMAIL_SHARED', message }]
  })
}

/** What makes login names ambiguous under the search options. */
export function findAmbiguousNames(
  records: readonly UserRecord[],
  { search_email, search_case_insensitive }: UserFileOptions,
): Finding[] {
  return [
    ...(search_case_insensitive ? notInLowerCase(records) : []),
    ...(search_email || search_case_insensitive ? emailsThatAreNames(records) : []),
    ...(search_email ? sharedEmails(records) : []),
  ]
}
