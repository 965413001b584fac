/** What can go wrong with encrypted keys. */
import { EXIT, ToolError } from '../errors.ts'

/** An encrypted key was given without a passphrase: exit status 2. */
export class PassphraseMissing extends ToolError {
  readonly code = 'ERR_PASSPHRASE_MISSING'
  override readonly exitCode = EXIT.usage
}

export class PassphraseWrong extends ToolError {
  readonly code = 'ERR_PASSPHRASE_WRONG'
}

/** The encryption is damaged, unknown or would take too long to undo. */
export class UnreadableEncryption extends ToolError {
  readonly code = 'ERR_ENCRYPTION_UNREADABLE'
}

/** Where a passphrase comes from; asked only when something is encrypted. */
export type AskPassphrase = () => Promise<string>

export const noPassphrase: AskPassphrase = () => {
  const hint = 'give its passphrase with --passphrase-file PATH; on a terminal you will be asked for it'
  return Promise.reject(new PassphraseMissing('the key is encrypted', { hint }))
}
