/** How new passwords are hashed: as `authentication_backend.file.password` says. */
import { FORMER_ALGORITHMS, type PasswordOptions } from '../config/rules/password.ts'
import { ToolError, UsageError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'
import { HASH_ALGORITHMS, type HashAlgorithm } from '../secrets/algorithms.ts'
import { CostOutOfRange } from '../secrets/fields.ts'
import { type HashRequest, hashSecret } from '../secrets/hash.ts'
import { type HashFlags, hashRequest } from '../secrets/hash-request.ts'

/** The configured parameters cannot be hashed with. */
export class PasswordOptionsInvalid extends ToolError {
  readonly code = 'ERR_PASSWORD_OPTIONS'
}

const PATH = 'authentication_backend.file.password'

function configuredAlgorithm({ algorithm }: PasswordOptions): HashAlgorithm {
  const named = algorithm || 'argon2'
  const wanted = FORMER_ALGORITHMS[named] ?? named
  const known = HASH_ALGORITHMS.find((one) => one === wanted)
  if (known !== undefined) return known
  throw new PasswordOptionsInvalid(`${named} is no algorithm for passwords`, {
    path: `${PATH}.algorithm`,
    hint: `there are ${HASH_ALGORITHMS.join(', ')}`,
  })
}

/** 0 means the default, as in the provider. */
function orDefault(number: number | undefined): number | undefined {
  return number || undefined
}

interface Parameters {
  variant?: string | undefined
  iterations?: number | undefined
  memory?: number | undefined
  parallelism?: number | undefined
  block_size?: number | undefined
  cost?: number | undefined
  key_length?: number | undefined
  salt_length?: number | undefined
}

function flagsFor(algorithm: HashAlgorithm, parameters: Parameters): HashFlags {
  const { variant, iterations, memory, parallelism, block_size, cost, key_length, salt_length } = parameters
  const isScrypt = algorithm === 'scrypt'
  return {
    algorithm,
    variant: variant || undefined,
    iterations: isScrypt ? undefined : orDefault(iterations),
    cost: orDefault(isScrypt ? iterations : cost),
    memory: orDefault(memory),
    parallelism: orDefault(parallelism),
    'block-size': orDefault(block_size),
    'key-size': orDefault(key_length),
    'salt-size': orDefault(salt_length),
  }
}

function requestFor(algorithm: HashAlgorithm, parameters: Parameters, path: string): HashRequest {
  try {
    return hashRequest(flagsFor(algorithm, parameters))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new PasswordOptionsInvalid(error.message, { path, hint: error.hint, cause: error })
  }
}

export interface PasswordHashing {
  /** `authentication_backend.file.password` */
  options: PasswordOptions
  /** Another than the configured one; its configured parameters count all the same. */
  algorithm?: HashAlgorithm | undefined
  random: Random
}

/**
 * The digest of a password.
 *
 * @throws {@link PasswordOptionsInvalid}; {@link UsageError} for a password that cannot be hashed so
 */
export async function hashPassword(password: string, { options, algorithm, random }: PasswordHashing): Promise<string> {
  const chosen = algorithm ?? configuredAlgorithm(options)
  const path = `${PATH}.${chosen}`
  const request = requestFor(chosen, options[chosen] ?? {}, path)
  try {
    return await hashSecret(request, password, { random })
  } catch (error) {
    if (!(error instanceof CostOutOfRange)) throw error
    throw new PasswordOptionsInvalid(error.message, { path, hint: error.hint, cause: error })
  }
}
