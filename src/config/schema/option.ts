/**
 * The form in which options are described. One description of an option gives its TypeScript type, its decoding, its
 * default, the JSON Schema and the reference page; it is plain data, so that reading a configuration loads no schema
 * library.
 */

export type ScalarType =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'duration'
  /** A URI reference (RFC 3986 §4.1); empty means not set. */
  | 'uri'
  /** A client secret: text only, never a number. */
  | 'client-secret'
  | 'private-key'
  | 'public-key'
  | 'certificate-chain'

export type ListType =
  /** One text is split at commas. */
  | 'strings'
  /** One text becomes one entry. */
  | 'uris'
  | 'networks'
  /** Lists of lists: any of them, all inside one. */
  | 'subjects'

interface Documented {
  /** What the option is for: one or two sentences in Markdown. */
  description: string
  /** What is checked beyond the type, in Markdown. */
  rules?: string
  /** First release of the provider that knows it, where that matters. */
  since?: string
  /** What to write instead. */
  deprecated?: string
  /** Standards that define it. */
  see?: readonly string[]
}

export interface ScalarOption<T extends ScalarType = ScalarType> extends Documented {
  type: T
  /** Durations in seconds. */
  default?: string | number | boolean
  /** How the default comes about where it is not one value. */
  derived?: string
  values?: readonly string[]
  required?: true
  secret?: true
}

export interface ListOption<T extends ListType = ListType> extends Documented {
  type: T
  default?: readonly string[]
  derived?: string
  values?: readonly string[]
  required?: true
}

export type Options = Readonly<Record<string, Option>>

export interface ObjectOption<O extends Options = Options> extends Documented {
  type: 'object'
  options: O
}

export interface EntriesOption<O extends Options = Options> extends Documented {
  /** A list of mappings. */
  type: 'entries'
  options: O
  required?: true
  /** The provider does not look at keys that it does not know here. */
  unknownKeysUnnoticed?: true
}

export interface NamedOption<V extends Option = Option> extends Documented {
  /** A mapping whose keys the administrator chooses. */
  type: 'named'
  /** What a key is called in the reference: `NAME`. */
  placeholder: string
  value: V
}

export type Option = ScalarOption | ListOption | ObjectOption | EntriesOption | NamedOption

/** The value of an option after decoding; undefined where it is not given or cannot be read. */
export type ValueOf<O> = O extends ScalarOption
  ? ScalarValue<O['type']>
  : O extends ListOption<infer T>
    ? T extends 'subjects'
      ? readonly (readonly string[])[]
      : readonly string[]
    : O extends ObjectOption<infer S>
      ? Decoded<S>
      : O extends EntriesOption<infer S>
        ? readonly Decoded<S>[]
        : O extends NamedOption<infer V>
          ? Readonly<Record<string, ValueOf<V>>>
          : never

type ScalarValue<T> = T extends 'boolean' ? boolean : T extends 'integer' | 'duration' ? number : string

export type Decoded<S extends Options> = { readonly [K in keyof S]?: ValueOf<S[K]> | undefined }

/** Keeps the literal types of a table of options while checking its form. */
export function defineOptions<const S extends Options>(options: S): S {
  return options
}

/** Types of options whose value is a list. */
export const LIST_TYPES: readonly string[] = ['strings', 'uris', 'networks', 'subjects'] satisfies ListType[]
