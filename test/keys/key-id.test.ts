import { calculateJwkThumbprint, calculateJwkThumbprintUri } from 'jose'
import { describe, expect, it } from 'vitest'
import { computeKeyId, computeReleasedKeyId, thumbprint, thumbprintUri } from '../../src/keys/key-id.ts'
import { published_jwks } from './vectors.ts'

describe('RFC 7638: thumbprints of published keys', () => {
  it.each(published_jwks)('$source', ({ jwk, thumbprint_sha256, key_ids = {}, key_ids_released = {} }) => {
    expect(thumbprint(jwk)).toBe(thumbprint_sha256)
    for (const [alg, key_id] of Object.entries(key_ids)) expect(computeKeyId(jwk, alg)).toBe(key_id)
    for (const [alg, key_id] of Object.entries(key_ids_released)) expect(computeReleasedKeyId(jwk, alg)).toBe(key_id)
  })

  it.each(['sha256', 'sha384', 'sha512'] as const)(
    '%s: the same as jose gives, also as URI (RFC 9278)',
    async (hash) => {
      for (const { jwk } of published_jwks) {
        expect(thumbprint(jwk, hash)).toBe(await calculateJwkThumbprint(jwk, hash))
        expect(thumbprintUri(jwk, hash)).toBe(await calculateJwkThumbprintUri(jwk, hash))
      }
    },
  )
})

describe('key_id: the computed form', () => {
  const jwk = published_jwks[0]?.jwk ?? {}

  it('+ becomes a point and letters become small', () => {
    expect(computeKeyId(jwk, 'ECDH-ES+A256KW')).toBe('3736cbb-ecdh-es.a256kw')
  })

  it('without an algorithm the digits stand alone', () => {
    expect(computeKeyId(jwk, undefined)).toBe('3736cbb')
  })
})
