/** What makes up one of the generations 1 to 4: its options, its values and its rules. */
import { parseDigest } from '../../secrets/digest.ts'
import type { DurationSyntax } from '../duration.ts'
import { isUnreadableValue } from '../filters/unreadable.ts'
import { clientPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { SecretKind } from '../rules/clients/client-context.ts'
import type { ProblemCode } from '../rules/codes.ts'
import type { Finding, Report } from '../rules/report.ts'
import type { OlderClient, OlderGenerationNumber, OlderProvider } from './older-options.ts'

export interface OlderContext {
  provider: OlderProvider
  report: Report
  isBroken(path: OptionPath): boolean
  /** Milliseconds since 1970. */
  now: number
}

export interface OlderClientContext extends OlderContext {
  client: OlderClient
  index: number
  secret: SecretKind
  pathOf(option: keyof OlderClient, ...rest: OptionPath): OptionPath
  tell(code: ProblemCode, option: keyof OlderClient, message: string, finding?: Finding): void
}

export type OlderRule = (context: OlderContext) => void
export type OlderClientRule = (context: OlderClientContext) => void

export interface OlderGeneration {
  generation: OlderGenerationNumber
  release: string
  durations: DurationSyntax
  /** Release 4.29 passed over options of a client that it did not know. */
  ignoresUnknownClientOptions: boolean
  providerRules: readonly OlderRule[]
  clientRules: readonly OlderClientRule[]
}

function secretKind(secret: string): SecretKind {
  if (secret === '') return 'none'
  if (isUnreadableValue(secret)) return 'unknown'
  try {
    return parseDigest(secret).algorithm === 'plaintext' ? 'plaintext' : 'digest'
  } catch {
    return 'invalid'
  }
}

/** Makes the context of one client. */
export function olderClientContext(context: OlderContext, client: OlderClient, index: number): OlderClientContext {
  const label = client.id ? `client '${client.id}'` : `client ${index + 1}`
  const pathOf = (option: keyof OlderClient, ...rest: OptionPath) => clientPath(index, option, ...rest)
  return {
    ...context,
    client,
    index,
    secret: secretKind(client.secret ?? ''),
    pathOf,
    tell: (code, option, message, finding) => context.report(code, pathOf(option), `${label}: ${message}`, finding),
  }
}
