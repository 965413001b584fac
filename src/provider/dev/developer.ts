/** Who may do what `--dev` is for. */
import type { Exchange } from '../context.ts'
import type { DevOptions } from './options.ts'

/**
 * What the sender of a request may use of `--dev`: cards, codes, claims, learning. `undefined` outside of it, and with
 * `--expose` for everybody who does not have the control token.
 */
export function developerOf({
  context: { dev },
  request,
}: Pick<Exchange, 'context' | 'request'>): DevOptions | undefined {
  if (dev === undefined) return undefined
  return dev.isTrusted === undefined || dev.isTrusted(request) ? dev : undefined
}
