/**
 * What says that two requests belong to one flow: codes and tokens that were issued and come back, and what the provider
 * knows (grant, flow, device).
 */
import type { Reply } from '../../provider/http/reply.ts'
import type { Decision } from '../../provider/witness.ts'
import type { SeenRequest } from '../follow.ts'
import type { ReadAnswer } from './answer-parts.ts'
import type { Shown, Step } from './flow.ts'
import type { SecretKind } from './secret-kinds.ts'
import type { Tools } from './tools.ts'

export interface Links {
  /** Names by which an earlier flow may be known, the surest first. */
  known: readonly string[]
  /** Names under which later requests will find this one's flow. */
  issued: readonly string[]
}

/** What leads to a flow: not the secret of a client or the cookie of a browser, which many flows share. */
const LEADING: ReadonlySet<SecretKind> = new Set<SecretKind>([
  'authorization code',
  'access token',
  'refresh token',
  'token',
  'device code',
  'user code',
  'pushed request',
  'flow',
])

function leadingMarks(shown: readonly Shown[]): string[] {
  return shown.flatMap(({ masked }) => (masked !== undefined && LEADING.has(masked.kind) ? [masked.mark] : []))
}

/** A flow's id comes back as a parameter; grants and devices are known to the provider alone. */
function decidedLinks(decisions: readonly Decision[], { masker }: Tools): string[] {
  const links: string[] = []
  for (const { grant, device, flow } of decisions) {
    if (typeof grant === 'string') links.push(`grant ${grant}`)
    if (typeof device === 'string') links.push(`device ${device}`)
    if (typeof flow === 'string') links.push(masker.mask('flow', flow).mark)
  }
  return links
}

/** A request that is sent again: by POST and then GET, or after its redirect URI was learned. */
function queryMarks({ endpoint, url }: SeenRequest, { masker }: Tools): string[] {
  const isRepeatable = endpoint === 'authorization' || endpoint === 'learn-redirect'
  return isRepeatable && url.search.length > 1 ? [masker.mask('flow', url.search).mark] : []
}

function repeatMarks(request: SeenRequest, { status }: Reply, { location }: ReadAnswer, tools: Tools): string[] {
  if (request.endpoint !== 'authorization') return []
  if (location === undefined) return status >= 400 ? queryMarks(request, tools) : []
  const isHere = location.origin === request.url.origin && location.pathname === request.url.pathname
  return isHere ? [tools.masker.mask('flow', location.search).mark] : []
}

export function linksOf(
  { request, decisions }: { request: SeenRequest; decisions: readonly Decision[] },
  reply: Reply,
  read: ReadAnswer,
  { headers, parameters, answer }: Pick<Step, 'headers' | 'parameters' | 'answer'>,
  tools: Tools,
): Links {
  const decided = decidedLinks(decisions, tools)
  const sent = leadingMarks(parameters)
  return {
    known: [...decided, ...sent, ...leadingMarks(headers), ...queryMarks(request, tools)],
    issued: [...decided, ...sent, ...leadingMarks(answer), ...repeatMarks(request, reply, read, tools)],
  }
}
