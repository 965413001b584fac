/** One process at a time for what is read, decided and written in one go. */
import { lockFile } from '../editor/file-lock.ts'

/**
 * Runs `act` while no other process of this program does so for the file at `path`, which need not be there; its folder must.
 *
 * @throws {@link FileLocked} after 30 seconds, {@link FileNotWritable}, what `act` throws
 */
export async function exclusively<T>(path: string, act: () => Promise<T>): Promise<T> {
  const lock = await lockFile(path)
  try {
    return await act()
  } finally {
    await lock.release()
  }
}
