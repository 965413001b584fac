// What is printed of many measurements.

/** The value below which the share `part` of the values lies. */
export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
}

export const median = (values) => quantile(values, 0.5)
