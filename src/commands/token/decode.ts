import { Args, Flags } from '@oclif/core'
import { UsageError } from '../../errors.ts'
import { BaseCommand } from '../../output/base-command.ts'
import { forStdout } from '../../output/colour.ts'
import { isInteractive } from '../../output/prompt.ts'
import { readSecret } from '../../output/secret-input.ts'
import { systemClock } from '../../primitives/clock.ts'
import { MIB, readStdin, readText } from '../../primitives/files.ts'
import type { DecodedToken, FindKeys, TrustedKeys } from '../../token/decode.ts'

interface KeyFlags {
  issuer?: string | undefined
  jwks?: string | undefined
  'secret-file'?: string | undefined
  'ask-secret'?: boolean
  'passphrase-file'?: string | undefined
}

/** Each JOSE header in base64url begins so (`{"`); opaque tokens have a prefix. */
const LIKE_A_TOKEN = /(^|[\s"'=])(eyJ[\w-]+\.|authelia_(ac|at|rt|dc)_)/

export default class TokenDecode extends BaseCommand<DecodedToken> {
  static override summary = 'Show what a token says, and check its signature'
  static override description =
    `Explains the header and each claim of a JWT, and says what is wrong with it. Without keys nothing is checked: anybody can
write such a token. The token comes from FILE or standard input, never from an argument, which others could see.
Exit status: 0 shown (a token that has expired too), 3 it does not verify with the given keys, 1 it is no token.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> id_token.jwt',
    'curl … | jq -r .id_token | <%= config.bin %> <%= command.id %> --issuer https://auth.example.com',
    '<%= config.bin %> <%= command.id %> id_token.jwt --jwks jwks.json --json',
    '<%= config.bin %> <%= command.id %> hs256.jwt --secret-file client-secret.txt',
  ]
  static override args = {
    file: Args.string({
      name: 'FILE',
      description: 'File with the token (default: standard input)',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    issuer: Flags.string({
      summary: 'Check with the keys that this issuer publishes; http on this machine alone',
      helpValue: 'URL',
      exclusive: ['jwks', 'secret-file', 'ask-secret'],
    }),
    jwks: Flags.string({
      summary: 'Check with the keys of a JWKS, JWK, PEM, certificate or configuration file',
      helpValue: 'FILE',
      exclusive: ['secret-file', 'ask-secret'],
    }),
    'secret-file': Flags.string({
      summary: 'Check an HS* signature with the client secret in this file',
      helpValue: 'PATH',
      exclusive: ['ask-secret'],
    }),
    'ask-secret': Flags.boolean({ summary: 'The same, with a secret that is asked for' }),
    'passphrase-file': Flags.string({
      summary: 'Passphrase of an encrypted key file',
      helpValue: 'PATH',
      dependsOn: ['jwks'],
    }),
  }

  async run(): Promise<DecodedToken> {
    this.#refuseTokenAsArgument()
    const { args, flags } = await this.parse(TokenDecode)
    const text = await readTokenText(args.file)
    const [{ decodeToken, exitStatusOf }, { renderToken }] = await Promise.all([
      import('../../token/decode.ts'),
      import('../../token/render.ts'),
    ])
    const reader = { now: systemClock() }
    const decoded = await this.busy('Checking', decodeToken(text, reader, keyFinder(flags)))
    process.exitCode = exitStatusOf(decoded)
    this.render(decoded, (token) => renderToken(token, reader, forStdout))
    if (!this.jsonEnabled()) for (const { message } of decoded.warnings) this.caution(message)
    return decoded
  }

  /** Before anything can repeat the argument in a message. */
  #refuseTokenAsArgument(): void {
    if (!this.argv.some((word) => LIKE_A_TOKEN.test(word))) return
    throw new UsageError('a token is given as an argument, where others can see it', {
      hint: 'give it on standard input or in a FILE',
    })
  }
}

async function readTokenText(file: string | undefined): Promise<string> {
  if (file !== undefined && file !== '-') return readText(file, { limit: MIB })
  if (isInteractive()) return readSecret({}, { message: 'Token:' })
  const text = await readStdin({ limit: MIB })
  if (text.trim() !== '') return text
  throw new UsageError('the token is missing', { hint: 'give it on standard input or in a FILE' })
}

function keyFinder(flags: KeyFlags): FindKeys | undefined {
  const { issuer, jwks, 'secret-file': secretFile, 'ask-secret': ask } = flags
  if (issuer !== undefined) return async () => ({ keys: await issuerKeys(issuer), issuer })
  if (jwks !== undefined) return async () => ({ keys: await fileKeys(jwks, flags['passphrase-file']) })
  return secretFile === undefined && !ask ? undefined : ({ alg }) => secretKeys(alg, secretFile)
}

async function secretKeys(alg: unknown, file: string | undefined): Promise<TrustedKeys> {
  if (!String(alg).startsWith('HS')) {
    throw new UsageError('a secret checks HS* signatures alone', { hint: 'use --issuer or --jwks' })
  }
  const { secretKey } = await import('../../token/verify.ts')
  return { keys: [secretKey(await readSecret({ file }, { message: 'Client secret:' }))] }
}

async function issuerKeys(issuer: string) {
  const { fetchFromIssuer, fetchIssuerKeys } = await import('../../token/issuer-keys.ts')
  return fetchIssuerKeys(issuer, fetchFromIssuer)
}

async function fileKeys(path: string, passphraseFile: string | undefined) {
  const { keysOfJson, keysOfMaterial } = await import('../../token/candidate-keys.ts')
  const { readKeyFile } = await import('../../workspace/read-key-file.ts')
  const text = path === '-' ? '' : await readText(path)
  return /^\s*\{/.test(text) ? keysOfJson(text, path) : keysOfMaterial(await readKeyFile(path, passphraseFile))
}
