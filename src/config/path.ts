/** Option paths: arrays of keys and zero-based indexes, written `clients[0].client_id`. */
import type { OptionPath } from './resolved.ts'

export const PROVIDER_PATH: OptionPath = ['identity_providers', 'oidc']

const PLAIN_KEY = /^[^.[\]"\s]+$/

function formatStep(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`
  if (!PLAIN_KEY.test(step)) return `[${JSON.stringify(step)}]`
  return first ? step : `.${step}`
}

/** Writes a path as people read it: `identity_providers.oidc.clients[0].client_id`. */
export function formatPath(path: OptionPath): string {
  return path.map((step, index) => formatStep(step, index === 0)).join('')
}

const STEP = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/gy

/** Reads what {@link formatPath} wrote; undefined where the text is no path. */
export function parsePath(text: string): OptionPath | undefined {
  const path: (string | number)[] = []
  let end = 0
  for (const match of text.matchAll(STEP)) {
    const [whole, index, quoted, plain] = match
    if (index !== undefined) path.push(Number(index))
    else path.push(quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'))
    end = match.index + whole.length
  }
  return end === text.length ? path : undefined
}

/** The path of an option of client `index` (zero-based). */
export function clientPath(index: number, ...rest: OptionPath): OptionPath {
  return [...PROVIDER_PATH, 'clients', index, ...rest]
}

/** The path of an option relative to `identity_providers.oidc`. */
export function providerPath(...rest: OptionPath): OptionPath {
  return [...PROVIDER_PATH, ...rest]
}
