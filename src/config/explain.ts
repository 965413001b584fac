/** What `oidc config explain` tells: an option, or the code of a problem. */
import { UsageError } from '../errors.ts'
import { closest } from '../primitives/closest.ts'
import { allOptions, findOptions, type IndexedOption } from './option-index.ts'
import { defaultText, derivedText, typeText, valuesOf } from './option-text.ts'
import type { Severity } from './problem.ts'
import { type CodeDescription, PROBLEM_CODES } from './rules/codes.ts'
import { KEY_PROBLEM_CODES } from './rules/key-codes.ts'
import { USER_PROBLEM_CODES } from './rules/user-codes.ts'

export interface ExplainedOption {
  option: string
  type: string
  required: boolean
  default: string | null
  values: readonly string[]
  description: string
  rules: string | null
  since: string | null
  deprecated: string | null
  see: readonly string[]
}

export interface ExplainedCode {
  code: string
  severity: Severity
  meaning: string
  remedy: string
}

export type Explanation = ExplainedOption | ExplainedCode

export const ALL_CODES: Readonly<Record<string, CodeDescription>> = {
  ...PROBLEM_CODES,
  ...KEY_PROBLEM_CODES,
  ...USER_PROBLEM_CODES,
}

function explainOption({ path, option, elsewhere }: IndexedOption): ExplainedOption {
  return {
    option: elsewhere ? path : `identity_providers.oidc.${path}`,
    type: typeText(option),
    required: 'required' in option && option.required === true,
    default: derivedText(option) ?? defaultText(option) ?? null,
    values: valuesOf(option) ?? [],
    description: option.description,
    rules: option.rules ?? null,
    since: option.since ?? null,
    deprecated: option.deprecated ?? null,
    see: option.see ?? [],
  }
}

function codeOf(text: string): string | undefined {
  const code = text.toUpperCase().replaceAll('-', '_')
  return [code, `ERR_${code}`].find((one) => Object.hasOwn(ALL_CODES, one))
}

/**
 * Explains a code or an option; a name that several options have gives all of them.
 *
 * @throws {@link UsageError} for what is neither
 */
export function explain(text: string): readonly Explanation[] {
  const code = codeOf(text)
  const description = code === undefined ? undefined : ALL_CODES[code]
  if (code !== undefined && description !== undefined) return [{ code, ...description }]
  const options = findOptions(text)
  if (options.length > 0) return options.map(explainOption)
  const names = allOptions().map(({ path }) => path)
  const near = closest(text, [
    ...names,
    ...names.map((name) => name.slice(name.lastIndexOf('.') + 1)),
    ...Object.keys(ALL_CODES),
  ])
  throw new UsageError(`'${text}' is neither an option nor the code of a problem`, {
    hint: near === undefined ? 'see docs/configuration.md' : `did you mean '${near}'?`,
  })
}
