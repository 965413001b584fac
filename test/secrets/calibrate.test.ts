import { describe, expect, it } from 'vitest'
import { calibrate, parseTarget } from '../../src/secrets/calibrate.ts'
import type { HashRequest } from '../../src/secrets/hash.ts'

/** A machine of known speed, in milliseconds for each request. */
function machine(speed: number) {
  return async (request: HashRequest): Promise<number> => {
    switch (request.algorithm) {
      case 'pbkdf2':
        return ((request.iterations ?? 0) / 2000) * speed
      case 'argon2':
        return (request.iterations ?? 0) * ((request.memory ?? 65_536) / 1500) * speed
      case 'sha2crypt':
        return ((request.rounds ?? 0) / 600) * speed
      case 'scrypt':
        return 2 ** (request.ln ?? 0) * 0.003 * speed
      case 'bcrypt':
        return 2 ** (request.cost ?? 0) * 0.065 * speed
    }
  }
}

describe('picking the cost for this machine', () => {
  it.each([
    [{ algorithm: 'pbkdf2' }, 250, 'iterations 500000'],
    [{ algorithm: 'argon2' }, 250, 'iterations 5'],
    [{ algorithm: 'argon2', memory: 19_456 }, 250, 'iterations 19'],
    [{ algorithm: 'sha2crypt' }, 250, 'rounds 150000'],
    [{ algorithm: 'scrypt' }, 250, 'ln 16'],
    [{ algorithm: 'bcrypt' }, 250, 'cost 11'],
    [{ algorithm: 'bcrypt' }, 300, 'cost 12'],
  ] as const)('%j within %i ms: %s', async (request, target, picked) => {
    const calibration = await calibrate(request, target, machine(1))
    expect(calibration.picked).toBe(picked)
    expect(calibration.milliseconds).toBeLessThanOrEqual(target)
    expect(calibration.request.algorithm).toBe(request.algorithm)
  })

  it.each([
    [{ algorithm: 'pbkdf2' }, 'iterations 100000'],
    [{ algorithm: 'argon2' }, 'iterations 1'],
    [{ algorithm: 'sha2crypt' }, 'rounds 5000'],
    [{ algorithm: 'scrypt' }, 'ln 14'],
    [{ algorithm: 'bcrypt' }, 'cost 10'],
  ] as const)('%j on a slow machine: never below the least, %s', async (request, picked) => {
    expect((await calibrate(request, 20, machine(50))).picked).toBe(picked)
  })

  it('keeps what else was asked for', async () => {
    const { request } = await calibrate(
      { algorithm: 'pbkdf2', variant: 'pbkdf2-sha256', salt_bytes: 32 },
      250,
      machine(1),
    )
    expect(request).toMatchObject({ variant: 'pbkdf2-sha256', salt_bytes: 32, iterations: 500_000 })
  })
})

describe('--target', () => {
  it.each([
    ['250ms', 250],
    ['250', 250],
    ['0.5s', 500],
    ['1s', 1000],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(parseTarget(text)).toBe(milliseconds)
  })

  it.each(['', 'ms', '1h', '-5ms', '1ms', '11s', '1e3'])('%j is refused', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })
})
