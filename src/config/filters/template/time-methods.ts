/** What can be asked of a time with a dot: `now.Year`, `now.Format "2006"`. */

import { fail } from './template-invalid.ts'
import { DAYS, formatTime, MONTHS } from './time-layout.ts'
import { UTC, zoneOffset } from './time-zone.ts'
import type { GoTime, GoValue } from './values.ts'

function wall(time: GoTime): Date {
  return new Date(time.milliseconds + zoneOffset(time.zone, time.milliseconds) * 1000)
}

const PARTS: Readonly<Record<string, (time: GoTime) => GoValue>> = {
  Year: (time) => BigInt(wall(time).getUTCFullYear()),
  Month: (time) => MONTHS[wall(time).getUTCMonth()] ?? '',
  Day: (time) => BigInt(wall(time).getUTCDate()),
  Weekday: (time) => DAYS[wall(time).getUTCDay()] ?? '',
  Hour: (time) => BigInt(wall(time).getUTCHours()),
  Minute: (time) => BigInt(wall(time).getUTCMinutes()),
  Second: (time) => BigInt(wall(time).getUTCSeconds()),
  Unix: (time) => BigInt(Math.floor(time.milliseconds / 1000)),
  UnixMilli: (time) => BigInt(Math.floor(time.milliseconds)),
  UTC: (time) => ({ ...time, zone: UTC }),
}

/** Calls a method of a time. */
export function timeMethod(time: GoTime, name: string, args: readonly GoValue[]): GoValue {
  const [layout] = args
  if (name === 'Format' && typeof layout === 'string' && args.length === 1) return formatTime(time, layout)
  const part = PARTS[name]
  if (!part) return fail(`a time has no method ${name} here`, `there are Format, ${Object.keys(PARTS).join(', ')}`)
  return args.length > 0 ? fail(`${name} takes no argument`) : part(time)
}
