/** How a secret comes in: hidden prompt, `--stdin` or `--file PATH`; never as a flag's value or an argument. */
import { Flags } from '@oclif/core'
import { UsageError } from '../errors.ts'
import { dropFinalLineEnd, readStdin, readText } from '../primitives/files.ts'
import { askHidden, isInteractive } from './prompt.ts'

/** The flags of every command that reads a secret. */
export const secretInputFlags = {
  stdin: Flags.boolean({ summary: 'Read the secret from standard input', exclusive: ['file'] }),
  file: Flags.string({ summary: 'Read the secret from a file', helpValue: 'PATH', exclusive: ['stdin'] }),
}

export interface SecretSource {
  stdin?: boolean | undefined
  file?: string | undefined
}

/** Asks twice and starts again where the two differ. */
async function askConfirmed(message: string): Promise<string> {
  for (;;) {
    const first = await askHidden({ message, validate: (text) => text !== '' || 'it cannot be empty' })
    const second = await askHidden({ message: 'The same once more:' })
    if (first === second) return first
    process.stderr.write('The two are not the same; once more from the start.\n')
  }
}

/**
 * Reads a secret from where the flags say, else by a hidden prompt (`confirm`: twice). One trailing line end is
 * dropped from stdin and files.
 *
 * @throws {@link UsageError} without a terminal and without a source
 */
export async function readSecret(
  { stdin, file }: SecretSource,
  { message = 'Secret:', confirm = false }: { message?: string; confirm?: boolean } = {},
): Promise<string> {
  if (stdin) return dropFinalLineEnd(await readStdin())
  if (file !== undefined) return dropFinalLineEnd(await readText(file))
  if (!isInteractive()) {
    throw new UsageError('there is no terminal to ask for the secret', { hint: 'give it with --stdin or --file PATH' })
  }
  return confirm ? askConfirmed(message) : askHidden({ message })
}
