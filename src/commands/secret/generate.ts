import { Flags } from '@oclif/core'
import { BaseCommand } from '../../output/base-command.ts'
import { systemRandom } from '../../primitives/random.ts'
import { HASH_ALGORITHMS, type HashAlgorithm } from '../../secrets/algorithms.ts'
import { CHARSETS, type CharsetName, entropyBits, generateSecret } from '../../secrets/generate.ts'
import { labelHalves } from '../../secrets/halves.ts'
import { generateRequest, KINDS } from '../../secrets/kinds.ts'

interface Generated {
  secret: string
  entropy_bits: number
  digest?: string
}

type Result = Generated | { secrets: Generated[] }

async function digestOf(secret: string, algorithm: HashAlgorithm): Promise<string> {
  const { hashSecret } = await import('../../secrets/hash.ts')
  return hashSecret({ algorithm }, secret, { random: systemRandom })
}

function renderOne({ secret, digest }: Generated): string {
  if (process.stdout.isTTY && digest !== undefined) return labelHalves({ secret, digest })
  return digest === undefined ? secret : `${secret}\t${digest}`
}

export default class SecretGenerate extends BaseCommand<Result> {
  static override summary = 'Draw a random secret, client id or key'
  static override description =
    `Every character is drawn from the operating system's randomness and is as likely as every other.
The secret stands alone on standard output; with --hash its digest follows after a tab, and on a terminal both are labelled.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --for hmac',
    '<%= config.bin %> <%= command.id %> --length 40 --charset alphanumeric --hash pbkdf2',
  ]
  static override flags = {
    for: Flags.option({
      options: KINDS,
      summary: 'What it is for: gives length and characters (hmac: 64 alphanumeric; client, id: 72 rfc3986)',
    })(),
    length: Flags.integer({ summary: 'Characters (default: 72)', min: 1 }),
    charset: Flags.option({
      options: Object.keys(CHARSETS) as CharsetName[],
      summary: 'Characters to draw from (default: rfc3986)',
      exclusive: ['characters'],
    })(),
    characters: Flags.string({ summary: 'An own set of characters to draw from', exclusive: ['charset'] }),
    count: Flags.integer({ summary: 'How many', default: 1, min: 1, max: 1000 }),
    hash: Flags.option({ options: HASH_ALGORITHMS, summary: 'Print the digest of each as well' })(),
  }

  async run(): Promise<Result> {
    const { flags } = await this.parse(SecretGenerate)
    const request = generateRequest(flags)
    const bits = Math.round(entropyBits(request) * 10) / 10
    const secrets: Generated[] = []
    for (let made = 0; made < flags.count; made++) {
      const secret = generateSecret(request, systemRandom)
      const digest = flags.hash && (await this.busy('Computing the digest', digestOf(secret, flags.hash)))
      secrets.push({ secret, entropy_bits: bits, ...(digest !== undefined && { digest }) })
    }
    const [only] = secrets
    const result = this.render(secrets.length === 1 && only ? only : { secrets }, () =>
      secrets.map(renderOne).join('\n'),
    )
    this.hint(`${bits} bits of entropy`)
    return result
  }
}
