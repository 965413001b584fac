/** A flow that waits for its user, as the pages that ask them see it. */
import type { ResolvedClient } from '../../config/resolved.ts'
import type { Browser } from '../session/browser.ts'
import type { FlowRow } from '../storage/storage.ts'
import type { AuthorizationRequest } from './request.ts'

export interface Waiting {
  request: AuthorizationRequest
  client: ResolvedClient
  browser: Browser
  flow: FlowRow
}

/** Who has to give a second factor; without a flow it is for one of our own pages. */
export type SecondFactorWaiting = Pick<Waiting, 'browser'> & Partial<Waiting>
