import { Flags } from '@oclif/core'
import { BaseCommand } from '../../output/base-command.ts'
import { readSecret, secretInputFlags } from '../../output/secret-input.ts'
import { systemRandom } from '../../primitives/random.ts'
import { HASH_ALGORITHMS } from '../../secrets/algorithms.ts'
import type { HashRequest } from '../../secrets/hash.ts'

interface Hashed {
  digest: string
  algorithm: string
  variant: string
  parameters: Readonly<Record<string, number | string>>
  secret?: string
}

const costFlag = (summary: string) => Flags.integer({ summary, helpGroup: 'COST', min: 1 })

export default class SecretHash extends BaseCommand<Hashed> {
  static override summary = 'Make the digest of a secret, as the provider stores it'
  static override description =
    `The digest goes into the provider's configuration, the secret itself into the application.
Without --algorithm it is PBKDF2 with SHA-512 and 310000 iterations, as client secrets are stored. The secret comes from
a hidden prompt, --stdin or --file (one line end is dropped), or is drawn with --random.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --random',
    '<%= config.bin %> <%= command.id %> --file secret.txt',
    '<%= config.bin %> <%= command.id %> --algorithm argon2 --stdin < secret.txt',
    '<%= config.bin %> <%= command.id %> --target 250ms --random',
  ]
  static override flags = {
    algorithm: Flags.option({ options: HASH_ALGORITHMS, default: 'pbkdf2' as const, summary: 'How to hash' })(),
    variant: Flags.string({
      summary:
        'pbkdf2: sha1 sha224 sha256 sha384 sha512 (default) · argon2: id (default) i d · bcrypt: standard (default) sha256 · sha2crypt: sha256 sha512 (default)',
    }),
    iterations: costFlag('pbkdf2: iterations (sha512: 310000) · argon2: passes (3) · sha2crypt: rounds (50000)'),
    memory: costFlag('argon2: memory in KiB (65536)'),
    parallelism: costFlag('argon2: lanes (4) · scrypt: p (1)'),
    cost: costFlag('bcrypt: cost (12) · scrypt: binary logarithm of N (16)'),
    'block-size': costFlag('scrypt: r (8)'),
    'salt-size': costFlag('bytes of salt (16)'),
    'key-size': costFlag('argon2, scrypt: bytes of key (32)'),
    target: Flags.string({
      summary: 'Pick the cost that takes about this long on this machine, such as 250ms',
      helpGroup: 'COST',
      exclusive: ['iterations', 'cost'],
    }),
    random: Flags.boolean({ summary: 'Draw the secret too, and show it once', exclusive: ['stdin', 'file'] }),
    'no-confirm': Flags.boolean({ summary: 'Ask for the secret once instead of twice' }),
    ...secretInputFlags,
  }

  async run(): Promise<Hashed> {
    const { flags } = await this.parse(SecretHash)
    const { hashRequest } = await import('../../secrets/hash-request.ts')
    const asked = hashRequest(flags)
    const request = flags.target === undefined ? asked : await this.#calibrate(asked, flags.target)
    const secret = flags.random ? await drawSecret() : await readSecret(flags, { confirm: !flags['no-confirm'] })
    await this.#cautionAboutDigest(secret)
    const hashed = await this.busy('Computing the digest', describe(request, secret))
    const result = flags.random ? { ...hashed, secret } : hashed
    return this.#show(result)
  }

  async #cautionAboutDigest(secret: string): Promise<void> {
    const { isDigest } = await import('../../secrets/check.ts')
    if (isDigest(secret))
      this.caution('what was given is itself a digest; the digest of a digest is of no use to a provider')
  }

  async #calibrate(request: HashRequest, target: string): Promise<HashRequest> {
    const { calibrate, parseTarget } = await import('../../secrets/calibrate.ts')
    const { measureHash } = await import('../../secrets/measure.ts')
    const work = calibrate(request, parseTarget(target), measureHash)
    const { request: calibrated, picked, milliseconds } = await this.busy('Measuring this machine', work)
    this.note(`${picked}: ${milliseconds} ms on this machine`)
    return calibrated
  }

  async #show(result: Hashed): Promise<Hashed> {
    const { secret, digest } = result
    if (secret === undefined) return this.render(result, () => digest)
    const { labelHalves } = await import('../../secrets/halves.ts')
    if (process.stdout.isTTY) return this.render(result, () => labelHalves({ secret, digest }))
    this.note(labelHalves({ secret }))
    return this.render(result, () => digest)
  }
}

async function drawSecret(): Promise<string> {
  const { generateSecret } = await import('../../secrets/generate.ts')
  const { generateRequest } = await import('../../secrets/kinds.ts')
  return generateSecret(generateRequest({ for: 'client' }), systemRandom)
}

async function describe(request: HashRequest, secret: string): Promise<Hashed> {
  const { hashSecret } = await import('../../secrets/hash.ts')
  const { parseDigest } = await import('../../secrets/digest.ts')
  const digest = await hashSecret(request, secret, { random: systemRandom })
  const { algorithm, variant, parameters } = parseDigest(digest)
  return { digest, algorithm, variant, parameters }
}
