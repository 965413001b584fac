/** What the applications of these templates are told of users in the groups that the templates ask for. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ComputedAttributes, computedAttributes } from '../../../src/config/attributes/computed.ts'
import { resolvedOf } from '../../../src/config/configuration-invalid.ts'
import { initialConfiguration } from '../../../src/config/initial-configuration.ts'
import { validate } from '../../../src/config/validate.ts'
import { systemRandom } from '../../../src/primitives/random.ts'
import { newFolder } from '../../support/run-oidc.ts'
import { templateOf } from './all-templates.ts'
import { register } from './register.ts'

let folder: Awaited<ReturnType<typeof newFolder>>
let fresh: string

beforeAll(async () => {
  folder = await newFolder()
  fresh = (await initialConfiguration({ url: 'https://auth.example.com', random: systemRandom })).text
})

afterAll(() => folder.remove())

async function computedBy(id: string): Promise<ComputedAttributes | undefined> {
  const { loaded } = await register(templateOf(id), fresh, folder.path)
  return computedAttributes(loaded, resolvedOf(validate(loaded)))
}

it.each<[id: string, claim: string, groups: string[], value: unknown]>([
  ['nextcloud', 'is_nextcloud_admin', ['nextcloud-admins'], 'yes'],
  ['nextcloud', 'is_nextcloud_admin', ['staff'], 'no'],
  ['sftpgo', 'sftpgo_role', ['sftpgo_admins', 'sftpgo_managers'], 'admin'],
  ['sftpgo', 'sftpgo_role', ['sftpgo_managers'], 'manager'],
  ['sftpgo', 'sftpgo_role', [], 'user'],
  ['vaultwarden', 'vaultwarden_roles', ['vaultwarden_admins'], ['admin']],
  ['vaultwarden', 'vaultwarden_roles', ['vaultwarden_users'], ['user']],
  ['vaultwarden', 'vaultwarden_roles', ['staff'], ['']],
])('%s: %s of a user in %j', async (id, claim, groups, value) => {
  expect((await computedBy(id))?.compute(claim, { username: 'ann', groups })).toEqual(value)
})
