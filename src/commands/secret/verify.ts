import { Args, Flags } from '@oclif/core'
import { EXIT, UsageError } from '../../errors.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { configurationFlags } from '../../output/configuration-flags.ts'
import { readSecret, secretInputFlags } from '../../output/secret-input.ts'
import { dropFinalLineEnd, readText } from '../../primitives/files.ts'
import type { SecretCheck } from '../../secrets/check.ts'

export default class SecretVerify extends BaseCommand<SecretCheck> {
  static override summary = 'Check a secret against its digest'
  static override description =
    `Reads the digest as the provider does, compares, and says what is weak or damaged about it.
Exit status: 0 it matches, 3 it does not, 2 the value is no digest (with what happened to it), 1 it cannot be computed here.
Keep the digest in single quotes: a shell replaces $… otherwise.`
  static override examples = [
    `<%= config.bin %> <%= command.id %> '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng' --file secret.txt`,
    '<%= config.bin %> <%= command.id %> --digest-file digest.txt --file secret.txt',
    '<%= config.bin %> <%= command.id %> --client app --file secret.txt',
  ]
  static override args = {
    digest: Args.string({ name: 'DIGEST', description: 'The digest, in single quotes', ignoreStdin: true }),
  }
  static override flags = {
    'digest-file': Flags.string({
      summary: 'Read the digest from a file',
      helpValue: 'PATH',
      exclusive: ['client'],
    }),
    client: Flags.string({
      summary: 'Take the client_secret of this client of the configuration',
      helpValue: 'ID',
      exclusive: ['digest-file'],
    }),
    ...secretInputFlags,
    ...configurationFlags,
  }

  async run(): Promise<SecretCheck> {
    await this.#refuseShellRemains()
    const { args, flags } = await this.parse(SecretVerify)
    const { checkSecret, readStored } = await import('../../secrets/check.ts')
    const stored = readStored(await readDigest(args.digest, flags))
    const secret = await readSecret(flags)
    const check = await this.busy('Computing the digest', checkSecret(stored, secret))
    if (check.match === false) this.notGood()
    if (check.match === null) process.exitCode = EXIT.failure
    this.render(check, renderCheck)
    for (const advice of check.advice) this.note(`- ${advice}`)
    return check
  }

  /** "$pbkdf2-sha512$…" in double quotes arrives as -sha512…, which would be taken for a flag. */
  async #refuseShellRemains(): Promise<void> {
    const remains = this.argv.find((word) => /^-sha\d/.test(word))
    if (remains === undefined) return
    const { assertUndamaged } = await import('../../secrets/damage.ts')
    assertUndamaged(remains)
  }
}

interface DigestFlags {
  'digest-file'?: string | undefined
  client?: string | undefined
  config?: string[] | undefined
  filters?: string[] | undefined
  'strict-files'?: boolean
}

async function readDigest(argument: string | undefined, flags: DigestFlags): Promise<string> {
  const { client, 'digest-file': path } = flags
  if (argument !== undefined && (path ?? client) !== undefined) {
    throw new UsageError('the digest is given twice', { hint: 'as DIGEST, by --digest-file or by --client' })
  }
  if (argument !== undefined) return argument
  if (path !== undefined) return dropFinalLineEnd(await readText(path))
  if (client !== undefined) return readConfiguredSecret(client, flags)
  throw new UsageError('the digest is missing', {
    hint: "give it as '$…' in single quotes, with --digest-file PATH or with --client ID",
  })
}

async function readConfiguredSecret(client: string, flags: DigestFlags): Promise<string> {
  const { loadWorkspace } = await import('../../workspace/load.ts')
  const { clientSecretIn } = await import('./client-secret.ts')
  const loaded = await loadWorkspace({ ...flags, strictFiles: flags['strict-files'] })
  return clientSecretIn(loaded.tree, client)
}

function renderCheck({ match, variant, parameters }: SecretCheck): string {
  const verdict = match === null ? 'cannot be computed here' : match ? 'match' : 'no match'
  const details = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  return `${verdict} (${[variant, ...details].join(', ')})`
}
