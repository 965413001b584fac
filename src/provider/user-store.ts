/** The users as the provider sees them; where they are kept is somebody else's business. */
import type { AttributeValues, PersonalAttributes } from '../spec/user-attributes.ts'

/** Attributes have the names of the standard claims where those exist; an absent one gives no claim. */
export interface User extends PersonalAttributes {
  username: string
  display_name: string
  /** The first address. */
  email?: string
  /** Every address, the first one included; absent: `email` alone. */
  emails?: readonly string[]
  /** Absent: true where there is an address. */
  email_verified?: boolean
  groups: readonly string[]
  /** Absent: false where there is a number. */
  phone_number_verified?: boolean
  /** Attributes of `authentication_backend.file.extra_attributes`. */
  extra?: Readonly<Record<string, unknown>>
}

export interface UserStore {
  /** The user of that name; a disabled one is not found. */
  find(username: string): Promise<User | undefined>
  /** The user when the password is right; an unknown user costs what a known one costs. */
  verifyPassword(username: string, password: string): Promise<User | undefined>
}

/** Attributes that are made of others, by `definitions.user_attributes`; absent when there are none. */
export interface ComputedAttributes {
  has(name: string): boolean
  /**
   * The value of one for a user with these attributes, as JSON has it.
   *
   * @throws an Error whose message is for the operator, where it gives none
   */
  compute(name: string, attributes: AttributeValues): unknown
}

/** A time-based one-time password generator of a user (RFC 6238). */
export interface TotpSecret {
  /** The shared secret, raw bytes. */
  secret: Uint8Array
  algorithm: 'SHA1' | 'SHA256' | 'SHA512'
  digits: number
  /** Seconds. */
  period: number
}

/** Where second factors come from; absent when nobody has one. */
export interface SecondFactorStore {
  findTotp(username: string): Promise<TotpSecret | undefined>
  /** Whether a one-time enrolment code waits for the user. Absent, as the two below: nobody enrols here. */
  hasEnrolmentCode?(username: string): Promise<boolean>
  /** Whether that code is the typed one. */
  isEnrolmentCode?(username: string, typed: string): Promise<boolean>
  /** Gives the user a generator in exchange for the typed code, which ends; `false` when the code was not right any more. */
  enrol?(username: string, totp: TotpSecret, typed: string): Promise<boolean>
}
