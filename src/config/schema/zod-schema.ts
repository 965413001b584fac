/** The options as a zod schema, made from their descriptions. Importing zod takes time: load this module only where a schema is asked for. */
import * as z from 'zod'
import { CHOSEN_NAME } from '../decode/decode.ts'
import { MOVED_LIFESPANS, RENAMED_CLIENT_OPTIONS } from '../generations/names.ts'
import { CLIENT_OPTIONS } from './client-options.ts'
import type { EntriesOption, ListOption, Option, Options, ScalarOption } from './option.ts'
import { PROVIDER_OPTIONS } from './provider-options.ts'

type Shape = Record<string, z.ZodType>

function oneOf(values: readonly string[] | undefined): z.ZodType<string> {
  return values === undefined ? z.string() : z.enum([...new Set([...values, ''])])
}

function scalar({ type, values }: ScalarOption): z.ZodType {
  switch (type) {
    case 'boolean':
      return z.boolean()
    case 'integer':
      return z.int()
    case 'duration':
      return z.union([z.string(), z.number()])
    case 'string':
      return values === undefined ? z.union([z.string(), z.number()]) : oneOf(values)
    default:
      return z.string()
  }
}

function list({ type, values }: ListOption): z.ZodType {
  if (type === 'subjects') return z.union([z.string(), z.array(z.union([z.string(), z.array(z.string())]))])
  return z.union([z.array(values === undefined ? z.string() : z.enum([...values])), z.string()])
}

function entries({ options, unknownKeysUnnoticed }: EntriesOption): z.ZodType {
  return z.array(unknownKeysUnnoticed ? z.looseObject(shapeOf(options)) : z.strictObject(shapeOf(options)))
}

function bare(option: Option): z.ZodType {
  switch (option.type) {
    case 'object':
      return z.strictObject(shapeOf(option.options))
    case 'entries':
      return option.options === CLIENT_OPTIONS ? z.array(CLIENT_SCHEMA()) : entries(option)
    case 'named':
      return z.record(z.string().regex(CHOSEN_NAME), zodOf(option.value))
    case 'strings':
    case 'uris':
    case 'networks':
    case 'subjects':
      return list(option)
    default:
      return scalar(option)
  }
}

function describe(option: Option): string {
  const { description, rules, since, deprecated } = option
  const parts = [description, rules, since && `Since ${since}.`, deprecated && `Deprecated: use ${deprecated}.`]
  return parts.filter(Boolean).join('\n\n')
}

/** The schema of one option with its description and default. */
export function zodOf(option: Option): z.ZodType {
  const preset = 'default' in option ? option.default : undefined
  const described = bare(option).meta({
    description: describe(option),
    ...(option.deprecated === undefined ? {} : { deprecated: true }),
  })
  return preset === undefined ? described : described.default(preset)
}

function isRequired(option: Option): boolean {
  return 'required' in option && option.required === true
}

function shapeOf(options: Options): Shape {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      isRequired(option) ? zodOf(option) : zodOf(option).optional(),
    ]),
  )
}

function renamed(names: ReadonlyMap<string, string>, prefix: string): Shape {
  return Object.fromEntries(
    [...names].map(([old, current]) => [
      old,
      z
        .unknown()
        .optional()
        .meta({ deprecated: true, description: `Called \`${prefix}${current}\` now.` }),
    ]),
  )
}

/** The id may stand there under its old name. */
const CLIENT_SCHEMA = () => {
  const { client_id, ...shape } = shapeOf(CLIENT_OPTIONS)
  return z
    .strictObject({ client_id: client_id ?? z.string(), ...shape, ...renamed(RENAMED_CLIENT_OPTIONS, '') })
    .partial({ client_id: true })
}

/** The schema of `identity_providers.oidc`, in the current generation. */
export function providerSchema(): z.ZodType {
  const { jwks, ...shape } = shapeOf(PROVIDER_OPTIONS)
  const loose = jwks === undefined ? {} : { jwks: jwks.optional() }
  return z.strictObject({ ...shape, ...loose, ...renamed(MOVED_LIFESPANS, 'lifespans.') })
}

/** The schema of the whole file; sections beside the provider's are not described. */
export function fileSchema(): z.ZodType {
  return z.looseObject({ identity_providers: z.strictObject({ oidc: providerSchema().optional() }).optional() })
}

/** The file as a JSON Schema 2020-12, for editors. */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(fileSchema(), { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' })
  return { ...schema, title: 'OpenID Connect provider configuration (identity_providers.oidc)' }
}
