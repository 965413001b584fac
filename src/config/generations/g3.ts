/** Generation 3: a development state before 4.38, with pushed authorization requests. */
import { DURATIONS_WITHOUT_AND } from '../duration.ts'
import { G2, G2_CORS_ENDPOINTS, SHARED_PROVIDER_RULES } from './g2.ts'
import type { OlderGeneration } from './older-generation.ts'
import { cors } from './older-provider-rules.ts'

export const G3_CORS_ENDPOINTS = [...G2_CORS_ENDPOINTS, 'pushed-authorization-request']

export const G3: OlderGeneration = {
  ...G2,
  generation: 3,
  release: '4.38 (development, March 2023)',
  durations: DURATIONS_WITHOUT_AND,
  providerRules: [...SHARED_PROVIDER_RULES, cors(G3_CORS_ENDPOINTS)],
}
