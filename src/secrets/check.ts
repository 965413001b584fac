/** Checks a secret against a stored value and says what there is to say about both. */
import { adviseOn } from './advice.ts'
import { assertUndamaged, explainLiteral } from './damage.ts'
import { type Digest, DigestInvalid, NotComputable, parseDigest } from './digest.ts'
import { verifySecret } from './verify.ts'

export interface SecretCheck {
  /** `null`: the digest cannot be computed here. */
  match: boolean | null
  algorithm: string
  variant: string
  parameters: Readonly<Record<string, number | string>>
  advice: readonly string[]
}

/** Whether a text is itself a digest: a client must be given the secret, not this. */
export function isDigest(text: string): boolean {
  try {
    return parseDigest(text).algorithm !== 'plaintext'
  } catch (error) {
    if (error instanceof DigestInvalid) return false
    throw error
  }
}

interface Stored {
  digest: Digest
  text: string
  advice: readonly string[]
}

/**
 * Reads a stored value; white space behind a digest is dropped and told.
 *
 * @throws {@link DigestInvalid} saying what happened to it
 */
export function readStored(value: string): Stored {
  assertUndamaged(value)
  const isPlain = !value.startsWith('$') || value.startsWith('$plaintext$')
  const text = isPlain ? value : value.trimEnd()
  const advice =
    text === value ? [] : ['white space at the end of the digest was dropped: remove it where it is stored']
  const literal = explainLiteral(text)
  return { digest: parseDigest(text), text, advice: literal === undefined ? advice : [literal] }
}

function notADigest(): DigestInvalid {
  const message = 'the value is no digest: it looks like a plain secret, and is not the one given'
  return new DigestInvalid('plaintext', message, {
    hint: "a digest begins with $; if this was one, a shell has replaced its $… parts: keep it in single quotes, '$…'",
  })
}

async function compare(digest: Digest, secret: string): Promise<{ match: boolean | null; advice: string[] }> {
  try {
    return { match: await verifySecret(digest, secret), advice: [] }
  } catch (error) {
    if (!(error instanceof NotComputable)) throw error
    return { match: null, advice: digest.algorithm === 'yescrypt' ? [] : [error.message] }
  }
}

/**
 * Checks `secret` against a value that {@link readStored} has read.
 *
 * @throws {@link DigestInvalid} for a plain secret that is not the one given
 */
export async function checkSecret({ digest, text, advice }: Stored, secret: string): Promise<SecretCheck> {
  const compared = await compare(digest, secret)
  const isBare = digest.algorithm === 'plaintext' && !text.startsWith('$')
  if (isBare && !compared.match && explainLiteral(text) === undefined) throw notADigest()
  const { algorithm, variant, parameters } = digest
  const ofSecret = isDigest(secret)
    ? ['the secret given is itself a digest: the application needs the secret behind it']
    : []
  const ofDigest = adviseOn(digest, { text, secretBytes: Buffer.byteLength(secret) })
  return {
    match: compared.match,
    algorithm,
    variant,
    parameters,
    advice: [...advice, ...compared.advice, ...ofDigest, ...ofSecret],
  }
}
