/** Which endpoint a path belongs to: each has one, so this is a look-up and no match. */
import { ENDPOINTS, type Endpoint } from './endpoints.ts'
import { STATIC_FILES, type StaticFile } from './pages/static-files.ts'

export type Route = { endpoint: Endpoint; file?: never } | { file: StaticFile; endpoint?: never }

/** RFC 8414 §3.1: the well-known part stands before the path of the issuer; Discovery §4 appends it, which works too. */
const INSERTED = '/.well-known/oauth-authorization-server'

/** All routes below the path prefix `basePath`. */
export function createRoutes(basePath: string): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>()
  for (const endpoint of ENDPOINTS) {
    routes.set(basePath + endpoint.path, { endpoint })
    if (endpoint.path === INSERTED) routes.set(endpoint.path + basePath, { endpoint })
  }
  for (const file of STATIC_FILES) routes.set(basePath + file.path, { file })
  return routes
}
