/** Passphrases of key files: from `--passphrase-file`, else by a hidden prompt. */
import { Flags } from '@oclif/core'
import { UsageError } from '../errors.ts'
import { isInteractive, missing } from './prompt.ts'
import { readSecret } from './secret-input.ts'

export const passphraseFlag = {
  'passphrase-file': Flags.string({ summary: 'File that holds the passphrase', helpValue: 'PATH' }),
}

/** The passphrase of an encrypted file; asked for once. */
export function readPassphrase(file: string | undefined, message = 'Passphrase:'): Promise<string> {
  if (file !== undefined) return readSecret({ file })
  if (!isInteractive()) throw missing('--passphrase-file', 'the passphrase')
  return readSecret({}, { message })
}

/**
 * A passphrase for a file that is to be written; asked for twice.
 *
 * @throws {@link UsageError} for an empty one
 */
export async function readNewPassphrase(file: string | undefined): Promise<string> {
  if (file === undefined && !isInteractive()) throw missing('--passphrase-file', 'the passphrase')
  const source = file === undefined ? {} : { file }
  const passphrase = await readSecret(source, { message: 'New passphrase:', confirm: true })
  if (passphrase === '') throw new UsageError('the passphrase is empty')
  return passphrase
}
