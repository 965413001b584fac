/** Judges a chain: by the provider's rules (errors) and by those of a strict reader (warnings and notes). */
import type { KeyObject } from 'node:crypto'
import { type ChainCertificate, checkChain, parseChain } from '../keys/chain.ts'
import { MaterialDamaged } from '../keys/material-errors.ts'
import { encodePem, tokenisePem } from '../keys/pem.ts'
import { chainProblem, type KeyProblem } from '../keys/problems.ts'
import { orderChain } from './order.ts'
import { strictFindings } from './strict.ts'

export interface VerifyOptions {
  /** The key that the chain is configured with; without it the leaf is not compared. */
  publicKey?: KeyObject | undefined
  /** Milliseconds since 1970. */
  now: number
  /** Remaining life that is too short, in milliseconds; 30 days by default. */
  expiresWithinMs?: number | undefined
  trust?: readonly ChainCertificate[] | undefined
}

export interface VerifiedChain {
  certificates: readonly ChainCertificate[]
  /** Errors first. */
  problems: readonly KeyProblem[]
  /** Whether the provider accepts the chain. */
  isAccepted: boolean
}

const DEFAULT_PERIOD_MS = 30 * 86_400_000

const RANK = { error: 0, warning: 1, note: 2 } as const

/** What the provider's error says again need not be said as a warning. */
function isNews(finding: KeyProblem, errors: readonly KeyProblem[]): boolean {
  return !errors.some(({ code, certificate }) => code === finding.code && certificate === finding.certificate)
}

function foreignText(text: string): KeyProblem[] {
  const message = 'text stands before or between the certificates'
  return tokenisePem(text).hasForeignText ? [chainProblem('note', { code: 'ERR_CHAIN_FOREIGN_TEXT', message })] : []
}

function withReorderHint(
  problem: KeyProblem,
  chain: readonly ChainCertificate[],
  publicKey: KeyObject | undefined,
): KeyProblem {
  if (problem.code !== 'ERR_CHAIN_NOT_SIGNED_BY_NEXT' && problem.code !== 'ERR_CHAIN_KEY_MISMATCH') return problem
  const isComplete = orderChain(chain, { publicKey })?.length === chain.length
  const hint = 'the certificates are all there in another order: `oidc certs verify CHAIN --fix-order` writes it right'
  return isComplete ? { ...problem, hint } : problem
}

/** Checks the text of a chain against every rule. */
export function verifyChain(text: string, options: VerifyOptions): VerifiedChain {
  const { publicKey, now, expiresWithinMs = DEFAULT_PERIOD_MS, trust } = options
  const { certificates, problems } = parseChain(text)
  const rules = checkChain(certificates, { publicKey, now })
  const errors = [...problems, ...rules].map((problem) => withReorderHint(problem, certificates, publicKey))
  const strict = strictFindings(certificates, { now, expiresWithinMs, trust })
  const findings = [...strict, ...foreignText(text)].filter((finding) => isNews(finding, errors))
  const all = [...errors, ...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity])
  return { certificates, problems: all, isAccepted: errors.length === 0 }
}

/** A chain as the provider reads it: certificates alone, leaf first, one final line feed. */
export function writeChain(certificates: readonly ChainCertificate[]): string {
  return certificates.map(({ x509 }) => encodePem('CERTIFICATE', x509.raw)).join('')
}

/**
 * The chain of a text in order, with gaps filled from `trust`; everything that is no certificate of the chain is left
 * out.
 *
 * @throws {@link MaterialDamaged} when no leaf is found
 */
export function fixedChain(text: string, { publicKey, trust = [] }: VerifyOptions): string {
  const ordered = orderChain(parseChain(text).certificates, { publicKey, extra: trust })
  if (!ordered) throw new MaterialDamaged('no leaf is found among the certificates')
  return writeChain(ordered)
}
