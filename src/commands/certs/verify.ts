import { createPublicKey } from 'node:crypto'
import { Args, Flags, type Interfaces } from '@oclif/core'
import type { VerifyOptions } from '../../certs/verify.ts'
import type { InspectedCertificate } from '../../keys/inspect.ts'
import { assertTarget, writePublicFile } from '../../keys/key-folder.ts'
import type { KeyProblem } from '../../keys/problems.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { targetFlags } from '../../output/target-flags.ts'
import { systemClock } from '../../primitives/clock.ts'
import { readInput, readKeyFile } from '../../workspace/read-key-file.ts'

interface Verified {
  /** Whether the provider accepts the chain. */
  valid: boolean
  certificates: InspectedCertificate[]
  problems: KeyProblem[]
  /** With --fix-order: the chain in order, PEM. */
  fixed_chain?: string
}

type ParsedFlags = Interfaces.InferredFlags<typeof CertsVerify.flags>

export default class CertsVerify extends BaseCommand<Verified> {
  static override summary = 'Check a certificate chain as the provider does, and more strictly'
  static override description =
    `Errors are what the provider refuses: the leaf is for another key, a certificate is outside its validity or not signed by the next, …
Warnings are what it lets through: names that do not chain, path lengths, weak keys and hashes, a short remaining life.
The exit status is 3 on errors, and on warnings with --strict.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> chain.pem --key signing.pem',
    '<%= config.bin %> <%= command.id %> chain.pem --expires-within 30d',
    '<%= config.bin %> <%= command.id %> bundle.pem --fix-order > chain.pem',
  ]
  static override args = {
    chain: Args.string({ ignoreStdin: true, description: 'file with the chain, - for standard input', required: true }),
  }
  static override flags = {
    key: Flags.string({ summary: 'File with the key that the chain is configured with', helpValue: 'FILE' }),
    ...passphraseFlag,
    at: Flags.string({ summary: 'Judge as of this moment (default: now)', helpValue: 'DATE' }),
    'expires-within': Flags.string({
      summary: 'Exit with 3 when a certificate expires so soon (30d, 12h, 4w, 6M, 1y)',
      helpValue: 'PERIOD',
    }),
    trust: Flags.string({
      summary: 'File with the CAs that the chain must end in; with --fix-order they fill gaps',
      helpValue: 'FILE',
    }),
    strict: Flags.boolean({ summary: 'Exit with 3 on warnings too' }),
    'fix-order': Flags.boolean({ summary: 'Print the chain in order, leaf first, without what does not belong' }),
    ...targetFlags,
  }

  async run(): Promise<Verified> {
    const { args, flags } = await this.parse(CertsVerify)
    await assertTarget(flags)
    const text = (await readInput(args.chain)).toString('utf8')
    const options = await optionsOf(flags)
    const { isGood, renderProblems, renderVerified } = await import('../../certs/verify-text.ts')
    const { fixedChain, verifyChain } = await import('../../certs/verify.ts')
    const fixed = flags['fix-order'] ? fixedChain(text, options) : undefined
    const verified = verifyChain(fixed ?? text, options)
    if (!isGood(verified, { strict: flags.strict, expiresWithin: flags['expires-within'] !== undefined }))
      this.notGood()
    const { describeCertificate } = await import('../../keys/inspect.ts')
    const { isAccepted: valid, certificates, problems } = verified
    const document = { valid, certificates: certificates.map(describeCertificate), problems: [...problems] }
    if (fixed === undefined) return this.render(document, () => renderVerified(verified))
    const replaced = await writePublicFile(fixed, flags)
    if (replaced !== undefined) this.note(`Replaced ${replaced}`)
    if (problems.length > 0) this.note(renderProblems(problems))
    return this.render({ ...document, fixed_chain: fixed }, () => flags.out ?? fixed)
  }
}

async function optionsOf(flags: ParsedFlags): Promise<VerifyOptions> {
  const { parseMoment, parsePeriod } = await import('../../certs/validity.ts')
  const { firstKey } = await import('../../keys/first-key.ts')
  const { key, trust, at } = flags
  const period = flags['expires-within']
  const material = key === undefined ? undefined : await readKeyFile(key, flags['passphrase-file'])
  const found = material && firstKey(material, 'key')
  return {
    publicKey: found?.type === 'private' ? createPublicKey(found) : found,
    now: at === undefined ? systemClock() : parseMoment(at, '--at'),
    expiresWithinMs: period === undefined ? undefined : parsePeriod(period),
    trust: trust === undefined ? undefined : (await readKeyFile(trust, undefined)).certificates,
  }
}
