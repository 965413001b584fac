/** The key of a PKCS#12 file's MAC (RFC 7292 §4 and app. B.2): no API of Node has it, and forge holds the event loop for a second. */
import { hash as digest } from 'node:crypto'
import { UnreadableEncryption } from './passphrase.ts'
import { ITERATION_LIMIT } from './pbes2.ts'

export type MacHash = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** The `ID` of app. B.3 for integrity. */
const PURPOSE_MAC = 3

/** `v` of app. B.2: what the hash reads at a time, in bytes. */
const BLOCK_BYTES: Readonly<Record<MacHash, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 }

/** After so many rounds (about 2 ms) other work gets its turn. */
const ROUNDS_PER_TURN = 4096

export interface MacKeyRequest {
  passphrase: string
  salt: Uint8Array
  iterations: number
  hash: MacHash
}

/** `bytes` over and over, up to the end of a block. */
function fillBlocks(bytes: Uint8Array, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
}

/** BMPString with the two bytes of its end (app. B.1). */
function bmpString(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16()
}

function firstInput({ passphrase, salt, hash }: MacKeyRequest): Buffer {
  const block = BLOCK_BYTES[hash]
  return Buffer.concat([
    Buffer.alloc(block, PURPOSE_MAC),
    fillBlocks(salt, block),
    fillBlocks(bmpString(passphrase), block),
  ])
}

/** The state goes as text of one letter for each byte: asking for a Buffer takes twice as long. */
function runTurn(hash: MacHash, state: Buffer, rounds: number): void {
  for (let round = 0; round < rounds; round++) state.write(digest(hash, state, 'binary'), 'latin1')
}

/**
 * Derives the MAC key, as long as the hash's output, in slices that leave the event loop to others.
 *
 * @throws {@link UnreadableEncryption} for a count that would take minutes
 */
export async function pkcs12MacKey(request: MacKeyRequest): Promise<Buffer> {
  const { iterations, hash } = request
  if (!(iterations >= 1 && iterations <= ITERATION_LIMIT)) {
    throw new UnreadableEncryption(`an iteration count of ${iterations} is beyond the limit of ${ITERATION_LIMIT}`)
  }
  const state = digest(hash, firstInput(request), 'buffer')
  for (let left = iterations - 1; left > 0; left -= ROUNDS_PER_TURN) {
    runTurn(hash, state, Math.min(left, ROUNDS_PER_TURN))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return state
}
