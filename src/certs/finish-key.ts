/** A generated key with what was asked for beside it: a chain, encryption, a PKCS#12 file. */
import { encryptPem } from '../keys/encrypted.ts'
import type { PemEncoding } from '../keys/export.ts'
import type { GeneratedKey } from '../keys/generate.ts'
import { type FinishedKey, filesOf, finishKey } from '../keys/generated.ts'
import type { KeyFile } from '../keys/key-folder.ts'
import { writePkcs12 } from '../keys/pkcs12.ts'
import type { Random } from '../primitives/random.ts'
import { authorityFiles, type Certified, certify } from './certify.ts'
import type { ChainShape } from './issue-chain.ts'
import type { CertificateWishes } from './options.ts'

export interface Extras {
  encoding: PemEncoding
  /** A certificate or chain, made for the key. */
  wishes?: CertificateWishes | undefined
  shape?: ChainShape | undefined
  /** Encrypts the private key; with `isPkcs12` into a PKCS#12 file. */
  passphrase?: string | undefined
  isPkcs12: boolean
  now: number
  random: Random
}

export interface DressedKey extends FinishedKey {
  /** Everything that `--out` writes, the authorities' keys included. */
  files(folder: string): KeyFile[]
  /** Whether authorities were made, whose keys are lost unless they are written. */
  hasAuthorities: boolean
}

async function encrypt(key: GeneratedKey, { passphrase, isPkcs12, random }: Extras): Promise<string | undefined> {
  return passphrase === undefined || isPkcs12 ? undefined : encryptPem(key.privateKey, passphrase, { random })
}

async function bundle(key: GeneratedKey, certified: Certified | undefined, extras: Extras) {
  const { passphrase, isPkcs12, random } = extras
  if (!isPkcs12 || passphrase === undefined) return undefined
  const chain = certified?.certificates.map(({ x509 }) => x509.raw) ?? []
  return writePkcs12({ key: key.privateKey, chain, passphrase, random })
}

/** Finishes one key. */
export async function dressKey(key: GeneratedKey, extras: Extras): Promise<DressedKey> {
  const { wishes, shape, now, random, encoding } = extras
  const request = { key: key.privateKey, use: key.use, shape, now, random }
  const certified = wishes && (await certify({ ...request, wishes }))
  const finished = finishKey(key, {
    encoding,
    encryptedPem: await encrypt(key, extras),
    pkcs12: await bundle(key, certified, extras),
    certificate_chain: certified?.certificate_chain,
    certificate: certified?.certificate,
  })
  const extra = (folder: string) => (certified ? authorityFiles(`${folder}/${key.key_id}`, certified) : [])
  return {
    ...finished,
    files: (folder) => [...filesOf(folder, finished), ...extra(folder)],
    hasAuthorities: (certified?.authorities.length ?? 0) > 0,
  }
}
