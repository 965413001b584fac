/** Bearer tokens in requests (RFC 6750). */

/** RFC 6750 §2.1: the token of an Authorization header. */
export function bearerToken(header: string | null): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header ?? '')?.[1]
}
