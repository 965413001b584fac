/** What every part of the recorder needs: made once. */
import type { ClaimsReader } from './claims.ts'
import type { Limits } from './limits.ts'
import type { Masker } from './mask.ts'

export interface Tools {
  masker: Masker
  claims: ClaimsReader
  limits: Limits
}
