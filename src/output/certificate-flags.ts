/** The flags that describe a certificate, wherever one is made. */
import { Flags } from '@oclif/core'

const HELP_GROUP = 'CERTIFICATE'

export const nameFlags = {
  subject: Flags.string({
    summary: "Name of the holder, 'CN=a,O=b' or '/O=b/CN=a' (default: the first alternative name)",
    helpGroup: HELP_GROUP,
  }),
  san: Flags.string({
    summary: 'Alternative names: dns:NAME, ip:ADDRESS, uri:URI, email:ADDRESS; the kind is guessed without prefix',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    helpGroup: HELP_GROUP,
  }),
}

export const certificateFlags = {
  ...nameFlags,
  days: Flags.integer({
    summary: 'Days of validity (default: 365; CAs 1825 below a root, 3650 themselves)',
    min: 1,
    exclusive: ['not-after'],
    helpGroup: HELP_GROUP,
  }),
  'not-before': Flags.string({
    summary: 'Begin of validity (default: five minutes ago)',
    helpValue: 'DATE',
    helpGroup: HELP_GROUP,
  }),
  'not-after': Flags.string({ summary: 'End of validity', helpValue: 'DATE', helpGroup: HELP_GROUP }),
  usage: Flags.string({
    summary: 'Key usages (default: by the use of the key)',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    helpGroup: HELP_GROUP,
  }),
  'ext-usage': Flags.string({
    summary: 'Extended key usages or OIDs (default: none)',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    helpGroup: HELP_GROUP,
  }),
}

export const chainFlag = {
  chain: Flags.option({
    summary: 'Make authorities too: the shape of the chain',
    options: ['root,leaf', 'root,intermediate,leaf'] as const,
    helpGroup: HELP_GROUP,
  })(),
}
