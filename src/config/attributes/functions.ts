/**
 * The functions of the language (https://github.com/google/cel-spec/blob/master/doc/langdef.md, list of standard definitions);
 * extensions that its implementations have besides are refused, as the provider refuses them. Each has the extent of what it
 * gives, and what it costs beside reading what it is given.
 */
import { type Extent, larger, SINGLE, total } from './extent.ts'

/** What a method is called on comes first. */
type Given = readonly Extent[]

export interface CallableFunction {
  gives(given: Given): Extent
  cost?(given: Given): number
}

/** Bytes of a character in UTF-8. */
const BYTES = 4
/** The longest text of a number or a time. */
const NUMBER_TEXT: Extent = { length: 32 }
/** What reading a calendar costs. */
const CALENDAR = 100

const lengths = ([first = SINGLE, second = SINGLE]: Given) => first.length * second.length

const single: CallableFunction = { gives: () => SINGLE }
const search: CallableFunction = { ...single, cost: lengths }
const calendar: CallableFunction = { ...single, cost: () => CALENDAR }
const same: CallableFunction = { gives: ([first = SINGLE]) => first }
const text: CallableFunction = { gives: ([value = SINGLE]) => larger({ length: total(value) }, NUMBER_TEXT) }
const bytes: CallableFunction = { gives: ([value = SINGLE]) => ({ length: value.length * BYTES }) }

function table(rows: readonly (readonly [names: string, callable: CallableFunction])[]) {
  return new Map(rows.flatMap(([names, callable]) => names.split(' ').map((name) => [name, callable] as const)))
}

/** `f(x)` */
export const FUNCTIONS: ReadonlyMap<string, CallableFunction> = table([
  ['has matches size bool int uint double type', single],
  ['dyn', same],
  ['string', text],
  ['bytes', bytes],
  ['timestamp duration', calendar],
])

/** `x.f()` */
export const METHODS: ReadonlyMap<string, CallableFunction> = table([
  ['size startsWith endsWith matches', single],
  ['contains', search],
  ['getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getMonth', calendar],
  ['getHours getMinutes getSeconds getMilliseconds', calendar],
])

/** `list.map(item, …)`: macros that go through a list or the keys of a map. */
export const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
