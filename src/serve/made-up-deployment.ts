/** A deployment of `--dev` without any file: users, clients and secrets are made up for this run. */
import { madeUpConfiguration } from '../provider/dev/configuration.ts'
import type { Deployment } from './deployment.ts'
import { clientsOfFlags, type DevClientFlags, standardClients } from './dev-clients.ts'
import type { MadeUp } from './made-up.ts'
import { passwordsOf, type UserSource } from './user-sources.ts'

export interface MadeUpOptions extends DevClientFlags {
  madeUp: MadeUp
  /** Whether pages may show passwords. */
  expose: boolean
  /** `$OIDC_DEV_CLIENT_SECRET` */
  clientSecret?: string | undefined
  /** Users of `--users` instead of made-up ones. */
  users?: UserSource | undefined
}

export function madeUpDeployment({ madeUp, expose, clientSecret, users, ...flags }: MadeUpOptions): Deployment {
  const source = users ?? madeUp.users()
  const standard = standardClients(madeUp)
  const clients = [...standard, ...clientsOfFlags(flags, madeUp, clientSecret)]
  const config = madeUpConfiguration(
    madeUp.secret('hmac_secret'),
    clients.map(({ client }) => client),
  )
  return {
    config,
    keys: [],
    users: source.users,
    secondFactors: source.secondFactors,
    dev: {
      users: source.cards,
      madeUpClients: new Set(standard.map(({ client }) => client.client_id)),
      ...(!expose && { passwords: passwordsOf(source) }),
    },
    printedUsers: source.printed,
    printedClients: clients.map(({ printed }) => printed),
    notes: [],
    watched: source.watched,
    problems: [],
  }
}
