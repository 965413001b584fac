/** What the findings about keys and certificates mean; the rules themselves are those of `keys`. */
import type { Severity } from '../problem.ts'
import type { CodeDescription } from './codes.ts'

const CONVERT = 'Write it again with `oidc keys convert FILE --format pem`.'

function table(
  severity: Severity,
  rows: Readonly<Record<string, readonly [string, string]>>,
): Record<string, CodeDescription> {
  return Object.fromEntries(
    Object.entries(rows).map(([code, [meaning, remedy]]) => [code, { severity, meaning, remedy }]),
  )
}

const ERRORS = table('error', {
  ERR_KEY_MISSING: ['An entry of `jwks` has no key.', 'Add the PEM text, or remove the entry.'],
  ERR_KEY_NOT_PEM: ['The value is no PEM text.', CONVERT],
  ERR_KEY_SYMMETRIC: [
    'The value reads as a symmetric key, which the provider does not take here.',
    'Use an RSA or EC key.',
  ],
  ERR_KEY_LABEL: [
    'The PEM block is something else than a key, such as a certificate.',
    'Put certificates into `certificate_chain`.',
  ],
  ERR_KEY_WRONG_LABEL: ['The label of the PEM block does not say what is inside.', CONVERT],
  ERR_KEY_SEVERAL_BLOCKS: ['There is more than one PEM block.', 'Keep one key for each entry.'],
  ERR_KEY_EC_PARAMETERS: ['An EC PARAMETERS block stands before the key.', 'Remove that block.'],
  ERR_KEY_TRAILING_DATA: ['Something follows the END line.', 'Remove what follows, empty lines too.'],
  ERR_KEY_ENCRYPTED: ['The key is encrypted, and the provider has no passphrase for it.', CONVERT],
  ERR_KEY_DAMAGED: ['The content of the PEM block cannot be read.', 'Copy the key again, whole.'],
  ERR_KEY_TOO_LARGE: ['The value is larger than any key.', 'Look at what was pasted.'],
  ERR_KEY_TYPE: ['The provider uses RSA and EC keys alone.', 'Make one with `oidc keys generate`.'],
  ERR_KEY_CURVE: ['The curve is not supported.', 'Use P-256, P-384 or P-521.'],
  ERR_KEY_EXPLICIT_CURVE: ['The curve is written out instead of named.', CONVERT],
  ERR_KEY_RSA_PSS: ['The key is bound to RSASSA-PSS.', CONVERT],
  ERR_KEY_INCONSISTENT: [
    'The parts of the key contradict each other; signatures would not verify.',
    'Restore the key from a backup, or make a new one.',
  ],
  ERR_KEY_PUBLIC: ['A public key stands where the private one is needed.', 'Use the private key.'],
  ERR_KEY_PRIVATE: [
    'A private key stands where the public one is needed: the client’s secret is in this file.',
    'Replace it by its public half, and make a new key pair.',
  ],
  ERR_KEY_TOO_SMALL: [
    'RSA keys under 2048 bits can be broken (RFC 7518 §3.3).',
    'Make a new one with `oidc keys generate`.',
  ],
  ERR_KEY_USE: ['`use` is neither `sig` nor `enc`.', 'Use one of the two.'],
  ERR_KEY_ALGORITHM: ['The algorithm is not one for this use.', 'Leave it out, or use one of the list.'],
  ERR_KEY_NO_RS256: [
    'No signing key has RS256, which every provider must support.',
    'Add one with `oidc keys generate --alg RS256 --add`.',
  ],
  ERR_KEY_ID_MISSING: ['A key of a client needs a `key_id`.', 'Add the `kid` that the client uses.'],
  ERR_KEY_ID_TOO_LONG: ['The `key_id` is longer than 100 bytes.', 'Choose a shorter one.'],
  ERR_KEY_ID_CHARACTERS: [
    'The `key_id` has characters that are not allowed.',
    'Use letters, digits and `. _ ~ -` between them.',
  ],
  ERR_KEY_ID_NOT_UNIQUE: ['Two keys of the same use share an id.', 'Give each its own `key_id`.'],
  ERR_CHAIN_NOT_PEM: ['The value holds no certificate.', 'Use PEM text.'],
  ERR_CHAIN_LABEL: ['A PEM block is no certificate.', 'Keep certificates alone.'],
  ERR_CHAIN_PRIVATE_KEY: [
    'A private key stands among the certificates, where it would be published.',
    'Remove it, and consider it lost.',
  ],
  ERR_CHAIN_DAMAGED: ['A certificate cannot be read.', 'Copy the chain again, whole.'],
  ERR_CHAIN_TOO_LARGE: ['The value is larger than any chain.', 'Look at what was pasted.'],
  ERR_CHAIN_TRAILING_DATA: ['Something follows the last END line.', 'Remove what follows, empty lines too.'],
  ERR_CHAIN_KEY_MISMATCH: ['The first certificate belongs to another key.', 'Put the certificate of this key first.'],
  ERR_CHAIN_EXPIRED: ['A certificate has expired.', 'Renew it.'],
  ERR_CHAIN_NOT_YET_VALID: ['A certificate is not valid yet.', 'Look at the clock, or wait.'],
  ERR_CHAIN_NOT_SIGNED_BY_NEXT: [
    'A certificate is not signed by the one after it.',
    'Order them with `oidc certs verify CHAIN --fix-order`.',
  ],
  ERR_CHAIN_ISSUER_NOT_CA: [
    'A certificate that signs another is no authority.',
    'Use the chain that your authority gave you.',
  ],
  ERR_CHAIN_ISSUER_NO_BASIC_CONSTRAINTS: [
    'A certificate that signs another lacks basic constraints.',
    'Use the chain that your authority gave you.',
  ],
  ERR_CHAIN_ISSUER_NO_CERT_SIGN: [
    'A certificate that signs another may not do so by its key usage.',
    'Use the chain that your authority gave you.',
  ],
  ERR_CHAIN_WEAK_SIGNATURE: [
    'A certificate is signed with a broken hash function.',
    'Have it issued again with SHA-256.',
  ],
})

const WARNINGS = table('warning', {
  ERR_KEY_RSA1_5: ['RSA1_5 is open to padding oracles; this program never computes it.', 'Use RSA-OAEP-256.'],
})

const ADVICE = table('advice', {
  ERR_KEY_ALGORITHM_MISMATCH: [
    'The key cannot serve the algorithm. The provider does not notice before it has to sign.',
    'Leave the algorithm out.',
  ],
  ERR_KEY_RSA_OAEP_SHA1: ['RSA-OAEP uses SHA-1.', 'Use RSA-OAEP-256.'],
  ERR_KEY_ID_LONG: [
    'The `key_id` stands in every token; a short one does as well.',
    'Use fewer than 15 characters for new keys.',
  ],
  ERR_CHAIN_EXPIRES_SOON: ['A certificate expires within 30 days.', 'Renew it.'],
})

export const KEY_PROBLEM_CODES: Readonly<Record<string, CodeDescription>> = { ...ERRORS, ...WARNINGS, ...ADVICE }
