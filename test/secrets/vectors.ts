/** The rows of test/vectors/digests.yaml, made with tools that are not ours. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export interface DigestRow {
  id: string
  digest: string
  password: string
  expect: 'match' | 'mismatch' | 'error'
  variant: string
  params: Record<string, number | string>
  note: string
  decode?: 'ok'
  optional?: boolean
  tool?: string
  authelia_reads_as?: string
}

export function digestRows(): DigestRow[] {
  const file = new URL('../vectors/digests.yaml', import.meta.url)
  return parse(readFileSync(file, 'utf8')).digests
}
