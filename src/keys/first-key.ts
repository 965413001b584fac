/** The one key that a file stands for. */
import type { KeyObject } from 'node:crypto'
import { UsageError } from '../errors.ts'
import { thumbprint } from './key-id.ts'
import type { Material } from './material.ts'
import { anyPublicJwk } from './plain-key.ts'

/**
 * The private key of a file.
 *
 * @throws {@link UsageError} when there is none or more than one
 */
export function onlyPrivateKey({ keys }: Material, file: string): KeyObject {
  const found = keys.filter(({ key }) => key.type === 'private')
  const [only] = found
  if (only && found.length === 1) return only.key
  throw new UsageError(`${file} holds ${found.length} private keys, one is needed`)
}

/**
 * The public or private key that a file is about: its first key, or that of its first certificate.
 *
 * @param prefers which of the two counts when a file holds both
 * @throws {@link UsageError} when there is neither
 */
export function firstKey({ keys, certificates }: Material, prefers: 'key' | 'certificate'): KeyObject {
  const [key, certificate] = [keys[0]?.key, certificates[0]?.publicKey]
  const found = prefers === 'key' ? (key ?? certificate) : (certificate ?? key)
  if (!found) throw new UsageError('there is no key in the file')
  return found
}

/** The RFC 7638 thumbprint of {@link firstKey}. */
export function firstThumbprint(material: Material, prefers: 'key' | 'certificate'): string {
  return thumbprint(anyPublicJwk(firstKey(material, prefers)))
}
