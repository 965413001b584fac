/**
 * SHA-crypt digests (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", 2007): `$5$` or `$6$`, optional
 * `rounds=N$`, salt, `$`, key in crypt's base64. Rounds and salt are computed as written; nothing is clamped.
 */
import { createHash, hash } from 'node:crypto'
import { assertFieldCount, DigestInvalid, NotComputable, parseCount, parseParameters } from './fields.ts'

export type Sha2CryptVariant = 'sha2crypt-sha256' | 'sha2crypt-sha512'

export interface Sha2CryptDigest {
  algorithm: 'sha2crypt'
  variant: Sha2CryptVariant
  parameters: { rounds: number }
  /** Used as text. */
  salt: string
  /** In crypt's base64: 43 or 86 characters, anything else never matches. */
  key: string
}

export const SHA2CRYPT_KEY_LENGTH: Readonly<Record<Sha2CryptVariant, number>> = {
  'sha2crypt-sha256': 43,
  'sha2crypt-sha512': 86,
}

/** Letters of salts and keys, in the order of their values. */
export const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const ROUNDS_WHEN_MISSING = 5000
/** The work before the first round grows with the square of the secret's length. */
const LONGEST_SECRET = 4096
/** After so many rounds, or so many bytes where secrets are long, other work gets its turn: after 2 ms or so. */
const ROUNDS_PER_TURN = 2048
const BYTES_PER_TURN = 2 ** 20

/** Reads the fields behind `$5$` or `$6$`. @throws {@link DigestInvalid} */
export function parseSha2Crypt(variant: Sha2CryptVariant, fields: readonly string[]): Sha2CryptDigest {
  assertFieldCount(fields, [2, 3], variant)
  const [salt = '', key = ''] = fields.slice(-2)
  if (key === '') throw new DigestInvalid(variant, `the key of the ${variant} digest is empty`)
  const given = fields.length === 3 ? parseParameters(fields[0] ?? '', ['rounds'], variant).get('rounds') : undefined
  const rounds = given === undefined ? ROUNDS_WHEN_MISSING : parseCount(given, { variant, field: 'parameter rounds' })
  return { algorithm: 'sha2crypt', variant, parameters: { rounds }, salt, key }
}

/** `length` bytes of `block`, repeated. */
function repeat(block: Uint8Array, length: number): Buffer {
  return Buffer.alloc(length, block)
}

/** The order in which groups of three bytes are written: a rotation that differs between the two hashes. */
function groups(size: number): [number, number, number][] {
  const third = Math.floor(size / 3)
  const step = size === 64 ? 1 : 2
  return Array.from({ length: third }, (_, i) => {
    const triple = [i, i + third, i + 2 * third]
    const at = (n: number) => triple[(n + step * i) % 3] ?? 0
    return [at(0), at(1), at(2)]
  })
}

function encode(value: number, characters: number): string {
  return Array.from({ length: characters }, (_, i) => CRYPT_ALPHABET[(value >> (6 * i)) & 63]).join('')
}

function encodeKey(key: Buffer): string {
  const byte = (index: number) => key[index] ?? 0
  const whole = groups(key.length).map(([a, b, c]) => encode((byte(a) << 16) | (byte(b) << 8) | byte(c), 4))
  const rest = key.length === 64 ? encode(byte(63), 2) : encode((byte(31) << 8) | byte(30), 3)
  return whole.join('') + rest
}

type HashName = 'sha256' | 'sha512'

interface Ingredients {
  /** The secret, hashed and repeated to its own length. */
  p: Uint8Array
  /** The salt likewise. */
  s: Uint8Array
  initial: Buffer
}

/** `node:timers/promises` would cost a start more than all the turns do. */
function letOthersWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The hash of `bytes`, `times` over. */
async function hashRepeated(name: HashName, bytes: Uint8Array, times: number): Promise<Buffer> {
  const copies = Math.ceil(BYTES_PER_TURN / Math.max(bytes.length, 1))
  const sum = createHash(name)
  for (let left = times; left > 0; left -= copies) {
    if (left < times) await letOthersWork()
    sum.update(repeat(bytes, bytes.length * Math.min(left, copies)))
  }
  return sum.digest()
}

