/** The claims that an answer carries: in its JWTs as they were sent in the end, or as plain JSON. */
import type { Decision, JwtDraft } from '../../provider/witness.ts'
import type { ReadAnswer } from './answer-parts.ts'
import type { Because } from './claims.ts'
import type { ShownClaims } from './flow.ts'
import type { Tools } from './tools.ts'

const JWT_MEMBERS: Readonly<Record<string, string>> = {
  id_token: 'id_token',
  access_token: 'access_token',
  authorization_response: 'response',
}

/** What was signed, and the JWT that it became; absent while it is being signed. */
export interface SignedDraft {
  draft: JwtDraft
  jwt?: string
}

/** What the provider said about where claims come from. */
function becauseOf(decisions: readonly Decision[], kind: string): Because {
  const place = kind === 'introspection' ? 'access_token' : kind
  const found = decisions.find((decision) => decision['place'] === place)?.['because']
  return (found as Because | undefined) ?? {}
}

function sentText({ kind }: JwtDraft, { entries, jwt }: ReadAnswer): string {
  const sent = entries.find(([name]) => name === JWT_MEMBERS[kind])?.[1] ?? jwt
  return typeof sent === 'string' ? sent : ''
}

/** A fault may have changed a JWT after it was signed; one that is encrypted is known by its draft alone. */
export function answerClaims(
  endpoint: string | undefined,
  status: number,
  read: ReadAnswer,
  { decisions, signed: drafts }: { decisions: readonly Decision[]; signed: readonly SignedDraft[] },
  { claims }: Tools,
): ShownClaims[] {
  const signed = drafts.map(({ draft, jwt }) => {
    const because = becauseOf(decisions, draft.kind)
    const sent = sentText(draft, read)
    const asSent = sent === jwt ? undefined : claims.jwt(draft.kind, sent, because)
    return asSent ?? claims.draft(draft, because)
  })
  const isPlain = endpoint === 'userinfo' && status === 200 && read.entries.length > 0
  return isPlain
    ? [...signed, claims.plain('userinfo', Object.fromEntries(read.entries), becauseOf(decisions, 'userinfo'))]
    : signed
}
