/** The flags of commands that write one file instead of standard output. */
import { Flags } from '@oclif/core'

export const targetFlags = {
  out: Flags.string({ summary: 'File to write', helpValue: 'FILE' }),
  force: Flags.boolean({ summary: 'Replace an existing file' }),
}
