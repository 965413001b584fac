/**
 * The values of the template language and Go's rules about them. A Go int is a `bigint`, a float64 a `number`, `nil` and
 * "no value" are `null`; strings are UTF-8 where their length or their bytes count.
 */
export type GoValue = null | string | boolean | bigint | number | GoList | GoMap | GoTime | GoStruct

export interface GoList {
  kind: 'list'
  /** Go's type of an element, such as `interface {}` or `string`. */
  element: string
  items: readonly GoValue[]
}

export interface GoMap {
  kind: 'map'
  element: string
  /** Mutable: `set` writes into the map that it is given. */
  entries: Map<string, GoValue>
}

export interface GoTime {
  kind: 'time'
  /** Since 1970, UTC. */
  milliseconds: number
  /** IANA name, or seconds east of UTC with the name that the text gave. */
  zone: TimeZone
}

export type TimeZone = { iana: string } | { name: string; offset: number }

export interface GoStruct {
  kind: 'struct'
  type: string
  fields: ReadonlyMap<string, GoValue>
}

export const ANY = 'interface {}'

export function list(items: readonly GoValue[], element = ANY): GoList {
  return { kind: 'list', element, items }
}

export function map(entries: Iterable<readonly [string, GoValue]>, element = ANY): GoMap {
  return { kind: 'map', element, entries: new Map(entries) }
}

/** Go's name of the value's type; `nil` has none. */
export function typeOf(value: GoValue): string | undefined {
  if (value === null) return undefined
  if (typeof value === 'object') return compositeType(value)
  return { string: 'string', boolean: 'bool', bigint: 'int', number: 'float64' }[
    typeof value as 'string' | 'boolean' | 'bigint' | 'number'
  ]
}

function compositeType(value: GoList | GoMap | GoTime | GoStruct): string {
  switch (value.kind) {
    case 'list':
      return `[]${value.element}`
    case 'map':
      return `map[string]${value.element}`
    case 'time':
      return 'time.Time'
    case 'struct':
      return value.type
  }
}

/** Go's name of the value's kind. */
export function kindOf(value: GoValue): string {
  if (value === null) return 'invalid'
  if (typeof value !== 'object') return typeOf(value) ?? 'invalid'
  return { list: 'slice', map: 'map', time: 'struct', struct: 'struct' }[value.kind]
}

/** How a value is named to the user, without telling what it is. */
export function describe(value: GoValue): string {
  return typeOf(value) ?? 'nil'
}

/** Go's truth: false, 0, nil and everything of length 0 are false; structs are true. */
export function isTrue(value: GoValue): boolean {
  if (value === null) return false
  if (typeof value !== 'object') return value !== '' && value !== false && value !== 0n && value !== 0
  if (value.kind === 'list') return value.items.length > 0
  return value.kind === 'map' ? value.entries.size > 0 : true
}

/** The keys of a map in the order in which Go ranges over and prints them: by bytes. */
export function sortedKeys(value: GoMap): string[] {
  return [...value.entries.keys()].sort(compareBytes)
}

/** Go compares strings byte by byte. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
