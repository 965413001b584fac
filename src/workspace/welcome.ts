/** What `oidc` alone prints: what it can do in a few lines and the next step for this folder. */
import { forStdout } from '../output/colour.ts'
import { findConfiguration } from './locate.ts'

const JOBS: readonly (readonly [string, string])[] = [
  ['oidc serve --dev', 'a provider with login, consent and tokens, at once'],
  ['oidc keys generate --alg RS256', 'a signing key: JWK, PEM or an entry for the configuration'],
  ['oidc secret hash', 'a client secret as the digest that the provider stores'],
  ['oidc client add', 'a client, written into configuration.yml'],
  ['oidc config validate', 'every problem of the configuration, with file, line and fix'],
]

async function nextStep(folder: string): Promise<string> {
  const [file] = await findConfiguration({ environment: process.env, folder })
  return file === undefined
    ? 'No configuration here; try a provider without one: oidc serve --dev'
    : `The configuration here is ${file}; check it with: oidc config validate`
}

export async function welcome(folder: string): Promise<string> {
  const width = Math.max(...JOBS.map(([command]) => command.length))
  const jobs = JOBS.map(([command, does]) => `  ${forStdout('bold', command.padEnd(width))}  ${does}`)
  return ['The OpenID Connect workbench.', '', ...jobs, '', await nextStep(folder), 'All commands: oidc help', ''].join(
    '\n',
  )
}
