/** What an earlier release did and the current one does not: nothing in the file can bring it back. */
import { left, type Operation } from './operation.ts'
import type { MigrationContext } from './section.ts'

function claimNote(kept: boolean): Operation[] {
  if (kept) return []
  return [
    left(
      ['claims_policies'],
      'ID tokens held scope, scp, rat and the claims about the user; they are at userinfo now. --keep-id-token-claims writes a policy that keeps rat and the claims about the user',
    ),
  ]
}

/** One line for each thing that is not kept. */
export function planNotes(
  { generation }: MigrationContext,
  { keepIdTokenClaims }: { keepIdTokenClaims: boolean },
): Operation[] {
  if (generation > 2) return []
  const claims = claimNote(keepIdTokenClaims)
  if (generation === 2) return claims
  return [
    left(['clients'], "'sub' was the user name; it is a stored UUID now, so applications see every user as a new one"),
    ...claims,
    left(
      ['lifespans'],
      'codes lived for 15 minutes and refresh tokens for 30 days, fixed; the defaults are 1 minute and 90 minutes now',
    ),
    left(
      ['clients'],
      'the paths /api/oidc/authorize, /introspect, /revoke and /jwks have changed; applications that use discovery follow by themselves',
    ),
  ]
}
