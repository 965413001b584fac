/** Finds the key entries in YAML text: a configuration, its `jwks` list alone, or one entry as `keys generate` prints it. */
import { Composer } from 'yaml'
import { shallowTokens } from '../primitives/yaml-tokens.ts'
import type { IssuerKeyEntry } from './issuer-key.ts'
import { MaterialDamaged } from './material-errors.ts'

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function step(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function toEntry(value: Record<string, unknown>): IssuerKeyEntry {
  return {
    key: text(value['key']) ?? '',
    key_id: text(value['key_id']),
    use: text(value['use']),
    algorithm: text(value['algorithm']),
    certificate_chain: text(value['certificate_chain']),
  }
}

function listIn(document: unknown): unknown {
  const provider = step(step(document, 'identity_providers'), 'oidc')
  const jwks = step(provider, 'jwks') ?? step(document, 'jwks')
  const single = step(provider, 'issuer_private_key')
  if (jwks === undefined && single !== undefined) {
    return [{ key: single, algorithm: 'RS256', certificate_chain: step(provider, 'issuer_certificate_chain') }]
  }
  return jwks ?? (isObject(document) && document['key'] !== undefined ? [document] : document)
}

/**
 * The entries of `identity_providers.oidc.jwks` in a parsed configuration, or in a part of one; an empty list where
 * there is none.
 */
export function entriesIn(document: unknown): IssuerKeyEntry[] {
  const list = listIn(document)
  return Array.isArray(list)
    ? list
        .filter(isObject)
        .filter((item) => 'key' in item)
        .map(toEntry)
    : []
}

/**
 * As {@link entriesIn}, for YAML text without template expressions.
 *
 * @throws {@link MaterialDamaged} for text that is no YAML
 */
export function readEntries(source: string): IssuerKeyEntry[] {
  try {
    // Warnings would quote the text on stderr; text nested without end would end the process.
    const [document] = new Composer({ logLevel: 'silent' }).compose(shallowTokens(source), true, source.length)
    if (document === undefined || document.errors.length > 0) throw new Error('no YAML')
    return entriesIn(document.toJS({ maxAliasCount: 100 }))
  } catch {
    // The cause quotes the text, which may hold a private key.
    throw new MaterialDamaged('the text is neither PEM nor JSON nor YAML')
  }
}
