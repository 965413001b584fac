/** Long work shows that it is alive: on a terminal's stderr only, and not before 300 ms have passed. */
import { ux } from '@oclif/core'

const PATIENCE_MS = 300
const BAR_WIDTH = 20

/** Shows a spinner with `title` while `work` runs; the result and the errors of `work` pass through. */
export async function withSpinner<T>(title: string, work: Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work
  const timer = setTimeout(() => ux.action.start(title), PATIENCE_MS)
  try {
    return await work
  } finally {
    clearTimeout(timer)
    if (ux.action.running) ux.action.stop()
  }
}

/** Shows how many of `total` pieces are done; to be called from inside {@link withSpinner}. */
export function showProgress(done: number, total: number): void {
  const filled = Math.round((done / total) * BAR_WIDTH)
  if (ux.action.running) ux.action.status = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${done}/${total}`
}