/** Steps 1 to 20 of the description. */
async function prepare(name: HashName, secret: Uint8Array, salt: Uint8Array): Promise<Ingredients> {
  const sha = (...parts: Uint8Array[]) => hash(name, Buffer.concat(parts), 'buffer')
  const alternate = sha(secret, salt, secret)
  const bits = secret.length === 0 ? [] : Array.from(secret.length.toString(2)).reverse()
  const choices = bits.map((bit) => (bit === '1' ? alternate : secret))
  const initial = sha(secret, salt, repeat(alternate, secret.length), ...choices)
  const p = repeat(await hashRepeated(name, secret, secret.length), secret.length)
  const s = repeat(await hashRepeated(name, salt, 16 + (initial[0] ?? 0)), salt.length)
  return { p, s, initial }
}

interface RoundInput {
  bytes: Buffer
  /** Where the result of the round before goes. */
  stateAt: number
}

/** What a round hashes depends on its number modulo 2, 3 and 7: 42 inputs, in which only the state changes. */
const PERIOD = 42

function roundInputs({ p, s, initial }: Ingredients): RoundInput[] {
  const state = Buffer.alloc(initial.length)
  return Array.from({ length: PERIOD }, (_, round) => {
    const middle = [...(round % 3 ? [s] : []), ...(round % 7 ? [p] : [])]
    const bytes = Buffer.concat(round % 2 ? [p, ...middle, state] : [state, ...middle, p])
    return { bytes, stateAt: round % 2 ? bytes.length - state.length : 0 }
  })
}

interface Turn {
  name: HashName
  inputs: readonly RoundInput[]
  from: number
  to: number
}

/** Some rounds of step 21. The state is text of one letter for each byte: asking for a Buffer takes twice as long. */
function runTurn({ name, inputs, from, to }: Turn, initial: string): string {
  let state = initial
  for (let round = from; round < to; round++) {
    const input = inputs[round % PERIOD]
    if (input === undefined) continue
    input.bytes.write(state, input.stateAt, 'latin1')
    state = hash(name, input.bytes, 'binary')
  }
  return state
}

async function runRounds(name: HashName, ingredients: Ingredients, rounds: number): Promise<Buffer> {
  const inputs = roundInputs(ingredients)
  const longest = Math.max(...inputs.map(({ bytes }) => bytes.length))
  const step = Math.min(ROUNDS_PER_TURN, Math.ceil(BYTES_PER_TURN / longest))
  let state = ingredients.initial.toString('latin1')
  for (let from = 0; from < rounds; from += step) {
    if (from > 0) await letOthersWork()
    state = runTurn({ name, inputs, from, to: Math.min(from + step, rounds) }, state)
  }
  return Buffer.from(state, 'latin1')
}

/** Derives the key of `digest` from a secret, in slices that leave the event loop to others. @throws {@link NotComputable} */
export async function deriveSha2Crypt(
  { variant, parameters, salt }: Omit<Sha2CryptDigest, 'key'>,
  secret: Uint8Array,
): Promise<string> {
  if (secret.length > LONGEST_SECRET) {
    throw new NotComputable(`SHA-crypt is computed here for secrets of at most ${LONGEST_SECRET} bytes`)
  }
  const name = variant === 'sha2crypt-sha512' ? 'sha512' : 'sha256'
  const ingredients = await prepare(name, secret, Buffer.from(salt))
  return encodeKey(await runRounds(name, ingredients, parameters.rounds))
}

export function formatSha2Crypt({ variant, parameters, salt, key }: Sha2CryptDigest): string {
  return `$${variant === 'sha2crypt-sha512' ? 6 : 5}$rounds=${parameters.rounds}$${salt}$${key}`
}
