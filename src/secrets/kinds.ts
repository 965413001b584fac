/** What a random value is for: the length and the characters that the provider's documentation recommends. */
import { CHARSETS, type CharsetName, type GenerateRequest } from './generate.ts'

export const KINDS = ['hmac', 'client', 'id'] as const
export type Kind = (typeof KINDS)[number]

const RECOMMENDED: Readonly<Record<Kind, { length: number; charset: CharsetName }>> = {
  hmac: { length: 64, charset: 'alphanumeric' },
  client: { length: 72, charset: 'rfc3986' },
  id: { length: 72, charset: 'rfc3986' },
}

export interface GenerateFlags {
  for?: Kind | undefined
  length?: number | undefined
  charset?: CharsetName | undefined
  characters?: string | undefined
}

/** What to draw: the flags that are given, else what the kind recommends (a client's secret by default). */
export function generateRequest({ for: kind = 'client', length, charset, characters }: GenerateFlags): GenerateRequest {
  const recommended = RECOMMENDED[kind]
  return {
    length: length ?? recommended.length,
    characters: characters ?? CHARSETS[charset ?? recommended.charset],
  }
}
