/** The document around every page under `/dev`, with the bar that leads from one to the other. */
import type { FC, PropsWithChildren } from 'hono/jsx'
import { html, type Reply } from '../../provider/http/reply.ts'
import { Page, type PageName } from '../../provider/pages/parts/page.tsx'
import type { DevView } from './dev-view.ts'
import { DEV_SCRIPT, DEV_STYLESHEET } from './static-files.ts'

const LOADS = { stylesheet: DEV_STYLESHEET.path, script: DEV_SCRIPT.path }

/** Our own files and our own events, and forms that lead back here. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface DevPageProps {
  view: DevView
  page: PageName & ('inspector' | 'try')
  title: string
}

const PLACES = [
  ['inspector', '/dev'],
  ['try', '/dev/try'],
] as const

const Navigation: FC<Pick<DevPageProps, 'view' | 'page'>> = ({ view, page }) => (
  <nav class="dev-nav" aria-label={view.words.nav.label}>
    <a href={`${view.base_path}/`}>{view.words.nav.home}</a>
    {PLACES.map(([name, path]) => (
      <a href={view.base_path + path} aria-current={name === page ? 'page' : undefined}>
        {view.words.nav[name]}
      </a>
    ))}
  </nav>
)

export const DevPage: FC<PropsWithChildren<DevPageProps>> = ({ view, page, title, children }) => (
  <Page view={view} page={page} title={title} width="wide" loads={LOADS}>
    <Navigation view={view} page={page} />
    {children}
  </Page>
)

/** A document as an answer, under the policy of these pages. */
export function pageReply(element: unknown, status = 200): Reply {
  return html(status, `<!doctype html>${String(element)}`, POLICY)
}
