/** Generation 1: release 4.29, the first one with OpenID Connect. It has no warnings. */
import { SHORT_DURATIONS } from '../duration.ts'
import { idRequired, policyKnown, redirectUrisHttp, secretRequired } from './older-client-rules.ts'
import type { OlderGeneration } from './older-generation.ts'
import { clientsRequired, idsDiffer, keyRequired } from './older-provider-rules.ts'

export const G1: OlderGeneration = {
  generation: 1,
  release: '4.29',
  durations: SHORT_DURATIONS,
  ignoresUnknownClientOptions: true,
  providerRules: [keyRequired, clientsRequired, idsDiffer],
  clientRules: [idRequired, secretRequired, redirectUrisHttp, policyKnown],
}
