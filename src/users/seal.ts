/**
 * Second-factor secrets at rest: AES-256-GCM under a key derived from `storage.encryption_key` by HKDF-SHA-256
 * (RFC 5869; salt `oidc users_totp.yml`, info `aes-256-gcm`). A sealed value is the text `aes-256-gcm:` and the
 * base64url of 12 bytes nonce, ciphertext and 16 bytes tag; the username is authenticated with it.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { ToolError } from '../errors.ts'
import { decodeBase64url, encodeBase64url } from '../primitives/base64url.ts'
import type { Random } from '../primitives/random.ts'

export class SealBroken extends ToolError {
  readonly code = 'ERR_TOTP_SEALED'
}

const PREFIX = 'aes-256-gcm:'
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

function deriveKey(encryptionKey: string): Uint8Array {
  return Buffer.from(hkdfSync('sha256', encryptionKey, 'oidc users_totp.yml', CIPHER, KEY_BYTES))
}

/** Whether a value of the file is sealed. */
export function isSealed(value: string): boolean {
  return value.startsWith(PREFIX)
}

/** Seals a text for one user. */
export function seal(
  text: string,
  { username, encryptionKey, random }: { username: string; encryptionKey: string; random: Random },
): string {
  const nonce = random(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, deriveKey(encryptionKey), nonce).setAAD(Buffer.from(username))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return PREFIX + encodeBase64url(sealed)
}

/**
 * Opens what {@link seal} made for the same user.
 *
 * @throws {@link SealBroken} without a key, with another one, or for a value that was changed
 */
export function unseal(
  value: string,
  { username, encryptionKey }: { username: string; encryptionKey: string | undefined },
): string {
  if (encryptionKey === undefined) {
    throw new SealBroken(`the second factor of ${username} is encrypted and there is no storage.encryption_key`, {
      hint: 'name the configuration with --config, or make a new second factor with: oidc users totp',
    })
  }
  const bytes = decodeBase64url(value.slice(PREFIX.length)) ?? new Uint8Array()
  try {
    const decipher = createDecipheriv(CIPHER, deriveKey(encryptionKey), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(username)).setAuthTag(bytes.subarray(-TAG_BYTES))
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new SealBroken(`the second factor of ${username} cannot be decrypted with storage.encryption_key`, {
      hint: 'the key or the file was changed; make a new second factor with: oidc users totp',
      cause,
    })
  }
}
