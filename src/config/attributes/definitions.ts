/** `definitions.user_attributes` of a configuration: the language that they need, and what they are compiled in. */
import { isTree, type Tree, valueAt } from '../merge.ts'
import type { ExpressionEnvironment, ExpressionLanguage, ExtraAttribute } from './expression.ts'

export const USER_ATTRIBUTES_PATH = ['definitions', 'user_attributes'] as const

/** Loads the language when the configuration has an expression. */
export async function neededLanguage(tree: Tree): Promise<ExpressionLanguage | undefined> {
  const defined = valueAt(tree, USER_ATTRIBUTES_PATH)
  return isTree(defined) && Object.keys(defined).length > 0 ? import('./cel.ts') : undefined
}

export const FILE_EXTRAS_PATH = ['authentication_backend', 'file', 'extra_attributes'] as const
const LDAP_EXTRAS_PATH = ['authentication_backend', 'ldap', 'attributes', 'extra'] as const

function declaredAt(tree: Tree, path: readonly string[]): readonly (readonly [name: string, extra: Tree])[] {
  const declared = valueAt(tree, path)
  return Object.entries(isTree(declared) ? declared : {}).map(([name, extra]) => [name, isTree(extra) ? extra : {}])
}

/** The attributes that the administrator declared beyond the standard ones; an LDAP attribute may have another name here. */
export function extraAttributes(tree: Tree): Readonly<Record<string, ExtraAttribute>> {
  const fromLdap = declaredAt(tree, LDAP_EXTRAS_PATH).map(
    ([key, extra]) => [String(extra['name'] || key), extra] as const,
  )
  const all = [...declaredAt(tree, FILE_EXTRAS_PATH), ...fromLdap].map(([name, { value_type, multi_valued }]) => {
    return [name, { value_type: String(value_type ?? ''), multi_valued: String(multi_valued) === 'true' }] as const
  })
  return Object.fromEntries(all)
}

/** @returns undefined without expressions */
export function expressionEnvironment(
  tree: Tree,
  language: ExpressionLanguage | undefined,
): ExpressionEnvironment | undefined {
  return language?.createEnvironment(extraAttributes(tree))
}
