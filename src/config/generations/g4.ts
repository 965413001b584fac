/** Generation 4: a later development state before 4.38, with authentication methods and the first warnings. */

import { SHARED_CLIENT_RULES } from './g2.ts'
import { G3 } from './g3.ts'
import {
  grantsFitTypes,
  listWithin,
  methodFitsType,
  noDuplicates,
  refreshNeedsScope,
  responseTypesKnown,
  secretHashed,
  valueWithin,
} from './older-client-rules.ts'
import type { OlderGeneration } from './older-generation.ts'

export const G4: OlderGeneration = {
  ...G3,
  generation: 4,
  release: '4.38 (development, April 2023)',
  clientRules: [
    ...SHARED_CLIENT_RULES,
    listWithin('grant_types', ['implicit', 'refresh_token', 'authorization_code']),
    valueWithin('token_endpoint_auth_method', ['none', 'client_secret_post', 'client_secret_basic']),
    secretHashed,
    responseTypesKnown,
    noDuplicates,
    grantsFitTypes,
    refreshNeedsScope,
    methodFitsType,
  ],
}
