import { execFileSync } from 'node:child_process'
import { compactVerify, importJWK, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { convertKeys } from '../../src/keys/convert.ts'
import { generateKey } from '../../src/keys/generate.ts'
import { finishKey } from '../../src/keys/generated.ts'
import { thumbprint } from '../../src/keys/key-id.ts'
import { readMaterial } from '../../src/keys/material.ts'
import { systemRandom } from '../../src/primitives/random.ts'

/** latchset's jose, which knows RSA and EC. */
function jose(args: string[], input: string): string {
  return execFileSync('jose', args, { input }).toString()
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const

describe("latchset's jose reads what we write", () => {
  it.each(ALGORITHMS)('%s: thumbprint, and a signature by it verifies here', async (alg) => {
    const { document } = finishKey(await generateKey({ alg }), { encoding: 'pkcs8' })
    const jwk = JSON.stringify(document.jwk)
    expect(jose(['jwk', 'thp', '-i', '-'], jwk)).toBe(document.thumbprint)
    const signed = jose(['jws', 'sig', '-I', '/dev/null', '-k', '-', '-c'], jwk)
    const { protectedHeader } = await compactVerify(signed, await importJWK(document.public_jwk, alg))
    expect(protectedHeader.alg).toBe(alg)
    jose(['jws', 'ver', '-i', signed, '-k', '-'], JSON.stringify(document.public_jwk))
  })
})

describe("we read what latchset's jose writes", () => {
  it.each(ALGORITHMS)('%s', async (alg) => {
    const text = jose(['jwk', 'gen', '-i', JSON.stringify({ alg }), '-o', '-'], '')
    const { keys } = await readMaterial(Buffer.from(text))
    const [found] = keys
    if (!found) throw new Error('no key was read')
    expect(found.labels.alg).toBe(alg)
    const out = { format: 'jwk', encoding: 'pkcs8', isPublic: true, random: systemRandom } as const
    const jwk = JSON.parse((await convertKeys([{ key: found.key }], out)).toString()) as JWK
    expect(thumbprint(jwk)).toBe(jose(['jwk', 'thp', '-i', '-'], text))
  })
})
