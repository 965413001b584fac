/** The issuer that a configuration says: the address of the portal in its session cookies. */
import { isTree, type Tree, valueAt } from '../config/merge.ts'

function basePath(tree: Tree): string {
  const path = valueAt(tree, ['server', 'path'])
  return typeof path === 'string' && path !== '' ? `/${path.replace(/^\/+|\/+$/g, '')}` : ''
}

/** The first address of the portal, with the path that it is served at; undefined where the file has none. */
export function configuredIssuer(tree: Tree): string | undefined {
  const cookies = valueAt(tree, ['session', 'cookies'])
  const addresses = (Array.isArray(cookies) ? cookies : []).filter(isTree).map((cookie) => cookie['authelia_url'])
  const first = addresses.find((address) => typeof address === 'string' && URL.canParse(address))
  if (typeof first !== 'string') return undefined
  const { origin, pathname } = new URL(first)
  return origin + (pathname === '/' ? basePath(tree) : pathname.replace(/\/+$/, ''))
}
