/** Where a current option stands in a file that uses the names of an earlier release. */
import type { OptionPath } from '../resolved.ts'
import { MOVED_LIFESPANS, RENAMED_CLIENT_OPTIONS, RENAMED_CLIENT_OPTIONS_REFUSED } from './names.ts'

function invert(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...map].map(([old, current]) => [current, old]))
}

const OLD_CLIENT_OPTIONS = invert(new Map([...RENAMED_CLIENT_OPTIONS, ...RENAMED_CLIENT_OPTIONS_REFUSED]))
const OLD_LIFESPANS = invert(MOVED_LIFESPANS)

const SINGLE_KEY: ReadonlyMap<string | number | undefined, string> = new Map([
  [undefined, 'issuer_private_key'],
  ['key', 'issuer_private_key'],
  ['certificate_chain', 'issuer_certificate_chain'],
])

function oldOption(section: OptionPath): OptionPath | undefined {
  const [first, second, third, ...rest] = section
  if (first === 'clients' && typeof third === 'string' && typeof second === 'number') {
    const old = OLD_CLIENT_OPTIONS.get(third)
    return old === undefined ? undefined : [first, second, old, ...rest]
  }
  if (first === 'lifespans' && typeof second === 'string' && third === undefined) {
    const old = OLD_LIFESPANS.get(second)
    return old === undefined ? undefined : [old]
  }
  if (first === 'jwks' && second === 0) return [SINGLE_KEY.get(third) ?? 'issuer_private_key']
  return first === 'require_pushed_authorization_requests' ? ['pushed_authorizations', 'enforce'] : undefined
}

/** Paths of earlier releases under which the option may stand, best first. */
export function oldPathsOf(path: OptionPath): readonly OptionPath[] {
  const [first, second, ...section] = path
  const old = first === 'identity_providers' && second === 'oidc' ? oldOption(section) : undefined
  return old === undefined ? [] : [[first ?? '', second ?? '', ...old]]
}
