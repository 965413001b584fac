/** `users_totp.yml` as the provider and the commands use it: read when it changed, edited under a lock, mode 0600. */
import { chmod, stat } from 'node:fs/promises'
import { editFile } from '../editor/edit-file.ts'
import { editYaml } from '../editor/edit-yaml.ts'
import { ToolError } from '../errors.ts'
import type { Clock } from '../primitives/clock.ts'
import { FileExists, PRIVATE_FILE, readText, writeFileAtomically } from '../primitives/files.ts'
import type { Random } from '../primitives/random.ts'
import type { Totp } from '../secrets/totp.ts'
import {
  ENROLMENT_CODE_LIFETIME,
  generateEnrolmentCode,
  hashEnrolmentCode,
  verifyEnrolmentCode,
} from './enrolment-code.ts'
import {
  hasTotp,
  readEnrolmentCode,
  readTotp,
  readTotpEntries,
  TOTP_FILE_HEADER,
  writeEnrolmentCode,
  writeTotp,
} from './totp-file.ts'

/** The code was wrong, has ended, or was used by somebody else in the meantime. */
export class EnrolmentRefused extends ToolError {
  readonly code = 'ERR_ENROLMENT_REFUSED'
}

export interface EnrolmentCode {
  code: string
  /** Milliseconds since 1970. */
  expires: number
}

export interface TotpStore {
  /** The generator of a user. */
  findTotp(username: string): Promise<Totp | undefined>
  /** Whether a user has one, also where it cannot be decrypted here. */
  hasTotp(username: string): Promise<boolean>
  /** Whether an enrolment code of the user counts now. */
  hasEnrolmentCode(username: string): Promise<boolean>
  /** Whether `typed` is the user's enrolment code and still counts. */
  isEnrolmentCode(username: string, typed: string): Promise<boolean>
  /** Makes a one-time enrolment code; an earlier one ends. */
  issueEnrolmentCode(username: string): Promise<EnrolmentCode>
  /** Gives a user a generator in exchange for the enrolment code, which ends. @throws {@link EnrolmentRefused} */
  enrol(username: string, totp: Totp, typed: string): Promise<void>
  /** Gives a user a generator, without any code. */
  setTotp(username: string, totp: Totp): Promise<void>
  /** Takes generator and code away; false when there was neither. */
  remove(username: string): Promise<boolean>
}

export interface TotpStoreOptions {
  path: string
  /** `storage.encryption_key`; without it secrets are kept as they are. */
  encryptionKey: string | undefined
  clock: Clock
  random: Random
}

async function fingerprint(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined)
  return stats && `${stats.ino} ${stats.mtimeNs} ${stats.size}`
}

/** Reads the entries, anew only when the file changed. */
function entriesReader(path: string) {
  let known: { mark: string | undefined; entries: Readonly<Record<string, unknown>> } | undefined
  return async () => {
    const mark = await fingerprint(path)
    if (known === undefined || known.mark !== mark) {
      known = { mark, entries: mark === undefined ? {} : readTotpEntries(await readText(path), path) }
    }
    return known.entries
  }
}

/** Makes the file where it is missing, and private where it is not. */
async function makePrivate(path: string): Promise<void> {
  try {
    await writeFileAtomically(path, TOTP_FILE_HEADER, { mode: PRIVATE_FILE })
  } catch (error) {
    if (!(error instanceof FileExists)) throw error
    await chmod(path, PRIVATE_FILE)
  }
}

/** The store of a file, which need not be there. */
export function createTotpStore({ path, encryptionKey, clock, random }: TotpStoreOptions): TotpStore {
  const readEntries = entriesReader(path)
  const sealing = { encryptionKey, random }
  const accepts = async (entries: Readonly<Record<string, unknown>>, username: string, typed: string) => {
    const digest = readEnrolmentCode(entries, username, clock())
    return digest !== undefined && (await verifyEnrolmentCode(typed, digest))
  }
  return {
    async findTotp(username) {
      return readTotp(await readEntries(), username, encryptionKey)
    },
    async hasTotp(username) {
      return hasTotp(await readEntries(), username)
    },
    async hasEnrolmentCode(username) {
      return readEnrolmentCode(await readEntries(), username, clock()) !== undefined
    },
    async isEnrolmentCode(username, typed) {
      return accepts(await readEntries(), username, typed)
    },
    async issueEnrolmentCode(username) {
      const code = generateEnrolmentCode(random)
      const expires = clock() + ENROLMENT_CODE_LIFETIME
      const digest = await hashEnrolmentCode(code, random)
      await makePrivate(path)
      await editFile(path, (source) => editYaml(source, writeEnrolmentCode(username, digest, expires), { file: path }))
      return { code, expires }
    },
    async enrol(username, totp, typed) {
      await makePrivate(path)
      await editFile(path, async (source) => {
        // Checked again under the lock: of two browsers with the same code one comes first.
        if (!(await accepts(readTotpEntries(source, path), username, typed))) {
          throw new EnrolmentRefused(`the enrolment code of ${username} is not right, has expired or was used before`)
        }
        return editYaml(source, [writeTotp(username, totp, sealing)], { file: path })
      })
    },
    async setTotp(username, totp) {
      await makePrivate(path)
      await editFile(path, (source) => editYaml(source, [writeTotp(username, totp, sealing)], { file: path }))
    },
    async remove(username) {
      if (!Object.hasOwn(await readEntries(), username)) return false
      await editFile(path, (source) => editYaml(source, [{ kind: 'remove', path: [username] }], { file: path }))
      return true
    },
  }
}
