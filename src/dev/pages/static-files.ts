/** What the pages under `/dev` load beside the stylesheet of all pages: at paths that name their content. */
import { sha256 } from '../../primitives/sha256.ts'
import type { StaticFile } from '../../provider/pages/static-files.ts'
import { LIVE_SCRIPT } from './live-script.ts'
import { DEV_STYLES } from './stylesheet.ts'

function staticFile(extension: string, contentType: string, body: string): StaticFile {
  const digest = Buffer.from(sha256(body)).toString('hex').slice(0, 16)
  return { path: `/dev/static/${digest}.${extension}`, contentType, body, etag: `"${digest}"` }
}

export const DEV_STYLESHEET = staticFile('css', 'text/css; charset=utf-8', DEV_STYLES)

export const DEV_SCRIPT = staticFile('js', 'text/javascript; charset=utf-8', LIVE_SCRIPT)

export const DEV_FILES: readonly StaticFile[] = [DEV_STYLESHEET, DEV_SCRIPT]
