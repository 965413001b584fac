/** What holds for any input, however damaged. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { readCsr } from '../../src/certs/csr.ts'
import { verifyChain } from '../../src/certs/verify.ts'
import { ToolError } from '../../src/errors.ts'
import { inspectMaterial } from '../../src/keys/inspect.ts'
import { checkIssuerKey } from '../../src/keys/issuer-key.ts'
import { readMaterial } from '../../src/keys/material.ts'
import { mutant } from './mutants.ts'
import { keys, NOW } from './vectors.ts'

const THUMBPRINTS = new Set(keys.map(({ thumbprint_sha256 }) => thumbprint_sha256))

/** PBES2 with more than a few thousand rounds would make the run slow, not better: counts above stay refused. */
const ask = () => Promise.resolve('test-password')

async function survives(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    expect(`${error.message} ${error.hint ?? ''}`).not.toMatch(/[A-Za-z0-9+/]{40}/)
  }
}

async function assertRules(bytes: Buffer): Promise<void> {
  const text = bytes.toString('utf8')
  const { issuerKey } = checkIssuerKey({ key: text }, { now: NOW })
  if (issuerKey) expect(THUMBPRINTS).toContain(issuerKey.thumbprint)
  verifyChain(text, { now: NOW })
  await survives(() => readCsr(bytes))
  await survives(async () => inspectMaterial(await readMaterial(bytes, ask), { text, now: NOW }))
}

/**
 * Reads `count` mutants: a refusal is an error for people that quotes nothing, and a key that is accepted is one of the
 * originals, never one with changed numbers.
 */
export function readMutants(count: number, seed: number): Promise<void> {
  return fc.assert(fc.asyncProperty(mutant, assertRules), { numRuns: count, seed })
}
