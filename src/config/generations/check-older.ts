/** Judges a section by the rules of one of the generations 1 to 4. */
import { Decoder } from '../decode/decode.ts'
import type { Tree } from '../merge.ts'
import { formatPath, PROVIDER_PATH } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { Report } from '../rules/report.ts'
import { G1 } from './g1.ts'
import { G2 } from './g2.ts'
import { G3 } from './g3.ts'
import { G4 } from './g4.ts'
import { type OlderContext, type OlderGeneration, olderClientContext } from './older-generation.ts'
import { type OlderGenerationNumber, type OlderProvider, olderOptions } from './older-options.ts'

export const OLDER_GENERATIONS: Readonly<Record<OlderGenerationNumber, OlderGeneration>> = {
  1: G1,
  2: G2,
  3: G3,
  4: G4,
}

function isOfClient(path: OptionPath): boolean {
  return path[PROVIDER_PATH.length] === 'clients' && path.length > PROVIDER_PATH.length + 1
}

export interface OlderCheck {
  generation: OlderGenerationNumber
  report: Report
  /** Milliseconds since 1970. */
  now: number
}

/** Decodes the section with the options of its generation and applies its rules. */
export function checkOlder(section: Tree, { generation, report, now }: OlderCheck): void {
  const { durations, ignoresUnknownClientOptions, providerRules, clientRules } = OLDER_GENERATIONS[generation]
  const broken = new Set<string>()
  const ignoresUnknownKey = ignoresUnknownClientOptions ? isOfClient : () => false
  const decoder = new Decoder({ report, durations, broken, ignoresUnknownKey }, PROVIDER_PATH)
  const provider = decoder.object(section, olderOptions(generation)) as OlderProvider
  const context: OlderContext = { provider, report, isBroken: (path) => broken.has(formatPath(path)), now }
  for (const rule of providerRules) rule(context)
  for (const [index, client] of (provider.clients ?? []).entries()) {
    const seen = olderClientContext(context, client, index)
    for (const rule of clientRules) rule(seen)
  }
}
