/** The `claims` request parameter (OpenID Connect Core 1.0 §5.5). */
import { createHash } from 'node:crypto'

/** What is asked about one claim; null: voluntarily, nothing else said. */
export type ClaimRequest = {
  essential?: boolean
  value?: unknown
  values?: readonly unknown[]
} | null

export interface ClaimsRequest {
  id_token: Readonly<Record<string, ClaimRequest>>
  userinfo: Readonly<Record<string, ClaimRequest>>
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function claimRequest(value: unknown): ClaimRequest | undefined {
  if (value === null) return null
  if (!isMapping(value)) return undefined
  const { essential, values } = value
  if (essential !== undefined && typeof essential !== 'boolean') return undefined
  if (values !== undefined && !Array.isArray(values)) return undefined
  return {
    ...(essential === undefined ? {} : { essential }),
    ...('value' in value ? { value: value['value'] } : {}),
    ...(values === undefined ? {} : { values }),
  }
}

function section(value: unknown): Record<string, ClaimRequest> | undefined {
  if (value === undefined || value === null) return {}
  if (!isMapping(value)) return undefined
  const requests: [string, ClaimRequest][] = []
  for (const [name, asked] of Object.entries(value)) {
    const request = claimRequest(asked)
    if (request === undefined) return undefined
    requests.push([name, request])
  }
  return Object.fromEntries(requests)
}

/** Reads the parameter; `undefined` when it is no JSON of that form. Unknown members are ignored. */
export function parseClaimsParameter(text: string): ClaimsRequest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isMapping(value)) return undefined
  const id_token = section(value['id_token'])
  const userinfo = section(value['userinfo'])
  return id_token === undefined || userinfo === undefined ? undefined : { id_token, userinfo }
}

function canonicalRequest(request: ClaimRequest): ClaimRequest {
  if (request === null) return null
  const { essential = false, value, values } = request
  return { essential, ...(value === undefined ? {} : { value }), ...(values === undefined ? {} : { values }) }
}

function canonicalSection(requests: Readonly<Record<string, ClaimRequest>>): Record<string, ClaimRequest> | undefined {
  const names = Object.keys(requests).sort()
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name) => [name, canonicalRequest(requests[name] ?? null)]))
}

/** Hex SHA-256 over the canonical JSON of a request: what a remembered consent is compared by. */
export function claimsSignature({ id_token, userinfo }: ClaimsRequest): string {
  const canonical = JSON.stringify({ id_token: canonicalSection(id_token), userinfo: canonicalSection(userinfo) })
  return createHash('sha256').update(canonical).digest('hex')
}

/** Every claim asked for, with whether it is essential in either section. */
export function requestedClaims({ id_token, userinfo }: ClaimsRequest): { name: string; essential: boolean }[] {
  const names = [...new Set([...Object.keys(id_token), ...Object.keys(userinfo)])]
  return names.map((name) => ({
    name,
    essential: id_token[name]?.essential === true || userinfo[name]?.essential === true,
  }))
}

function isEqualValue(actual: unknown, asked: unknown): boolean {
  return (typeof actual === 'string' || typeof actual === 'number' || typeof actual === 'boolean') && actual === asked
}

/** Whether an actual value is one of those asked for; without `value` and `values` every value is. */
export function matchesRequest(actual: unknown, request: ClaimRequest): boolean {
  if (request === null) return true
  const { value, values } = request
  if (value !== undefined && value !== null) return isEqualValue(actual, value)
  return values === undefined || values.some((one) => isEqualValue(actual, one))
}
