/** `client add --template` as somebody types it, for some of the templates; templates/login.test.ts has them all. */
import { describe, expect, it } from 'vitest'
import { initialConfiguration } from '../../src/config/initial-configuration.ts'
import { systemRandom } from '../../src/primitives/random.ts'
import { oidc } from '../support/run-oidc.ts'
import { FACTS, redirectUrisOf } from './templates/all-templates.ts'
import { workplace } from './workplace.ts'

const URL_FLAG = ['--url', 'https://app.example.com']

/** Template, and the flags that it declares. */
const SAMPLES: readonly (readonly [string, readonly string[]])[] = [
  ['gitea', [...URL_FLAG, '--set', 'provider_name=authelia']],
  ['docmost', [...URL_FLAG, '--set', 'redirect_uri=https://app.example.com/shown/by/the/application']],
  ['uptime-kuma', ['--set', 'resource_url=https://watched.example.com']],
  ['claper', URL_FLAG],
  ['kubelogin', []],
]

describe.each(SAMPLES)('oidc client add --template %s in a fresh file', (template, flags) => {
  it('validates without an error; its settings are complete; its redirect URIs are those of the facts', async () => {
    const { text } = await initialConfiguration({ url: 'https://auth.example.com', random: systemRandom })
    const { cwd, run, clients } = await workplace(text)
    const added = await run(['add', '--template', template, ...flags, '--allow-provider-changes', '--yes', '--json'])
    expect(added.status, added.stderr).toBe(0)
    const { client, client_secret, settings } = JSON.parse(added.stdout)
    const facts = FACTS.find(({ id }) => id === template)
    expect(await clients()).toEqual([client])
    expect(client.redirect_uris ?? []).toEqual(facts && redirectUrisOf(facts))
    expect(settings.omitted).toEqual([])
    expect(settings.text).toContain(client_secret)
    expect(settings.text).not.toContain('{{')
    expect((await oidc(['config', 'validate'], { cwd })).status).toBe(0)
  })
})
