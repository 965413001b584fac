/** Keys that no option has: what was meant, and what became of options of other releases. */
import { closest } from '../../primitives/closest.ts'
import { EXTENSION_OPTIONS, REMOVED_OPTIONS } from '../generations/names.ts'
import type { OptionPath } from '../resolved.ts'
import type { Report } from '../rules/report.ts'
import type { Options } from '../schema/option.ts'

/** `clients[0].jwks[1]`: the provider does not look at unknown keys there. */
function isUnnoticed(path: OptionPath): boolean {
  return path.length === 7 && path[2] === 'clients' && path[4] === 'jwks'
}

function hintFor(key: string, options: Options): string {
  const removed = REMOVED_OPTIONS.get(key)
  if (removed !== undefined) return removed
  if (EXTENSION_OPTIONS.has(key))
    return `the provider has no such option; '${key}' belongs in oidc.yml beside this file`
  const near = closest(key, Object.keys(options))
  return near === undefined ? 'remove it; `oidc config explain` lists the options' : `did you mean '${near}'?`
}

/** Reports a key that the provider does not expect. */
export function reportUnknownKey(report: Report, path: OptionPath, key: string, options: Options): void {
  const code = isUnnoticed(path) ? 'ERR_CLIENT_KEY_OPTION_UNKNOWN' : 'ERR_OPTION_UNKNOWN'
  report(code, path, `there is no option '${key}' here`, { hint: () => hintFor(key, options), part: 'key' })
}
