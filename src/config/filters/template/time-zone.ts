/** Time zones by the platform's own tables: how far a zone is from UTC at a moment, and what it is called. */
import type { GoTime, TimeZone } from './values.ts'

export const UTC: TimeZone = { iana: 'UTC' }

/** Whether the platform knows a zone of this IANA name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

function wallClock(iana: string, milliseconds: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: iana,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(milliseconds)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = [
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
  ].map((type) => Number(parts.find((part) => part.type === type)?.value))
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** Seconds east of UTC at a moment. */
export function zoneOffset(zone: TimeZone, milliseconds: number): number {
  if ('offset' in zone) return zone.offset
  if (zone.iana === 'UTC') return 0
  return Math.round((wallClock(zone.iana, milliseconds) - Math.floor(milliseconds / 1000) * 1000) / 1000)
}

/** The zone's short name at a moment: `UTC`, or what the platform has (`EST`, `GMT+1`). */
export function zoneName({ zone, milliseconds }: GoTime): string {
  if ('offset' in zone) return zone.name
  if (zone.iana === 'UTC') return 'UTC'
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone.iana, timeZoneName: 'short' }).formatToParts(
    milliseconds,
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone.iana
}

/** The moment at which a zone's clocks show `wall` (milliseconds as if it were UTC). */
export function fromWallClock(wall: number, zone: TimeZone): number {
  const guess = wall - zoneOffset(zone, wall) * 1000
  return wall - zoneOffset(zone, guess) * 1000
}
