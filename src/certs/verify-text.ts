/** The verdict on a chain for people, and as an exit status. */
import { describeCertificate } from '../keys/inspect.ts'
import { renderProblem } from '../keys/inspect-text.ts'
import type { KeyProblem } from '../keys/problems.ts'
import type { VerifiedChain } from './verify.ts'

export interface Severity {
  /** Warnings count as much as errors. */
  strict: boolean
  /** A certificate that expires soon counts as much as an error. */
  expiresWithin: boolean
}

/** Whether nothing stands against the chain. */
export function isGood({ problems }: VerifiedChain, { strict, expiresWithin }: Severity): boolean {
  return !problems.some(
    ({ severity, code }) =>
      severity === 'error' ||
      (strict && severity === 'warning') ||
      (expiresWithin && code === 'ERR_CHAIN_EXPIRES_SOON'),
  )
}

/** Problems, a line each. */
export function renderProblems(problems: readonly KeyProblem[]): string {
  return problems.map(renderProblem).join('\n')
}

/** Certificates in their order, then what is wrong with them. */
export function renderVerified({ certificates, problems, isAccepted }: VerifiedChain): string {
  const lines = certificates
    .map(describeCertificate)
    .map(
      ({ subject, not_before, not_after }, index) =>
        `${index + 1}. ${subject}, ${not_before.slice(0, 10)} to ${not_after.slice(0, 10)}`,
    )
  const verdict = isAccepted ? 'The provider accepts the chain.' : 'The provider refuses the chain.'
  return [...lines, verdict, ...problems.map(renderProblem)].join('\n')
}
