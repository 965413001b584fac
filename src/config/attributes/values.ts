/** Between the attributes of users and the values of the Common Expression Language. */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator'
import { ATTRIBUTE_TYPES, type AttributeType, type AttributeValues } from '../../spec/user-attributes.ts'

/** What a user has who does not have a standard attribute; an extra one that is missing is missing. */
const ABSENT: Readonly<Record<AttributeType, unknown>> = {
  string: '',
  bool: false,
  int: 0n,
  'list<string>': [],
  'map<string, string>': {},
}

const DEFAULTS = Object.entries(ATTRIBUTE_TYPES).map(([name, type]) => [name, ABSENT[type]] as const)

function toValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toValue)
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value
}

/** The variables of an expression. */
export function variablesOf(attributes: AttributeValues): Map<string, unknown> {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null)
  return new Map([...DEFAULTS, ...present.map(([name, value]) => [name, toValue(value)] as const)])
}

/** What an expression gave cannot be a claim. */
export class NoClaimValue extends Error {}

function fromInteger(value: bigint): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new NoClaimValue(`the number ${value} is beyond what JSON keeps exactly (RFC 8259 §6)`)
}

const NANOSECONDS = 1_000_000_000n

function fromObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(toClaim)
  if (value instanceof UnsignedInt) return fromInteger(value.value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z')
  if (value instanceof Duration) return fromInteger(value.seconds * NANOSECONDS + BigInt(value.nanos))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new NoClaimValue('a type is no value of a claim')
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toClaim(one)]))
}

/**
 * What an expression gave as JSON has it: base64 for bytes, RFC 3339 for times, nanoseconds for durations.
 *
 * @throws {@link NoClaimValue}
 */
export function toClaim(value: unknown): unknown {
  if (typeof value === 'bigint') return fromInteger(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NoClaimValue(`${value} is no number of JSON`)
  return typeof value === 'object' && value !== null ? fromObject(value) : value
}
