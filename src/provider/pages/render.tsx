/**
 * The pages: pure functions from an interaction to a document. They decide nothing, work without scripts and without
 * the stylesheet, load nothing but {@link STATIC_FILES}, and are driven by the hooks that stand in their tests.
 */
import type { Interaction, PageContext } from '../interaction/interaction.ts'
import { ConsentPage } from './consent.tsx'
import { DeviceDonePage, DevicePage } from './device.tsx'
import { EditClaimsPage } from './edit-claims.tsx'
import { EnrolPage } from './enrol.tsx'
import { ErrorPage } from './error.tsx'
import { type FormPost, FormPostPage } from './form-post.tsx'
import { HomePage } from './home.tsx'
import { LoginPage } from './login.tsx'
import { LoggedOutPage, LogoutPage } from './logout.tsx'
import { SecondFactorPage } from './second-factor.tsx'
import { type QrEncoder, type View, viewOf } from './view.ts'

function pageOf(interaction: Interaction, view: View, encodeQr: QrEncoder | undefined) {
  switch (interaction.page) {
    case 'login':
      return <LoginPage view={view} login={interaction} />
    case 'edit-claims':
      return <EditClaimsPage view={view} edit={interaction} />
    case 'second-factor':
      return <SecondFactorPage view={view} factor={interaction} />
    case 'second-factor-enrol':
      return <EnrolPage view={view} enrol={interaction} encodeQr={encodeQr} />
    case 'consent':
      return <ConsentPage view={view} consent={interaction} />
    case 'device':
      return <DevicePage view={view} device={interaction} />
    case 'device-done':
      return <DeviceDonePage view={view} done={interaction} />
    case 'logout':
      return <LogoutPage view={view} logout={interaction} />
    case 'logged-out':
      return <LoggedOutPage view={view} done={interaction} />
    case 'error':
      return <ErrorPage view={view} refusal={interaction} />
    case 'home':
      return <HomePage view={view} home={interaction} />
  }
}

const documentOf = (element: unknown): string => `<!doctype html>${String(element)}`

/** Renders an interaction as a whole HTML document, in the first of the context's languages that the pages speak. */
export function renderInteraction(interaction: Interaction, context: PageContext, encodeQr?: QrEncoder): string {
  return documentOf(pageOf(interaction, viewOf(context), encodeQr))
}

/** Renders the page of `response_mode=form_post`; its policy allows `FORM_POST_SCRIPT.cspSource` alone. */
export function renderFormPost(response: FormPost, context: PageContext): string {
  return documentOf(<FormPostPage view={viewOf(context)} response={response} />)
}
