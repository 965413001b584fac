/** The present moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** A NumericDate of RFC 7519 §2: whole seconds since 1970. */
export function seconds(clock: Clock): number {
  return Math.floor(clock() / 1000)
}
