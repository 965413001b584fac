/** The issuer's keys in the configuration of this machine, and their edits. */
import { resolve } from 'node:path'
import type { LoadedConfiguration } from '../config/load.ts'
import { valueAt } from '../config/merge.ts'
import { PROVIDER_PATH } from '../config/path.ts'
import type { ValidationResult } from '../config/validate.ts'
import { type EditValue, TemplateExpression } from '../editor/edit.ts'
import { UsageError } from '../errors.ts'
import { entriesIn } from '../keys/entries.ts'
import type { GeneratedDocument } from '../keys/generated.ts'
import { type CheckedKey, checkIssuerKey } from '../keys/issuer-key.ts'

export const JWKS_PATH = [...PROVIDER_PATH, 'jwks'] as const

/** The file that holds the list of keys: lists of later files replace earlier ones. */
export function keysFile({ exactPositionOf, sources }: LoadedConfiguration): string {
  const holder = exactPositionOf(JWKS_PATH)?.file ?? exactPositionOf(PROVIDER_PATH)?.file ?? sources.at(-1)?.file
  if (holder === undefined || holder.startsWith('$')) throw new UsageError('there is no configuration to edit')
  return holder
}

/**
 * The keys of the list, each judged by the rules of its entry.
 *
 * @throws {@link UsageError} for configurations of earlier releases with their single key
 */
export function configuredKeys({ tree }: LoadedConfiguration, now: number): CheckedKey[] {
  const provider = valueAt(tree, PROVIDER_PATH)
  if (valueAt(provider, ['jwks']) === undefined && valueAt(provider, ['issuer_private_key']) !== undefined) {
    throw new UsageError('the configuration has its key in issuer_private_key', {
      hint: 'move it into jwks first: oidc config migrate --write',
    })
  }
  return entriesIn({ jwks: valueAt(provider, ['jwks']) ?? [] }).map((entry) => checkIssuerKey(entry, { now }))
}

/** Spaces before the lines of a file that an expression names: deeper than any entry of the list can stand. */
function indentation({ exactPositionOf }: LoadedConfiguration): number {
  return Math.max(10, (exactPositionOf(JWKS_PATH)?.column ?? 5) + 7)
}

function fromFile(path: string, loaded: LoadedConfiguration): TemplateExpression {
  return new TemplateExpression(
    `{{ secret ${JSON.stringify(resolve(path))} | mindent ${indentation(loaded)} "|" | msquote }}`,
  )
}

/** A generated key as an entry of the list: inline, or by expressions that name its files. */
export function entryValue(document: GeneratedDocument, loaded: LoadedConfiguration): EditValue {
  const { key_id, alg, use, private_pem, certificate_chain, files = [] } = document
  const keyFile = files.find((path) => path.endsWith('.private.pem'))
  const chainFile = files.find((path) => path.endsWith('.chain.pem'))
  const chain = chainFile === undefined ? certificate_chain : fromFile(chainFile, loaded)
  return {
    key_id,
    algorithm: alg,
    use,
    key: keyFile === undefined ? private_pem : fromFile(keyFile, loaded),
    ...(chain === undefined ? {} : { certificate_chain: chain }),
  }
}

/** The longest life of what a key of the issuer signs, in seconds; the provider's default where the file has errors. */
export function longestLifetime({ resolved }: ValidationResult): number {
  const lifespans = resolved?.provider.lifespans
  if (!lifespans) return 3600
  const signed = (set: { access_token: number; id_token: number }) => [set.access_token, set.id_token]
  const custom = Object.values(lifespans.custom).flatMap((one) => [
    ...signed(one),
    ...Object.values(one.grants).flatMap((grant) => (grant ? signed(grant) : [])),
  ])
  return Math.max(...signed(lifespans), lifespans.jwt_secured_authorization, ...custom)
}
