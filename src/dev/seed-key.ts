/**
 * The signing key of `--seed`. It is public: it stands in every copy of this package, and anybody can sign with it. Seeded
 * runs alone use it, on this machine alone; everything else refuses it.
 */
import { createPrivateKey } from 'node:crypto'
import { EXIT, ToolError } from '../errors.ts'
import { type IssuerKey, publishKey } from '../keys/published-key.ts'

export class PublicTestKey extends ToolError {
  readonly code = 'ERR_KEY_PUBLIC_TEST'
  override readonly exitCode = EXIT.notGood
}

const KEY_ID = 'dev-seed'

/** NOT A SECRET: a test key, published on purpose. */
const PUBLIC_TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCr1sBiYHnJsPAJ
JQhFoyhUIMhXeTfrQN35IpSpvislIecsC0RVY1HqQnxwf+1a4d7bNKY3WPFvj9jf
4hzHeSBJxw+wYv3rk+t1xFSgC3J9r6hB6e3mWUfWoOPKB0lXgi9Rbg0E+/3k3rnI
HLXEQA+aUBTIjgE5oQK6nn3gKZ3QyXr7ZfBqX3/D8jzqAYvYs8m9xriu3Cnornnb
eaoOx5XcyRshDxz/6Zeg57vUgON/GDR2NWrrK5o2xEYUWjdN9yAah3aCLFhyvlbf
EIcgZQJFnP77e1D0ho7RuOl377FIDyd14DdvOSaq8vbswrgrzeI9+9T6ecNsbttj
kn3Cj4ndAgMBAAECggEAEm87Zv0Kk68+UPzUDQRv3cvr3NZ4P+35jNyU2OY5zVtR
vXvdR3vG3JFoCs7uhlgXhv9NmupucZVw+Aj90A3Cf6ex8IOY0fOlyECDrkJhdJz/
jp1V6ZGdD1K7R9Ui8mxY6ddwi3RXzHxzBHDFXy8FfXx8fkzIUjJfuegpgNQgxgu/
ZlOZATXy+64be49W+dn1oIjg2eW1T9Fo66l1/LKbbZxm/lZjpiFr44Zpd03wWO7V
LlxCHTAS46HZQFjGNVs2s/1/RzRMS/Me/gs6eyW2/Q9okcjpVnmuSHIAWWD+eZJP
bB7Nk7wSHjzSi9yMJrrcpaqyVt8c8hrGMEsbFEca0QKBgQDpHkqDSdk/EqyRGEox
p8otmyA/sNAUorBQSyk4vkTxJkXz5xPocFt2rvuEbcE85QyZac80aIlRXgav2ND9
9B9dFOXcKfQUNgA4OdOq9d/sUr/E9hHVooFtEoS51ES4zv93FaugVT1CBNEHBKe1
WWeezs2SJDHdTAr4lQnQSWEtDwKBgQC8tKdSJx3dZgebciprMD9ReRLhkDuX0LIn
7C4CfsGPAOVYpZzykD6UgZfZr/uGTx197IwQZSIpDr+9SIWirHhos24ea+XMszlT
3I0wmpB3MFZYnLwMHdEbpj08YbzXj2n0TgP6rj3ms3k/perZiGXZYjGDfvwrN105
Wvz50K8yUwKBgQDo9jl2jFVLP8kuUrzKdKiJ/O00WOkIxjA2fXYbW6Gf8CSWAoYV
kjsFFwcJJ3ml9iwqH+BOum0H4FQEZUMtlknFhn3TECX4EKMVjUxnG8GD9InqNhJK
kVSQAKKc5nEq0snfYsuZtbU7BX8yaUeD5m2z+WzcL8mZIkYQdzhQaxRupwKBgQCV
IyV17QpSVve+J71Ul34DUu/UKxyeAEc8/BDk0e8BqRCZPdJLdiqvTbiIR+g+nrpN
Mi0ELBmSX2C0JOPQzAQho2VtT5L/c8nj+FPxzMZOHHqxb7XC0bHY60pMNWZ86pAv
j5TfguPTN5ak8eko4P61jkBZj3uWYBwiX0G94esElwKBgFc5NfxEsuWNnqc9KzKx
81lksACr0T8WXt+Q9W5bNw0FN97MgIj7bSBLKvia2lP02yLxfLJnH/ioPDxXi3IA
qubc6mLMeQ7wugyS+zAyQYc3ecN1r2u89g2MTh38Y2QmAGK0iui8zqExnmNeEryu
Xaxd/s+vw75cqFLhnLpDt+s2
-----END PRIVATE KEY-----
`

/** RFC 7638 */
const THUMBPRINT = '6NW0cSb0y0Ueanp2fVKg4nA0IoRJ1xgjcYFaSEnhvK4'

/** The RS256 key of seeded runs, always the same one. */
export function seedKey(): IssuerKey {
  return publishKey({ privateKey: createPrivateKey(PUBLIC_TEST_KEY), alg: 'RS256', use: 'sig', key_id: KEY_ID })
}

/** @throws {@link PublicTestKey} where the key of `--seed` is among them, under whatever name */
export function refuseSeedKey(keys: readonly IssuerKey[]): void {
  if (!keys.some(({ thumbprint }) => thumbprint === THUMBPRINT)) return
  throw new PublicTestKey('a signing key is the published test key of --seed: anybody can sign with it', {
    path: 'identity_providers.oidc.jwks',
    hint: 'make one of your own with: oidc keys generate',
  })
}
