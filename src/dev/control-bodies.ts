/** What the control API is sent: each body by a schema, so that a mistyped member is told and not ignored. */
import * as z from 'zod'
import { ToolError } from '../errors.ts'
import { ENDPOINTS, type EndpointName } from '../provider/endpoints.ts'
import type { JwtKind } from '../provider/witness.ts'
import { LONGEST_DELAY_MS } from './faults.ts'

/** The body is JSON, but not what the route takes: 422. */
export class BodyRefused extends ToolError {
  readonly code = 'ERR_BODY'
}

const ENDPOINT_NAMES = ENDPOINTS.map(({ name }) => name) as [EndpointName, ...EndpointName[]]
const JWT_KINDS = ['id_token', 'access_token', 'userinfo', 'introspection', 'authorization_response'] as const
const WRONG_KINDS = [
  'cut',
  'malformed',
  'wrong_iss',
  'wrong_aud',
  'wrong_nonce',
  'wrong_signature',
  'wrong_kid',
  'wrong_at_hash',
  'expired',
] as const

/** Years 1970 to 9999: what RFC 3339 can write. */
const LAST_SECOND = 253_402_300_799
const LONGEST_STEP = 100 * 365 * 24 * 3600

export const NAMESPACE_BODY = z.strictObject({
  login_as: z.string().optional(),
  consent: z.boolean().optional(),
})

export const CLOCK_BODY = z.strictObject({
  /** RFC 3339, or a NumericDate. */
  now: z.union([z.iso.datetime({ offset: true }), z.number().min(0).max(LAST_SECOND)]).optional(),
  /** Seconds. */
  advance: z.number().min(0).max(LONGEST_STEP).optional(),
  frozen: z.boolean().optional(),
})

const FAULT = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('error'),
    status: z.int().optional(),
    error: z.string().optional(),
    error_description: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.number().min(0).max(LONGEST_DELAY_MS) }),
  z.strictObject({ kind: z.enum(WRONG_KINDS) }),
])

export const FAULT_BODY = z.strictObject({
  endpoint: z.enum(ENDPOINT_NAMES).optional(),
  client_id: z.string().optional(),
  jwt: z.enum(JWT_KINDS satisfies readonly JwtKind[]).optional(),
  nth: z.int().optional(),
  times: z.int().optional(),
  fault: FAULT,
})

/** What a user or a client may be is said by their own rules. */
export const OBJECT_BODY = z.looseObject({})

/** @throws {@link BodyRefused} naming the first member that is wrong */
export function readBody<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.join('.')
  throw new BodyRefused(issue?.message ?? 'not what this route takes', { ...(path && { path }) })
}
