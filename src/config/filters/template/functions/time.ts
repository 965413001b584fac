/** Times and durations; a number is a Unix time in seconds, anything else that is no time is now. */

import type { FunctionContext, TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'
import { formatTime } from '../time-layout.ts'
import { parseTime, ZERO_TIME } from '../time-parse.ts'
import { isZone, UTC } from '../time-zone.ts'
import type { GoTime, GoValue, TimeZone } from '../values.ts'

const DATE_ONLY = '2006-01-02'

function timeOf(value: GoValue, { now, zone }: FunctionContext): GoTime {
  if (value !== null && typeof value === 'object' && value.kind === 'time') return value
  return { kind: 'time', milliseconds: typeof value === 'bigint' ? Number(value) * 1000 : now, zone }
}

function inZone(layout: string, value: GoValue, zone: TimeZone, context: FunctionContext): string {
  const time = timeOf(value, context)
  if (!Number.isFinite(time.milliseconds) || Math.abs(time.milliseconds) > 8.64e15) fail('the time is out of range')
  return formatTime({ ...time, zone }, layout)
}

function zoneNamed(name: string): TimeZone {
  return name !== '' && isZone(name) ? { iana: name } : UTC
}

/** Go's text of whole seconds: `1h0m5s`. */
function formatSeconds(total: number): string {
  const [hours, minutes, seconds] = [total / 3600, (total / 60) % 60, total % 60].map((part) =>
    Math.trunc(Math.abs(part)),
  )
  const text = `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`
  return total < 0 ? `-${text}` : text
}

function secondsOf(value: GoValue): number {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : 0
}

export const TIME: Readonly<Record<string, TemplateFunction>> = {
  now: { parameters: [], call: (_args, { now, zone }) => ({ kind: 'time', milliseconds: now, zone }) },
  date: {
    parameters: ['string', 'any'],
    call: (args, context) => inZone(args.text(0), args.value(1), context.zone, context),
  },
  dateInZone: {
    parameters: ['string', 'any', 'string'],
    call: (args, context) => inZone(args.text(0), args.value(1), zoneNamed(args.text(2)), context),
  },
  htmlDate: { parameters: ['any'], call: (args, context) => inZone(DATE_ONLY, args.value(0), context.zone, context) },
  htmlDateInZone: {
    parameters: ['any', 'string'],
    call: (args, context) => inZone(DATE_ONLY, args.value(0), zoneNamed(args.text(1)), context),
  },
  toDate: {
    parameters: ['string', 'string'],
    call: (args, { zone }) => parseTime(args.text(0), args.text(1), zone) ?? ZERO_TIME,
  },
  mustToDate: {
    parameters: ['string', 'string'],
    call: (args, { zone }) =>
      parseTime(args.text(0), args.text(1), zone) ??
      fail('the text is no time in this layout', 'a layout shows how 2006-01-02 15:04:05 is written'),
  },
  ago: {
    parameters: ['any'],
    call: (args, context) =>
      formatSeconds(Math.round((context.now - timeOf(args.value(0), context).milliseconds) / 1000)),
  },
  duration: { parameters: ['any'], call: (args) => formatSeconds(secondsOf(args.value(0))) },
  unixEpoch: { parameters: ['time'], call: (args) => String(Math.floor(args.time(0).milliseconds / 1000)) },
}
