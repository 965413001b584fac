/** yescrypt digests `$y$SETTING$SALT$KEY`: read and described; no package here computes them. */
import { assertFieldCount, DigestInvalid } from './fields.ts'
import { CRYPT_ALPHABET } from './sha2crypt.ts'

export interface YescryptDigest {
  algorithm: 'yescrypt'
  variant: 'yescrypt'
  /** `ln` is the binary logarithm of N. */
  parameters: { flags: 'j'; ln: number; block_size: number }
}

/** Reads the fields behind `$y$`; only the flavour `j` exists in practice. @throws {@link DigestInvalid} */
export function parseYescrypt(fields: readonly string[]): YescryptDigest {
  const variant = 'yescrypt'
  assertFieldCount(fields, [3], variant)
  const [setting = '', salt = '', key = ''] = fields
  if (!/^j[./0-9A-Za-z]{2}$/.test(setting)) {
    throw new DigestInvalid(variant, 'the setting of the yescrypt digest is not j and two characters, as in j9T')
  }
  if (!/^[./0-9A-Za-z]*$/.test(salt) || !/^[./0-9A-Za-z]+$/.test(key)) {
    throw new DigestInvalid(variant, 'salt or key of the yescrypt digest are not in crypt’s base64 (./0-9A-Za-z)')
  }
  const value = (index: number) => CRYPT_ALPHABET.indexOf(setting.charAt(index)) + 1
  return { algorithm: 'yescrypt', variant, parameters: { flags: 'j', ln: value(1), block_size: value(2) } }
}
