import { Args, Flags } from '@oclif/core'
import { isUnreadableValue } from '../../config/filters/unreadable.ts'
import type { LoadedConfiguration } from '../../config/load.ts'
import type { ResolvedClient, ResolvedConfiguration } from '../../config/resolved.ts'
import type { IssuerKey } from '../../keys/published-key.ts'
import { systemClock } from '../../primitives/clock.ts'
import { systemRandom } from '../../primitives/random.ts'
import type { Prediction } from '../../provider/prediction/prediction.ts'
import type { User } from '../../provider/user-store.ts'
import { ClientCommand, clientFlags } from './client-command.ts'

export default class ClientCheck extends ClientCommand<Prediction> {
  static override summary = 'Predict what the provider does with a request of a client'
  static override description =
    'Says which claims stand in the ID token, at userinfo and in the access token, whether the user is asked for consent, whether PKCE and PAR are required, and which key signs. The request runs through the functions of the provider itself; nothing is sent. Exit status 3: the request is refused.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> wiki',
    '<%= config.bin %> <%= command.id %> wiki --user ann --scope openid --scope email',
    '<%= config.bin %> <%= command.id %> wiki --prompt none --json',
  ]
  static override args = {
    id: Args.string({ name: 'ID', description: 'The client_id', required: true, ignoreStdin: true }),
  }
  static override flags = {
    user: Flags.string({ summary: 'Who logs in (default: anybody, with every attribute)', helpValue: 'NAME' }),
    users: Flags.string({
      summary: 'The user file (default: the one that the configuration names)',
      helpValue: 'PATH',
    }),
    scope: Flags.string({
      summary: 'A scope that is asked for (default: all of the client)',
      multiple: true,
      multipleNonGreedy: true,
    }),
    prompt: Flags.option({
      summary: 'The prompt parameter',
      options: ['none', 'login', 'consent', 'select_account'] as const,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    'response-type': Flags.string({ summary: 'The response_type (default: the first of the client)' }),
    address: Flags.string({ summary: 'Where the user comes from, for policies with networks', helpValue: 'IP' }),
    issuer: Flags.string({ summary: 'The issuer (default: authelia_url of session.cookies)', helpValue: 'URL' }),
    ...clientFlags,
  }

  async run(): Promise<Prediction> {
    const { args, flags } = await this.parse(ClientCheck)
    const [{ computedAttributes }, { predict }, { predictionText }] = await Promise.all([
      import('../../config/attributes/computed.ts'),
      import('../../provider/prediction/predict.ts'),
      import('./prediction-text.ts'),
    ])
    const loaded = await this.loader(flags)()
    const { config, client } = await resolvedClient(loaded, args.id)
    const user = flags.user === undefined ? undefined : await findUser(loaded, config, flags.user, flags.users)
    const keys = await this.keys(config)
    const issuer = flags.issuer ?? (await issuerOf(loaded))
    const computed = computedAttributes(loaded, config)
    const prediction = await predict(
      { config, keys, issuer, computedAttributes: computed, clock: systemClock, random: systemRandom },
      {
        client,
        user,
        scopes: flags.scope ?? client.scopes,
        prompt: flags.prompt ?? [],
        response_type: flags['response-type'],
        address: flags.address,
      },
    )
    if (prediction.refused !== undefined) this.notGood()
    return this.render(prediction, predictionText)
  }

  /** The keys that can be read here; what is signed by another is refused in the prediction. */
  private async keys({ provider }: ResolvedConfiguration): Promise<IssuerKey[]> {
    const { loadIssuerKey } = await import('../../keys/issuer-key.ts')
    return provider.jwks.flatMap((entry, index) => {
      if (!isUnreadableValue(entry.key)) return [loadIssuerKey(entry, { now: systemClock() })]
      this.caution(`key ${index + 1} of identity_providers.oidc.jwks cannot be read here; it is left out`)
      return []
    })
  }
}

async function resolvedClient(
  loaded: LoadedConfiguration,
  id: string,
): Promise<{ config: ResolvedConfiguration; client: ResolvedClient }> {
  const [{ assertYaml }, { findClient }, { resolvedOf }, { validate }] = await Promise.all([
    import('../../config/edit/assert-yaml.ts'),
    import('../../clients/find-client.ts'),
    import('../../config/configuration-invalid.ts'),
    import('../../config/validate.ts'),
  ])
  assertYaml(loaded)
  const { index } = findClient(loaded.tree, id)
  const config = resolvedOf(validate(loaded))
  const client = config.provider.clients[index]
  if (client === undefined) throw new TypeError(`the configuration lost its client ${id}`)
  return { config, client }
}

async function issuerOf({ tree }: LoadedConfiguration): Promise<string> {
  const { configuredIssuer } = await import('../../clients/issuer.ts')
  return configuredIssuer(tree) ?? 'http://localhost:9091'
}

/** @throws {@link UserNotFound}, {@link NoUsers} */
async function findUser(
  { sources }: LoadedConfiguration,
  config: ResolvedConfiguration,
  username: string,
  path: string | undefined,
): Promise<User> {
  const [{ userFileSource }, { UserNotFound }] = await Promise.all([
    import('../../serve/user-sources.ts'),
    import('../../users/edit-users.ts'),
  ])
  const files = sources.map(({ file }) => file)
  const { users } = await userFileSource({ config, files, path, dev: false, clock: systemClock, random: systemRandom })
  const user = await users.find(username)
  if (user !== undefined) return user
  throw new UserNotFound(`there is no user '${username}'`, { hint: 'see who there is with: oidc users list' })
}
