/** What can be wrong with a key or its chain: data for those who list problems, an error for those who stop. */
import { EXIT, ToolError } from '../errors.ts'

/**
 * `error`: the provider refuses its configuration; `warning`: it accepts, a strict checker objects; `note`: good to
 * know.
 */
export type ProblemSeverity = 'error' | 'warning' | 'note'

/** The option of a `jwks` entry that a problem belongs to. */
export type KeyOption = 'key' | 'key_id' | 'use' | 'algorithm' | 'certificate_chain'

export interface KeyProblem {
  severity: ProblemSeverity
  /** Public and stable; one per rule. */
  code: `ERR_${string}`
  option: KeyOption
  message: string
  hint?: string
  /** Position in the chain, from 1 (the leaf). */
  certificate?: number
  /** Set on a warning that leaves nothing to sign or decrypt with, such as an RSA key with ES256. */
  unusable?: true
}

/** A key or chain that the configuration's rules refuse: exit status 3. */
export class KeyRefused extends ToolError {
  readonly code: `ERR_${string}`
  override readonly exitCode = EXIT.notGood

  constructor(problem: KeyProblem, path?: string) {
    super(problem.message, { hint: problem.hint, path })
    this.code = problem.code
  }
}

type Draft = Omit<KeyProblem, 'severity' | 'option'>

/** An error about the option `key`. */
export function keyError(code: KeyProblem['code'], message: string, hint?: string): KeyProblem {
  return { severity: 'error', option: 'key', code, message, ...(hint === undefined ? {} : { hint }) }
}

/** A problem of the option `certificate_chain`. */
export function chainProblem(severity: ProblemSeverity, draft: Draft): KeyProblem {
  return { severity, option: 'certificate_chain', ...draft }
}
