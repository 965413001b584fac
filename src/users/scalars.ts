/**
 * Text values of a YAML document. The provider takes `postal_code: 01234` as the text `01234`, not as a number, so the
 * document is read a second time with every scalar as text where a value is a number, a boolean or a date.
 */
import { parseDocument } from 'yaml'

export type TextLookup = (path: readonly (string | number)[]) => string | undefined

function step(node: unknown, key: string | number): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
  return (node as Record<string | number, unknown>)[key]
}

/** Makes the lookup; the text is parsed at the first call. It must have passed the document checks before. */
export function scalarTexts(source: string): TextLookup {
  let texts: unknown
  return (path) => {
    texts ??= parseDocument(source, { schema: 'failsafe', merge: true, logLevel: 'silent' }).toJS({ maxAliasCount: -1 })
    const found = path.reduce(step, texts)
    return typeof found === 'string' ? found : undefined
  }
}
