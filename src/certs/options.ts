/** What flags say about a certificate, read into the words of {@link issueChain}. */
import { UsageError } from '../errors.ts'
import { type PermittedName, parsePermits } from './name-constraints.ts'
import { parseSan, parseSubject } from './names.ts'
import { parseExtendedUsages, parseUsages } from './usages.ts'
import { LONG_LEAF_DAYS, type ValidityRequest, validityFor } from './validity.ts'
import type { JsonGeneralNames, JsonName, KeyUsageFlags } from './x509.ts'

export interface CertificateOptions {
  subject?: string | undefined
  san?: readonly string[] | undefined
  days?: number | undefined
  'not-before'?: string | undefined
  'not-after'?: string | undefined
  usage?: readonly string[] | undefined
  'ext-usage'?: readonly string[] | undefined
  permit?: readonly string[] | undefined
}

export interface CertificateWishes {
  subject: JsonName
  san: JsonGeneralNames
  validity: ValidityRequest
  usage: KeyUsageFlags | undefined
  extendedUsages: readonly string[]
  /** Of a CA: the only names below it; none: any. */
  permitted: readonly PermittedName[]
}

/**
 * Subject and alternative names; the first of these names the subject when nothing else does.
 *
 * @throws {@link UsageError}
 */
export function readNames({ subject, san = [] }: CertificateOptions): { subject: JsonName; san: JsonGeneralNames } {
  const names = parseSan(san)
  if (subject !== undefined) return { subject: parseSubject(subject), san: names }
  const [first] = names
  if (first) return { subject: [{ CN: [first.value] }], san: names }
  throw new UsageError('the certificate needs a name', { hint: 'give it with --subject or --san' })
}

/** The validity that flags ask for. */
export function readValidity(options: CertificateOptions): ValidityRequest {
  return { days: options.days, not_before: options['not-before'], not_after: options['not-after'] }
}

/** Reads the flags of a certificate; @throws {@link UsageError} */
export function readWishes(options: CertificateOptions): CertificateWishes {
  return {
    ...readNames(options),
    validity: readValidity(options),
    usage: options.usage === undefined ? undefined : parseUsages(options.usage),
    extendedUsages: parseExtendedUsages(options['ext-usage'] ?? []),
    permitted: parsePermits(options.permit ?? []),
  }
}

/** What to tell the user about a leaf that lives long; undefined when there is nothing to say. */
export function longLifeAdvice(validity: ValidityRequest, now: number): string | undefined {
  const { notBefore, notAfter } = validityFor('leaf', validity, now)
  const days = Math.floor((notAfter.getTime() - notBefore.getTime()) / 86_400_000)
  return days > LONG_LEAF_DAYS
    ? `the certificate is valid for ${days} days; many readers take ${LONG_LEAF_DAYS} at most`
    : undefined
}
