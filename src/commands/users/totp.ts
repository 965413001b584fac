import { Flags } from '@oclif/core'
import { readSecret } from '../../output/secret-input.ts'
import { systemClock } from '../../primitives/clock.ts'
import { systemRandom } from '../../primitives/random.ts'
import type { NewEnrolmentCode, NewGenerator, SecondFactorRequest } from '../../users/second-factor.ts'
import { nameArgument, totpFlag, UsersCommand, usersFlags } from './users-command.ts'

type Result = NewGenerator | NewEnrolmentCode | { username: string; removed: boolean; totp: string }

export default class UsersTotp extends UsersCommand<Result> {
  static override summary = 'Give a user a second factor: one-time passwords (TOTP)'
  static override description =
    `Makes the secret and prints the URI for an authenticator application, on a terminal with a QR code;
or with --enrolment-code a one-time code, with which the user sets up an application in the browser within a day. Algorithm, digits and
period come from the totp options of the configuration. Secrets are encrypted where it has storage.encryption_key.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann',
    '<%= config.bin %> <%= command.id %> ann --enrolment-code',
    '<%= config.bin %> <%= command.id %> ann --file secret.txt --force',
    '<%= config.bin %> <%= command.id %> ann --remove',
  ]
  static override args = { name: nameArgument }
  static override flags = {
    'enrolment-code': Flags.boolean({ summary: 'Make a one-time code for the user instead', aliases: ['code'] }),
    remove: Flags.boolean({ summary: 'Take the second factor away', exclusive: ['enrolment-code', 'force'] }),
    force: Flags.boolean({ summary: 'Replace a second factor that is there' }),
    stdin: Flags.boolean({ summary: 'Take the secret (base32) from standard input', exclusive: ['file'] }),
    file: Flags.string({ summary: 'Take the secret (base32) from a file', helpValue: 'PATH', exclusive: ['stdin'] }),
    ...usersFlags,
    totp: totpFlag,
  }

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(UsersTotp)
    const places = await this.surroundings(flags)
    const request = { ...places, username: args.name, clock: systemClock, random: systemRandom }
    if (flags.remove) return this.#takeAway(request)
    if (flags['enrolment-code']) return this.#giveCode(request)
    const given = flags.stdin || flags.file !== undefined ? await readSecret(flags) : undefined
    return this.#giveSecret({ ...request, given, force: flags.force })
  }

  async #takeAway(request: SecondFactorRequest): Promise<Result> {
    const { takeAway } = await import('../../users/second-factor.ts')
    const { username, totpPath: totp } = request
    const removed = await takeAway(request)
    const text = removed ? `removed the second factor of ${username}` : `${username} had no second factor`
    return this.render({ username, removed, totp }, () => text)
  }

  async #giveCode(request: SecondFactorRequest): Promise<Result> {
    const { giveCode } = await import('../../users/second-factor.ts')
    const issued = await giveCode(request)
    this.note(`wrote ${issued.totp}; the code counts once, until ${issued.expires}`)
    return this.render(issued, () => issued.enrolment_code)
  }

  async #giveSecret(request: SecondFactorRequest & { given: string | undefined; force: boolean }): Promise<Result> {
    const { giveSecret } = await import('../../users/second-factor.ts')
    const made = await giveSecret(request)
    const kept = request.encryptionKey === undefined ? 'not encrypted: storage.encryption_key is not set' : 'encrypted'
    this.note(`wrote ${made.totp} (${kept})`)
    if (process.stderr.isTTY) {
      const { renderUnicodeCompact } = await import('uqr')
      this.note(renderUnicodeCompact(made.otpauth_uri))
    }
    return this.render(made, () => made.otpauth_uri)
  }
}
