/** What the findings about the user file mean; the rules themselves are those of `users`. */
import type { Severity } from '../problem.ts'
import type { CodeDescription } from './codes.ts'

function code(severity: Severity, meaning: string, remedy: string): CodeDescription {
  return { severity, meaning, remedy }
}

const DIGEST = 'Make a digest with `oidc users passwd NAME`, or with `oidc secret hash --algorithm argon2`.'

/** Codes of problems in the file that `authentication_backend.file.path` names. */
export const USER_PROBLEM_CODES: Readonly<Record<string, CodeDescription>> = {
  ERR_USERS_EMPTY: code('error', 'The user file has no users.', 'Add the first one with `oidc users add NAME`.'),
  ERR_USERS_TYPE: code(
    'error',
    'A value of a user has another type than the attribute.',
    'Write it as the message says.',
  ),
  ERR_USERS_DISPLAYNAME: code(
    'error',
    'A user has no `displayname`.',
    'Add one: it is the name that applications show.',
  ),
  ERR_USERS_PASSWORD: code('error', 'The password of a user is missing, or is no digest.', DIGEST),
  ERR_USERS_PASSWORD_YESCRYPT: code(
    'warning',
    'The password is stored with yescrypt, which this program recognises and cannot compute.',
    `The provider can. To log in here: ${DIGEST.charAt(0).toLowerCase()}${DIGEST.slice(1)}`,
  ),
  ERR_USERS_URL: code('error', 'A web address of a user is not absolute.', 'Write it whole, with `https://`.'),
  ERR_USERS_LOCALE: code('error', 'The `locale` of a user is no language tag (BCP 47).', 'Write it as `en-AU`.'),
  ERR_USERS_EXTRA_UNKNOWN: code(
    'error',
    'A user has an extra attribute that is not declared.',
    'Declare it under `authentication_backend.file.extra_attributes`, or remove it.',
  ),
  ERR_USERS_EXTRA_TYPE: code(
    'error',
    'An extra attribute has another type than it was declared with.',
    'Write a value of the declared `value_type`; with `multi_valued` a list of them.',
  ),
  ERR_USERS_EMAIL_SHARED: code(
    'error',
    'Two users have the same email, and users may log in by email (`search.email`).',
    'Give each an email of their own.',
  ),
  ERR_USERS_EMAIL_IS_NAME: code(
    'error',
    'The email of one user is the name of another, so that a login would be ambiguous.',
    'Change one of the two.',
  ),
  ERR_USERS_NAME_CASE: code(
    'error',
    'With `search.case_insensitive` the names of users are written in lower case.',
    'Write the name in lower case.',
  ),
  ERR_USERS_FILE_MISSING: code(
    'advice',
    'The user file that `authentication_backend.file.path` names is not on this machine, so its users were not checked.',
    'Fine where the provider runs elsewhere; otherwise make it with `oidc users add NAME`.',
  ),
}
