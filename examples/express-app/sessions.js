// Sessions in memory: a random cookie, and what the server keeps under it. With more than one process they belong into a
// store that all of them share, as express-session has.
import { randomBytes } from 'node:crypto'

const NAME = 'express-app'

function idOf({ headers }) {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return new Map(pairs).get(NAME)
}

/** Middleware that gives each request its `session`; `session.renew()` starts a new one, `session.end()` ends it. */
export function sessions({ secure }) {
  const kept = new Map()
  const cookie = { httpOnly: true, sameSite: 'lax', secure }
  return (request, response, next) => {
    let id = idOf(request)
    const start = () => {
      kept.delete(id)
      id = randomBytes(32).toString('base64url')
      request.session = { renew: start, end }
      kept.set(id, request.session)
      response.cookie(NAME, id, cookie)
    }
    const end = () => {
      kept.delete(id)
      response.clearCookie(NAME, cookie)
    }
    const found = kept.get(id)
    if (found === undefined) start()
    else request.session = Object.assign(found, { renew: start, end })
    next()
  }
}
