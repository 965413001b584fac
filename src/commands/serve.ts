import { Flags } from '@oclif/core'
import { BaseCommand } from '../output/base-command.ts'
import { configurationFlags } from '../output/configuration-flags.ts'
import { systemClock } from '../primitives/clock.ts'
import { stateFolder } from '../serve/dev-key.ts'
import { createLog, LOG_LEVELS } from '../serve/log.ts'
import { prepare } from '../serve/prepare.ts'
import { readyDocument, readyText } from '../serve/ready.ts'
import { ConfigurationRefused } from '../serve/refused-configuration.ts'
import { PATIENCE_MS, serve, untilSignal } from '../serve/serve.ts'
import { takeOverChanges } from '../serve/watch.ts'

const DEV = 'DEVELOPMENT'
const CONFORMANCE = 'CONFORMANCE'

export default class Serve extends BaseCommand<void> {
  static override summary = 'Serve the provider: login, consent, tokens'
  static override description =
    `Serves the OpenID Connect provider of the configuration. With --dev it runs without any file: users
alice, bob, … (the password is the name), a confidential client app and a public client spa are made up and printed.
The line 'ready' with the issuer goes to stderr once the first request can be served; with --json one document on stdout.`
  static override examples = [
    { description: 'a provider without any file', command: '<%= config.bin %> <%= command.id %> --dev' },
    {
      description: 'with a client of your own',
      command: '<%= config.bin %> <%= command.id %> --dev --client web=http://localhost:3000/callback',
    },
    {
      description: 'over https; it prints what clients have to be told',
      command: '<%= config.bin %> <%= command.id %> --dev --tls',
    },
    {
      description: 'the configuration of this folder',
      command: '<%= config.bin %> <%= command.id %> --config configuration.yml',
    },
  ]
  static override flags = {
    ...configurationFlags,
    users: Flags.string({
      summary: 'User file',
      helpValue: 'PATH',
      defaultHelp: async () => 'authentication_backend.file.path, else users_database.yml beside the configuration',
    }),
    dev: Flags.boolean({ summary: 'For development: no file is needed, pages explain themselves' }),
    host: Flags.string({ summary: 'Address to listen on', defaultHelp: async () => 'both loopback addresses' }),
    port: Flags.integer({ summary: 'Port to listen on, 0 for any free one', default: 9091, min: 0, max: 65_535 }),
    issuer: Flags.string({ summary: 'Fixes the issuer; a path prefix is allowed', helpValue: 'URL' }),
    'trusted-proxies': Flags.string({
      summary: 'Networks whose X-Forwarded-* headers count',
      helpValue: 'CIDR',
      multiple: true,
    }),
    tls: Flags.boolean({
      summary: 'Serve https with a certificate of the local CA, which is made once (docs/https.md)',
      exclusive: ['tls-cert', 'tls-key'],
    }),
    'tls-cert': Flags.string({ summary: 'Certificate chain in PEM', helpValue: 'PATH', dependsOn: ['tls-key'] }),
    'tls-key': Flags.string({ summary: 'Private key in PEM', helpValue: 'PATH', dependsOn: ['tls-cert'] }),
    store: Flags.string({ summary: 'Where state is kept; memory is the only place so far', default: 'memory' }),
    watch: Flags.boolean({ summary: 'Take over a changed configuration (on in --dev)', allowNo: true }),
    log: Flags.option({
      options: ['pretty', 'json'] as const,
      summary: 'Form of the log',
      defaultHelp: async () => 'pretty on a terminal, else json',
    })(),
    'log-level': Flags.option({
      options: LOG_LEVELS,
      summary: 'Least level that is logged',
      default: 'info' as const,
    })(),
    compat: Flags.option({
      options: ['authelia'] as const,
      summary: 'Answer as the reference does where it differs from the standards (loopback or --dev only)',
    })(),
    'allow-fetch': Flags.string({
      summary: 'Private networks that may be fetched from',
      helpValue: 'CIDR',
      multiple: true,
    }),
    'no-rate-limits': Flags.boolean({ summary: 'Switch off the limits per address (they are off in --dev)' }),
    conformance: Flags.boolean({
      summary: "Serve what the OpenID Foundation's conformance suite needs (docs/conformance.md)",
      helpGroup: CONFORMANCE,
    }),
    suite: Flags.string({
      summary: 'Address of the suite; its certificate is not checked',
      helpValue: 'URL',
      helpGroup: CONFORMANCE,
    }),
    alias: Flags.string({ summary: 'Alias of the test plan', helpValue: 'NAME', helpGroup: CONFORMANCE }),
    client: Flags.string({ summary: 'Add a public client', helpValue: 'ID=URI', multiple: true, helpGroup: DEV }),
    'confidential-client': Flags.string({
      summary: 'Add a client with a secret: $OIDC_DEV_CLIENT_SECRET, else made up and printed',
      helpValue: 'ID=URI',
      multiple: true,
      helpGroup: DEV,
    }),
    'login-as': Flags.string({
      summary: 'Sign this user in without a page, for made-up clients and loopback redirect URIs',
      helpValue: 'USER',
      helpGroup: DEV,
    }),
    consent: Flags.boolean({ summary: 'Consent without a page, for the same', helpGroup: DEV }),
    expose: Flags.boolean({
      summary: 'Allow a host that is not loopback; passwords are random, pages of --dev ask for the control token',
      helpGroup: DEV,
    }),
    seed: Flags.string({
      summary: 'Repeat what is drawn: secrets, ids, tokens; the signing key is a published one (this machine alone)',
      helpValue: 'TEXT',
      helpGroup: DEV,
    }),
  }

  protected override endsOnInterrupt = false

  async run(): Promise<void> {
    const { flags } = await this.parse(Serve)
    const stopped = untilSignal()
    const { options, deploy, localCa } = await prepare(flags)
    const deployment = await deploy().catch(showProblems)
    const format = flags.log ?? (process.stderr.isTTY ? 'pretty' : 'json')
    const write = (line: string) => void process.stderr.write(`${line}\n`)
    const logRequests =
      format === 'pretty' ? 'merged' : flags.dev || flags['log-level'] === 'debug' ? 'beside' : undefined
    const log = createLog({ format, level: flags['log-level'], clock: systemClock, write })
    const served = await serve(deployment, { ...options, stateFolder: stateFolder(process.env), log, logRequests })
    if (localCa?.warning !== undefined) this.caution(localCa.warning)
    if (this.jsonEnabled()) {
      for (const note of deployment.notes) log({ level: 'warn', event: 'note', note })
      this.logJson(readyDocument(served, deployment, localCa))
    } else process.stderr.write(readyText(served, deployment, localCa))
    const { watched, alwaysWatched = [] } = deployment
    const files = (flags.watch ?? flags.dev) ? watched : flags.watch === false ? [] : alwaysWatched
    const stopWatching = takeOverChanges(served, { deploy, files, log })
    await stopped
    stopWatching()
    await served.close(PATIENCE_MS)
  }
}

function showProblems(error: unknown): never {
  if (error instanceof ConfigurationRefused) process.stderr.write(error.text)
  throw error
}
