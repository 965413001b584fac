/** 'Did you mean' for a mistyped command. */
import { UsageError } from '../errors.ts'
import { closest } from '../primitives/closest.ts'

/** The error for words that name no command. */
export function commandNotFound(words: readonly string[], ids: readonly string[]): UsageError {
  const typed = words.join(' ')
  const meant = closest(
    words.slice(0, 2).join(' '),
    ids.map((id) => id.replaceAll(':', ' ')),
  )
  return new UsageError(typed === '' ? 'there is no such flag here' : `there is no command '${typed}'`, {
    hint: meant === undefined ? 'see all commands with oidc help' : `did you mean: oidc ${meant}`,
  })
}
