/** Floating point numbers as Go's strconv writes them. */

/** Exponents have a sign and two digits at least. */
function goExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? undefined : value > 0 ? '+Inf' : '-Inf'
}

function exponentOf(value: number): number {
  return value === 0 ? 0 : Number(value.toExponential().split('e')[1])
}

/** Digits after the point that `%f` with the shortest form needs. */
function plain(value: number): string {
  const digits = Math.max(
    0,
    (value.toExponential().split('e')[0]?.replace(/[-.]/g, '').length ?? 1) - 1 - exponentOf(value),
  )
  return digits > 100 || Math.abs(value) >= 1e21 ? BigInt(Math.trunc(value)).toString() : value.toFixed(digits)
}

/** `%e`; without a precision the shortest text that reads back the same. */
export function formatExponent(value: number, precision?: number): string {
  return (
    special(value) ?? goExponent(value.toExponential(precision === undefined ? undefined : Math.min(precision, 100)))
  )
}

/** Go rounds a half to the even neighbour, `toFixed` up: only exact halves differ. */
function roundHalfEven(value: number, precision: number): string {
  const rounded = value.toFixed(precision)
  const exact = value.toFixed(100)
  const behind = exact.slice(exact.indexOf('.') + 1 + precision)
  if (precision >= 100 || !/^50*$/.test(behind) || /[02468]$/.test(rounded)) return rounded
  return (Number(rounded) - Math.sign(value) * 10 ** -precision).toFixed(precision)
}

/** `%f`; 6 digits after the point unless told. */
export function formatFixed(value: number, precision = 6): string {
  return special(value) ?? (Math.abs(value) >= 1e21 ? plain(value) : roundHalfEven(value, Math.min(precision, 100)))
}

/** Without a precision the shortest digits are taken, and exponents from 6 on are written out. */
const SHORTEST_LIMIT = 6

/** `%g` and `%v`: plain digits, but an exponent where it is below -4 or not below the precision. */
export function formatGeneral(value: number, precision?: number): string {
  const known = special(value)
  if (known !== undefined) return known
  const digits = precision === undefined ? undefined : Math.min(Math.max(precision, 1), 100)
  const rounded = digits === undefined ? value : Number(value.toPrecision(digits))
  const exponent = exponentOf(rounded)
  const large = exponent >= (digits ?? SHORTEST_LIMIT)
  const text = exponent < -4 || large ? goExponent(rounded.toExponential()) : plain(rounded)
  return Object.is(rounded, -0) ? `-${text.replace('-', '')}` : text
}
