/** The claims of tokens and answers, each with where it comes from. */
import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { JwtDraft } from '../../provider/witness.ts'
import type { ShownClaim, ShownClaims } from './flow.ts'
import type { Limits } from './limits.ts'
import { type Masker, shownText } from './mask.ts'

/** Claims that do not come from the user: what each is for. */
const PROTOCOL_CLAIMS: Readonly<Record<string, string>> = {
  iss: 'this provider (Core §2)',
  sub: 'the user in the sector of the client, always the same (Core §8)',
  aud: 'whom it is for (Core §2, RFC 8707)',
  azp: 'the client that it was issued to (Core §2)',
  exp: 'when it ends (RFC 7519 §4.1.4)',
  iat: 'when it was issued (RFC 7519 §4.1.6)',
  nbf: 'from when on it counts (RFC 7519 §4.1.5)',
  jti: 'its own name, another one each time (RFC 7519 §4.1.7)',
  nonce: 'the nonce of the authorization request (Core §3.1.2.1)',
  auth_time: 'when the user signed in (Core §2)',
  amr: 'how the user signed in (RFC 8176)',
  acr: 'asked for by acr_values (Core §3.1.2.1)',
  at_hash: 'binds the access token of the same answer (Core §3.1.3.6)',
  c_hash: 'binds the code of the same answer (Core §3.3.2.11)',
  s_hash: 'binds the state of the request',
  rat: 'when the authorization was asked for',
  client_id: 'the client that it was issued to (RFC 8693 §4.3)',
  scp: 'granted scopes, as a list',
  scope: 'granted scopes (RFC 9068 §2.2.3)',
  active: 'whether the token can be used (RFC 7662 §2.2)',
  username: 'who granted it (RFC 7662 §2.2)',
  token_type: 'how it is presented (RFC 6750)',
  token_introspection: 'the answer (RFC 9701 §5)',
}

export type Because = Readonly<Record<string, string>>

type Claims = Readonly<Record<string, unknown>>

function shownClaim(masker: Masker, because: Because, name: string, value: unknown): ShownClaim {
  const { name: shown, ...rest } = masker.text(name, JSON.stringify(value) ?? '')
  return {
    name: shown,
    value: shownText({ name: shown, ...rest }),
    because: because[name] ?? PROTOCOL_CLAIMS[name] ?? '',
  }
}

export interface ClaimsReader {
  /** Claims as they are. */
  plain(kind: ShownClaims['kind'], claims: Claims, because: Because): ShownClaims
  /** Those of a signed JWT; `undefined` when it is none, or encrypted. */
  jwt(kind: ShownClaims['kind'], text: string, because: Because): ShownClaims | undefined
  draft(draft: JwtDraft, because: Because): ShownClaims
}

export function createClaimsReader(masker: Masker, { values }: Limits): ClaimsReader {
  const plain = (kind: ShownClaims['kind'], claims: Claims, because: Because): ShownClaims => ({
    kind,
    claims: Object.entries(claims)
      .slice(0, values)
      .map(([name, value]) => shownClaim(masker, because, name, value)),
    ...(typeof claims['exp'] === 'number' ? { expires_at: claims['exp'] } : {}),
  })
  return {
    plain,
    jwt(kind, text, because) {
      try {
        const { alg = '', typ, kid } = decodeProtectedHeader(text)
        const header = { alg, ...(typ === undefined ? {} : { typ }), ...(kid === undefined ? {} : { kid }) }
        return { ...plain(kind, decodeJwt(text), because), header }
      } catch {
        return undefined
      }
    },
    draft: ({ kind, header, claims }, because) => ({ ...plain(kind, claims, because), header }),
  }
}
