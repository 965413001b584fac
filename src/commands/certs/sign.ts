import { Args, Flags, type Interfaces } from '@oclif/core'
import { UsageError } from '../../errors.ts'
import type { InspectedCertificate } from '../../keys/inspect.ts'
import { assertTarget, writePublicFile } from '../../keys/key-folder.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { certificateFlags } from '../../output/certificate-flags.ts'
import { passphraseFlag } from '../../output/passphrase.ts'
import { targetFlags } from '../../output/target-flags.ts'
import { systemClock } from '../../primitives/clock.ts'
import { systemRandom } from '../../primitives/random.ts'
import { readInput, readKeyFile } from '../../workspace/read-key-file.ts'

interface Signed {
  /** PEM: the new certificate, then those of the CA file. */
  certificate_chain: string
  certificate: InspectedCertificate
  file?: string
}

type ParsedFlags = Interfaces.InferredFlags<typeof CertsSign.flags>

export default class CertsSign extends BaseCommand<Signed> {
  static override summary = 'Sign a certificate signing request with a CA'
  static override description =
    `Subject and alternative names come from the request unless flags replace them; nothing else that it asks for is taken over.
The request's own signature must verify, and the certificate ends no later than that of the CA. The CA file's certificates
follow the new one in the bundle.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> request.csr --ca ca.crt.pem --ca-key ca.private.pem',
    '<%= config.bin %> <%= command.id %> request.csr --ca ca.crt.pem --ca-key ca.private.pem --days 90 --out leaf.pem',
  ]
  static override args = {
    csr: Args.string({ ignoreStdin: true, description: 'file with the request, - for standard input', required: true }),
  }
  static override flags = {
    ca: Flags.string({ summary: 'File with the certificate of the CA', helpValue: 'CERT', required: true }),
    'ca-key': Flags.string({ summary: 'File with the private key of the CA', helpValue: 'KEY', required: true }),
    ...passphraseFlag,
    ...certificateFlags,
    use: Flags.option({ summary: 'What the key does', options: ['sig', 'enc'] as const, default: 'sig' as const })(),
    'as-ca': Flags.boolean({ summary: 'The new certificate may sign others' }),
    'path-length': Flags.integer({
      summary: 'Number of CAs that may follow below it (default: 0)',
      min: 0,
      dependsOn: ['as-ca'],
    }),
    ...targetFlags,
  }

  async run(): Promise<Signed> {
    const { args, flags } = await this.parse(CertsSign)
    await assertTarget(flags)
    const { certificates } = await readKeyFile(flags.ca, undefined)
    const [ca] = certificates
    if (!ca) throw new UsageError(`${flags.ca} holds no certificate`)
    const { onlyPrivateKey } = await import('../../keys/first-key.ts')
    const caKey = onlyPrivateKey(await readKeyFile(flags['ca-key'], flags['passphrase-file']), flags['ca-key'])
    const { readCsr, signCsr } = await import('../../certs/csr.ts')
    const csr = await readCsr(await readInput(args.csr))
    const signed = await signCsr({ csr, ca, caKey, ...(await wishes(flags)), now: systemClock(), random: systemRandom })
    const { writeChain } = await import('../../certs/verify.ts')
    const { describeCertificate } = await import('../../keys/inspect.ts')
    const certificate_chain = writeChain([signed, ...certificates])
    const replaced = await writePublicFile(certificate_chain, flags)
    if (replaced !== undefined) this.note(`Replaced ${replaced}`)
    const file = flags.out === undefined ? {} : { file: flags.out }
    const result = { certificate_chain, certificate: describeCertificate(signed), ...file }
    return this.render(result, () => flags.out ?? certificate_chain)
  }
}

async function wishes(flags: ParsedFlags) {
  const { parseSan, parseSubject } = await import('../../certs/names.ts')
  const { readValidity } = await import('../../certs/options.ts')
  const { parseExtendedUsages, parseUsages } = await import('../../certs/usages.ts')
  const { subject, san, usage, use, 'ext-usage': extended = [], 'as-ca': isCa, 'path-length': pathLength } = flags
  return {
    use,
    isCa,
    pathLength,
    subject: subject === undefined ? undefined : parseSubject(subject),
    san: san === undefined ? undefined : parseSan(san),
    usage: usage === undefined ? undefined : parseUsages(usage),
    extendedUsages: parseExtendedUsages(extended),
    validity: readValidity(flags),
  }
}
