/** Whether what a row names is still good for something. */

import { pageName } from '../support/browser.ts'
import { FIXTURES } from './vectors.ts'
import { clientPost, ISSUER, type World } from './world.ts'

async function isCodeAlive(world: World): Promise<boolean> {
  const response = await clientPost(world, world.owners.get('code') ?? '', '/api/oidc/token', {
    grant_type: 'authorization_code',
    code: world.names.get('code') ?? '',
    redirect_uri: String(FIXTURES.defaults.grant['redirect_uri']),
  })
  return response.status === 200
}

async function isSessionAlive(world: World): Promise<boolean> {
  const query = new URLSearchParams(FIXTURES.defaults.authorization as Record<string, string>)
  query.set('client_id', world.names.get('client') ?? '')
  const page = await world.browser.open(`${ISSUER}/api/oidc/authorization?${query}`)
  return pageName(page.body) !== 'login'
}

/** Tokens by introspection of their owner, codes by redeeming, the session by asking for a page. */
export async function isAlive(world: World, name: string): Promise<boolean> {
  if (name === 'session') return isSessionAlive(world)
  if (name === 'code') return isCodeAlive(world)
  const token = world.names.get(name) ?? ''
  const response = await clientPost(world, world.owners.get(name) ?? '', '/api/oidc/introspection', { token })
  return ((await response.json()) as { active: boolean }).active
}
