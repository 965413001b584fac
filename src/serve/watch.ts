/** Notices that one of several files changed: by their folders, since editors replace files instead of writing them. */
import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { ToolError } from '../errors.ts'
import type { Log } from '../provider/log.ts'
import type { Deployment } from './deployment.ts'
import type { Served } from './serve.ts'

/** Several events come for one change; they count as one when they come within this time. */
const SETTLE_MS = 100

/** Calls `changed` after one of `files` changed; the result ends watching. */
export function watchFiles(files: readonly string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const names = new Map<string, Set<string>>()
  for (const file of files) names.set(dirname(file), (names.get(dirname(file)) ?? new Set()).add(basename(file)))
  const watchers = [...names].map(([folder, watched]) =>
    watch(folder, (_event, name) => {
      if (name !== null && !watched.has(name)) return
      clearTimeout(timer)
      timer = setTimeout(changed, SETTLE_MS)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

/** Keeps `served` at what its files say; a configuration that cannot be served keeps the old one. */
export function takeOverChanges(
  served: Served,
  { deploy, files, log }: { deploy: () => Promise<Deployment>; files: readonly string[]; log: Log },
): () => void {
  return watchFiles(files, async () => {
    try {
      await served.takeOver(await deploy())
      log({ level: 'info', event: 'configuration_taken_over' })
    } catch (error) {
      const cause = error instanceof ToolError ? error.message : 'unexpected error'
      log({ level: 'error', event: 'configuration_refused', cause, hint: 'the earlier one stays in use' })
    }
  })
}
