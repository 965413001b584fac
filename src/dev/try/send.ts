/** Requests of the built-in application: to the provider in the same process, as if they came from this browser's machine. */
import type { Provider } from '../../provider/app.ts'
import type { IncomingRequest } from '../../provider/http/request.ts'

export interface Sent {
  status: number
  /** Members of a JSON answer; empty for any other. */
  members: Readonly<Record<string, unknown>>
  /** The whole answer. */
  text: string
}

export interface ToSend {
  /** As discovery names it. */
  endpoint: string
  headers?: Readonly<Record<string, string>>
  /** Absent: GET. */
  form?: Readonly<Record<string, string>>
}

export type Send = (request: ToSend) => Promise<Sent>

/** What says for which host a request is. */
const PASSED_ON = ['x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-for'] as const

function members(text: string): Sent['members'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Sends to the provider that `browser` has reached, under the same host. */
export function sender(answer: Provider['answer'], browser: IncomingRequest): Send {
  return async ({ endpoint, headers = {}, form }) => {
    const { pathname, search } = new URL(endpoint)
    const passed = PASSED_ON.flatMap((name): [string, string][] => {
      const value = browser.headers.get(name)
      return value === null ? [] : [[name, value]]
    })
    const type = form === undefined ? [] : [['content-type', 'application/x-www-form-urlencoded'] as const]
    const all = new Map<string, string>([...passed, ...type, ...Object.entries(headers)])
    const { status, body } = await answer({
      method: form === undefined ? 'GET' : 'POST',
      url: new URL(pathname + search, browser.url.origin),
      headers: { get: (name) => all.get(name) ?? null },
      peer: browser.peer,
      text: async () => new URLSearchParams(form).toString(),
    })
    const text = body ?? ''
    return { status, text, members: members(text) }
  }
}
