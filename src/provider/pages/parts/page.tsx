import type { FC, PropsWithChildren } from 'hono/jsx'
import { ICON, STYLESHEET } from '../static-files.ts'
import type { View } from '../view.ts'
import { Mark } from './mark.tsx'
import { fill } from './text.tsx'

export type PageName =
  | 'login'
  | 'edit-claims'
  | 'second-factor'
  | 'second-factor-enrol'
  | 'consent'
  | 'device'
  | 'device-done'
  | 'logout'
  | 'logged-out'
  | 'error'
  | 'home'
  | 'try'
  | 'inspector'
  | 'unlock'

interface PageProps {
  view: View
  page: PageName
  title: string
  /** The page is shown again because something went wrong. */
  failed?: boolean
  /** `wide` is for pages to read, `roomy` for a card of two columns, the default for a card of one. */
  width?: 'wide' | 'roomy'
  /** Paths below the issuer of what this page loads besides; its policy has to allow the script. */
  loads?: { stylesheet: string; script: string }
}

const MAIN_CLASSES = { card: 'card', roomy: 'card card-roomy', wide: 'wide' } as const

const Banner: FC<{ view: View }> = ({ view }) => (
  <header class="banner">
    <p class="issuer">
      <Mark />
      <span>{view.issuerName === '' ? 'OpenID Connect' : view.issuerName}</span>
    </p>
    {view.dev && (
      <div class="notice-dev">
        <p class="tag tag-dev">{view.text.common.development}</p>
        {view.open && <p>{view.text.common.developmentNote}</p>}
      </div>
    )}
  </header>
)

/** The document around every page. */
export const Page: FC<PropsWithChildren<PageProps>> = ({
  view,
  page,
  title,
  failed = false,
  width,
  loads,
  children,
}) => {
  const shown = failed ? fill(view.text.common.errorTitle, { title }) : title
  return (
    <html lang={view.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{view.issuerName === '' ? shown : `${shown} · ${view.issuerName}`}</title>
        <link rel="icon" type={ICON.contentType} href={`${view.base_path}${ICON.path}`} />
        <link rel="stylesheet" href={`${view.base_path}${STYLESHEET.path}`} />
        {loads && <link rel="stylesheet" href={view.base_path + loads.stylesheet} />}
        {loads && <script src={view.base_path + loads.script} defer></script>}
      </head>
      <body data-page={page} class={view.dev ? 'dev' : undefined}>
        <Banner view={view} />
        <main class={MAIN_CLASSES[width ?? 'card']}>{children}</main>
      </body>
    </html>
  )
}
