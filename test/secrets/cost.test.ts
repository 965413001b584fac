import { monitorEventLoopDelay } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { estimateCost } from '../../src/secrets/cost.ts'
import { NotComputable, parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'

const SALT = 'TmFDbE5hQ2xOYUNsTmFDbA'
const KEY = 'rv8KwPG1Hgav5W5F7OpX7LxD/eEp2vl0XYZHeNSfqYQ'
const BCRYPT = 'dajtb0wCG8T4H2TGkh8aOuatMx30nX7w8Sb0aaEw1tdOawd/Y.0Ua'

describe('a foreign digest that would stop the machine', () => {
  it.each([
    ['argon2: memory', `$argon2id$v=19$m=4294967295,t=1,p=1$${SALT}$${KEY}`],
    ['argon2: passes', `$argon2id$v=19$m=65536,t=2147483647,p=1$${SALT}$${KEY}`],
    ['scrypt: N', `$scrypt$ln=40,r=8,p=1$${SALT}$${KEY}`],
    ['scrypt: p', `$scrypt$ln=16,r=8,p=100000$${SALT}$${KEY}`],
    ['bcrypt', `$2b$31$${BCRYPT}`],
    ['pbkdf2', `$pbkdf2-sha512$2147483647$${SALT}$${KEY}`],
    ['pbkdf2: key length', `$pbkdf2-sha512$1000000$${SALT}$${'A'.repeat(40_000)}`],
    ['SHA-crypt', `$6$rounds=999999999$saltstring$${'x'.repeat(86)}`],
  ])('%s: is read and not computed', async (_what, text) => {
    const started = Date.now()
    await expect(verifySecret(parseDigest(text), 'insecure_secret')).rejects.toBeInstanceOf(NotComputable)
    expect(Date.now() - started).toBeLessThan(1000)
  })

  it('SHA-crypt: neither is a secret of megabytes, whose preparation grows with its square', async () => {
    const digest = parseDigest(`$6$rounds=5000$saltstring$${'x'.repeat(86)}`)
    await expect(verifySecret(digest, 'x'.repeat(1_000_000))).rejects.toBeInstanceOf(NotComputable)
  })

  it('argon2 below the limits of RFC 9106 §3.1 is read and not computed', async () => {
    for (const text of [`$argon2id$v=19$m=16,t=1,p=4$${SALT}$${KEY}`, `$argon2id$v=19$m=64,t=1,p=1$c2FsdA$${KEY}`]) {
      await expect(verifySecret(parseDigest(text), 'x')).rejects.toBeInstanceOf(NotComputable)
    }
  })

  it('a lower limit can be set', async () => {
    const digest = parseDigest('$pbkdf2$4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE')
    expect(estimateCost(digest).milliseconds).toBeLessThan(5)
    const limit = { memory: 1024, milliseconds: 0.1 }
    await expect(verifySecret(digest, 'password', limit)).rejects.toBeInstanceOf(NotComputable)
  })
})

describe('computing off the event loop', () => {
  it.each([
    ['bcrypt', `$2b$12$${BCRYPT}`],
    ['SHA-crypt', `$6$rounds=200000$saltstring$${'x'.repeat(86)}`],
  ])('%s: other work is not held up', async (_what, text) => {
    const digest = parseDigest(text)
    await verifySecret(digest, 'warm-up')
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    await verifySecret(digest, 'insecure_secret')
    delay.disable()
    // Percentiles, since the machine may be busy with other things: a held loop would show in half of the samples.
    expect(delay.percentile(50) / 1e6).toBeLessThan(50)
  })
})
