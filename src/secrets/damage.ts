/**
 * What happened to a value that should be a digest and is not: dollar signs that a shell or an env file replaced,
 * quotes that became part of it, a prefix of another program. Such a value counts as a plain secret for the provider.
 */
import { DigestInvalid } from './fields.ts'

interface Damage {
  pattern: RegExp
  happened: string
  hint: string
}

const SINGLE_QUOTES = "keep the digest in single quotes, in a shell as in YAML: '$…'"
const HEAD = '(?:argon2(?:id|i|d)|pbkdf2(?:-sha\\d+)?|scrypt|bcrypt-sha256|2[abxy]|plaintext)'

/** In the order in which they are tried. */
const DAMAGES: readonly Damage[] = [
  {
    pattern: /^$/,
    happened: 'is empty: a shell or an env file may have replaced every $… of the digest by nothing',
    hint: SINGLE_QUOTES,
  },
  {
    // "$pbkdf2-sha512$310000$…" in double quotes: $pbkdf2, $3 and the start of the salt are gone.
    pattern: /^-?(?:-?sha(?:1|224|256|384|512))\d*[./$A-Za-z0-9]*$/,
    happened: 'is a PBKDF2 digest of which a shell or an env file has replaced the $… parts',
    hint: SINGLE_QUOTES,
  },
  {
    // "$argon2id$v=19$m=…", "$scrypt$ln=…" and "$6$rounds=…" keep what begins at the equals signs.
    pattern: /^(?:=19)?=\d+(?:,[trp]=\d+)*/,
    happened: 'is a digest of which a shell or an env file has replaced the $… parts',
    hint: SINGLE_QUOTES,
  },
  {
    pattern: /^-sha256=2,t=2b,r=\d+/,
    happened: 'is a bcrypt-sha256 digest of which a shell or an env file has replaced the $… parts',
    hint: SINGLE_QUOTES,
  },
  {
    // "$2b$12$…": the shell's $2, $1 and the start of the salt are gone.
    pattern: /^[abxy]\d(?:[./][./$A-Za-z0-9]{0,52})?$/,
    happened: 'looks like a bcrypt digest of which a shell has replaced the $… parts',
    hint: SINGLE_QUOTES,
  },
  {
    pattern: /^\$\$/,
    happened: 'has doubled dollar signs, as compose files want them',
    hint: 'write each $ once where no program replaces variables',
  },
  {
    pattern: /^\\+\$/,
    happened: 'has backslashes before its dollar signs',
    hint: 'remove the backslashes; in single quotes none is needed',
  },
  {
    pattern: /^["'`]\$?/,
    happened: 'begins with a quotation mark that became part of it',
    hint: 'quote it once: the outer quotes are not part of a value, inner ones are',
  },
  {
    pattern: new RegExp(`^${HEAD}\\$`),
    happened: 'is a digest without its first $',
    hint: 'put the $ in front of it',
  },
  {
    pattern: /^(?:%24)+[A-Za-z0-9]/i,
    happened: 'is percent-encoded: %24 stands for $',
    hint: 'write the digest as it was made',
  },
  {
    pattern: /^(?:Digest|Hash|Password hash):\s*\$/i,
    happened: 'begins with a label of the program that printed it',
    hint: 'keep what begins with the first $',
  },
]

/** Says what happened to a stored value, as far as its look tells. */
export function explainDamage(text: string): { happened: string; hint: string } | undefined {
  return DAMAGES.find(({ pattern }) => pattern.test(text.trim()))
}

/** Refuses a value that was a digest once. @throws {@link DigestInvalid} */
export function assertUndamaged(text: string): void {
  const damage = explainDamage(text)
  if (damage) throw new DigestInvalid('unknown', `the value ${damage.happened}`, { hint: damage.hint })
}

/** Forms of other programs that the provider takes as the secret itself, and so as text that nothing else matches. */
const TAKEN_LITERALLY: readonly { pattern: RegExp; advice: string }[] = [
  {
    pattern: /^\{[A-Z0-9-]+\}/i,
    advice: 'the provider knows no {…} prefixes: it takes the whole value as a plain secret; remove the prefix',
  },
  {
    pattern: /^\s+\$/,
    advice: 'the value begins with white space, so the provider takes the whole of it as a plain secret; remove it',
  },
  {
    // The last of its 13 characters holds 4 bits only.
    pattern: /^[0-9A-Za-z]{2}[./0-9A-Za-z]{10}[.26AEIMQUYcgkosw]$/,
    advice: 'the value has the form of a traditional crypt(3) digest, which the provider takes as a plain secret',
  },
  {
    pattern: /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i,
    advice: 'the value has the form of a bare MD5 or SHA checksum, which the provider takes as a plain secret',
  },
]

/** Advice for a digest of another program that the provider reads as plaintext. */
export function explainLiteral(text: string): string | undefined {
  return TAKEN_LITERALLY.find(({ pattern }) => pattern.test(text))?.advice
}
