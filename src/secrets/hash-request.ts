/** Flags of `secret hash` → a {@link HashRequest}: which flag means what for which algorithm. */
import { UsageError } from '../errors.ts'
import { type HashAlgorithm, VARIANT_NAMES } from './algorithms.ts'
import type { HashRequest } from './hash.ts'

export interface HashFlags {
  algorithm: HashAlgorithm
  variant?: string | undefined
  iterations?: number | undefined
  memory?: number | undefined
  parallelism?: number | undefined
  cost?: number | undefined
  'block-size'?: number | undefined
  'salt-size'?: number | undefined
  'key-size'?: number | undefined
}

type CostFlag = Exclude<keyof HashFlags, 'algorithm' | 'variant'>

const FLAGS_OF: Readonly<Record<HashAlgorithm, readonly CostFlag[]>> = {
  pbkdf2: ['iterations', 'salt-size'],
  argon2: ['iterations', 'memory', 'parallelism', 'salt-size', 'key-size'],
  scrypt: ['cost', 'block-size', 'parallelism', 'salt-size', 'key-size'],
  bcrypt: ['cost'],
  sha2crypt: ['iterations', 'salt-size'],
}

const COST_FLAGS: readonly CostFlag[] = [
  'iterations',
  'memory',
  'parallelism',
  'cost',
  'block-size',
  'salt-size',
  'key-size',
]

function assertFlagsFit(flags: HashFlags): void {
  const { algorithm } = flags
  const foreign = COST_FLAGS.find((flag) => flags[flag] !== undefined && !FLAGS_OF[algorithm].includes(flag))
  if (foreign === undefined) return
  throw new UsageError(`--${foreign} means nothing for ${algorithm}`, {
    hint: `its flags are ${FLAGS_OF[algorithm].map((flag) => `--${flag}`).join(' ')}`,
  })
}

function pickVariant<Name extends string>(
  { algorithm, variant }: HashFlags,
  names: Readonly<Record<string, Name>>,
): Name | undefined {
  if (variant === undefined) return undefined
  const name = Object.hasOwn(names, variant) ? names[variant] : Object.values(names).find((value) => value === variant)
  if (name !== undefined) return name
  throw new UsageError(`${algorithm} has no variant ${variant}`, {
    hint: `its variants: ${Object.keys(names).join(' ')}`,
  })
}

/** @throws {@link UsageError} for a variant or a flag that the algorithm does not have */
export function hashRequest(flags: HashFlags): HashRequest {
  assertFlagsFit(flags)
  const { algorithm, iterations, memory, parallelism, cost } = flags
  const sizes = { salt_bytes: flags['salt-size'], key_bytes: flags['key-size'] }
  switch (algorithm) {
    case 'pbkdf2':
      return { algorithm, variant: pickVariant(flags, VARIANT_NAMES.pbkdf2), iterations, salt_bytes: sizes.salt_bytes }
    case 'argon2':
      return { algorithm, variant: pickVariant(flags, VARIANT_NAMES.argon2), iterations, memory, parallelism, ...sizes }
    case 'scrypt':
      pickVariant(flags, VARIANT_NAMES.scrypt)
      return { algorithm, ln: cost, block_size: flags['block-size'], parallelism, ...sizes }
    case 'bcrypt':
      return { algorithm, variant: pickVariant(flags, VARIANT_NAMES.bcrypt), cost }
    case 'sha2crypt':
      return {
        algorithm,
        variant: pickVariant(flags, VARIANT_NAMES.sha2crypt),
        rounds: iterations,
        salt_bytes: sizes.salt_bytes,
      }
  }
}
