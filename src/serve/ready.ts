/** What `serve` says once the first request can be served: one document for programs, a short text for people. */
import { forStderr } from '../output/colour.ts'
import { quoteForShell } from '../primitives/shell.ts'
import { encodeBase32 } from '../secrets/base32.ts'
import type { Deployment } from './deployment.ts'
import type { LocalCaUse } from './local-ca.ts'
import { stepLines, trustSteps } from './local-ca-trust.ts'
import type { Served } from './serve.ts'

/** The `--json` document. Secrets of made-up users and clients alone. */
export interface ReadyDocument {
  issuer: string
  pid: number
  users: { username: string; password: string; totp_secret?: string }[]
  clients: { client_id: string; client_secret?: string; redirect_uris: readonly string[] }[]
  /** In `--dev`: the control API. */
  control?: { url: string; token: string }
  /** With `--tls`: the file whose certificate clients have to trust. */
  tls?: { ca_certificate: string }
}

type Running = Pick<Served, 'issuer' | 'control'>

export function readyDocument(
  { issuer, control }: Running,
  deployment: Deployment,
  localCa?: LocalCaUse,
): ReadyDocument {
  return {
    issuer,
    pid: process.pid,
    ...(control && { control }),
    ...(localCa && { tls: { ca_certificate: localCa.file } }),
    users: deployment.printedUsers.map(({ user, password, totp }) => ({
      username: user.username,
      password,
      totp_secret: encodeBase32(totp.secret),
    })),
    clients: deployment.printedClients.map(({ client_id, client_secret, redirect_uris }) => ({
      client_id,
      ...(client_secret !== undefined && { client_secret }),
      redirect_uris,
    })),
  }
}

function clientLine({ client_id, client_secret, redirect_uris, madeUp }: Deployment['printedClients'][number]): string {
  const kind = client_secret === undefined ? 'public, PKCE' : `secret ${client_secret}`
  const where = madeUp ? 'any redirect URI to this machine' : redirect_uris.join(' ')
  return `${forStderr('bold', client_id)}  ${kind}  (${where})`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${forStderr('dim', (index === 0 ? title : '').padEnd(8))}  ${line}`)
}

/** The lines for a terminal or a log: what is made up for this run and what to try next. */
export function readyText({ issuer, control }: Running, deployment: Deployment, localCa?: LocalCaUse): string {
  const users = deployment.printedUsers.map(({ user, password }) => `${forStderr('bold', user.username)} / ${password}`)
  const shownUsers = users.length > 0 ? [`${users.join('   ')}  (name / password)`] : []
  const first = deployment.printedClients.find(({ client_secret }) => client_secret !== undefined)
  const tries = [
    ...(deployment.dev ? [`open ${issuer}/ in a browser`] : []),
    `curl ${localCa ? `--cacert ${quoteForShell(localCa.file)} ` : ''}${issuer}/.well-known/openid-configuration`,
    ...(first ? [`point your application at ${issuer} as client ${first.client_id}`] : []),
  ]
  return [
    ...deployment.notes.map((line) => `${forStderr('yellow', 'Note:')} ${line}`),
    ...section('users', shownUsers),
    ...section('clients', deployment.printedClients.map(clientLine)),
    ...section('https', localCa ? [localCa.text, ...stepLines(trustSteps(localCa.file))] : []),
    ...section('control', control ? [`${control.url}  token ${control.token}`] : []),
    ...section('try', tries),
    `${forStderr('green', 'ready')} ${issuer}`,
    '',
  ].join('\n')
}
