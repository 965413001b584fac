/**
 * Turns the merged YAML values of a section into the types of its options, and reports what cannot be read and keys
 * that no option has. The path is kept on a stack, so that nothing is allocated for it until there is a finding.
 */
import type { DurationSyntax } from '../duration.ts'
import { formatPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import type { Report } from '../rules/report.ts'
import type {
  Decoded,
  EntriesOption,
  ListOption,
  NamedOption,
  ObjectOption,
  Option,
  Options,
  ScalarOption,
} from '../schema/option.ts'
import { describeValue } from './describe-value.ts'
import { reportUnknownKey } from './unknown-key.ts'
import { readListOption, readScalar } from './weak-types.ts'

export interface DecodeContext {
  report: Report
  durations: DurationSyntax
  /** Paths whose value could not be read; rules keep quiet about them. */
  broken: Set<string>
  /** Whether unknown client options are passed over, as release 4.29 did. */
  ignoresUnknownKey?(path: OptionPath): boolean
}

/** Names that an administrator may choose for policies, lifespans, scopes and claims. */
export const CHOSEN_NAME = /^[a-zA-Z0-9](([a-zA-Z0-9/_.:~-]+)?[a-zA-Z0-9])?$/

/** Decodes with one context; `path` is where the section stands. */
export class Decoder {
  readonly #context: DecodeContext
  readonly #path: (string | number)[]

  constructor(context: DecodeContext, path: OptionPath) {
    this.#context = context
    this.#path = [...path]
  }

  /** Reads a mapping whose keys are options; a value of null counts as not given. */
  object<S extends Options>(value: unknown, options: S): Decoded<S> {
    return this.#mapping(value, options) as Decoded<S>
  }

  #mapping(value: unknown, options: Options): Record<string, unknown> {
    const decoded: Record<string, unknown> = {}
    if (!this.#isMapping(value)) return decoded
    for (const key of Object.keys(value)) {
      this.#path.push(key)
      const option = Object.hasOwn(options, key) ? options[key] : undefined
      if (option === undefined) this.#unknown(key, options)
      else if (value[key] !== null && value[key] !== undefined) decoded[key] = this.#option(value[key], option)
      this.#path.pop()
    }
    return decoded
  }

  #option(value: unknown, option: Option): unknown {
    switch (option.type) {
      case 'object':
        return this.#mapping(value, (option as ObjectOption).options)
      case 'entries':
        return this.#entries(value, option as EntriesOption)
      case 'named':
        return this.#named(value, option as NamedOption)
      case 'strings':
      case 'uris':
      case 'networks':
      case 'subjects':
        return this.#list(value, option as ListOption)
      default:
        return this.#scalar(value, option as ScalarOption)
    }
  }

  #scalar(value: unknown, { type, secret }: ScalarOption): unknown {
    const reading = readScalar(type, value, this.#context.durations)
    if ('refused' in reading) return this.#refuse(reading.refused, value, secret === true)
    if (reading.ignored) this.#reportIgnored(reading.ignored, value)
    return reading.value
  }

  #list(value: unknown, { type }: ListOption): unknown {
    const reading = readListOption(type, value)
    return 'refused' in reading ? this.#refuse(reading.refused, value) : reading.value
  }

  #entries(value: unknown, { options }: EntriesOption): unknown {
    if (!Array.isArray(value)) return value === '' ? [] : this.#refuse('must be a list of mappings', value)
    return value.map((entry, index) => {
      this.#path.push(index)
      const decoded = this.#mapping(entry ?? {}, options)
      this.#path.pop()
      return decoded
    })
  }

  #named(value: unknown, option: NamedOption): unknown {
    if (!this.#isMapping(value)) return undefined
    const decoded: [string, unknown][] = []
    for (const name of Object.keys(value)) {
      this.#path.push(name)
      if (name !== '' && !CHOSEN_NAME.test(name)) this.#reportName(name)
      decoded.push([name, this.#option(value[name] ?? {}, option.value)])
      this.#path.pop()
    }
    return Object.fromEntries(decoded)
  }

  #isMapping(value: unknown): value is Record<string, unknown> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return true
    this.#refuse('must be a mapping', value)
    return false
  }

  #refuse(refused: string, value: unknown, secret = false): undefined {
    this.#context.broken.add(formatPath(this.#path))
    const name = this.#path.findLast((step) => typeof step === 'string') ?? ''
    this.#context.report('ERR_OPTION_TYPE', this.#path, `'${name}' ${refused}, not ${describeValue(value, { secret })}`)
    return undefined
  }

  #reportIgnored(ignored: string, value: unknown): void {
    this.#context.report('ERR_DURATION_LEFTOVER', this.#path, `'${ignored}' in ${describeValue(value)} has no effect`, {
      hint: 'write every number with a unit, such as 1h30m',
    })
  }

  #reportName(name: string): void {
    this.#context.report('ERR_NAME_INVALID', this.#path, `'${name}' is no name that the provider accepts here`, {
      hint: 'begin and end with a letter or digit; between them / _ . : ~ and - may stand too',
      part: 'key',
    })
  }

  #unknown(key: string, options: Options): void {
    if (!this.#context.ignoresUnknownKey?.(this.#path)) reportUnknownKey(this.#context.report, this.#path, key, options)
  }
}
