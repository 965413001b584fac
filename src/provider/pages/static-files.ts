/** The files that the pages load, each at a path that names its content, so that it can be cached for good. */
import { createHash } from 'node:crypto'
import { CONTROLS } from './stylesheet/controls.ts'
import { LAYOUT } from './stylesheet/layout.ts'
import { PARTS } from './stylesheet/parts.ts'
import { THEME } from './stylesheet/theme.ts'

/** A file to serve with `ETag` and `Cache-Control: public, max-age=31536000, immutable`. */
export interface StaticFile {
  /** Path below the issuer. */
  path: string
  contentType: string
  body: string
  etag: string
}

function staticFile(name: string, extension: string, contentType: string, body: string): StaticFile {
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return { path: `/static/${name}-${digest}.${extension}`, contentType, body, etag: `"${digest}"` }
}

export const STYLESHEET: StaticFile = staticFile(
  'pages',
  'css',
  'text/css; charset=utf-8',
  [THEME, LAYOUT, CONTROLS, PARTS].join(''),
)

export const ICON: StaticFile = staticFile(
  'icon',
  'svg',
  'image/svg+xml',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6157"/><g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"><path d="M22.6 12.4a7.5 7.5 0 1 0 0 7.2"/><path d="M16 16h9.5"/></g><circle cx="16" cy="16" r="2.2" fill="#fff"/></svg>`,
)

/** Everything that the pages ask the provider to serve. */
export const STATIC_FILES: readonly StaticFile[] = [STYLESHEET, ICON]

const SUBMIT = 'document.forms[0].submit()'

/** The script of the form_post page, and the `script-src` value that allows it and nothing else. */
export const FORM_POST_SCRIPT = {
  body: SUBMIT,
  cspSource: `'sha256-${createHash('sha256').update(SUBMIT).digest('base64')}'`,
} as const
