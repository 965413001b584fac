/** Signing out (OpenID Connect RP-Initiated Logout 1.0 §2): the question, and the end. */
import type { FC } from 'hono/jsx'
import type { LoggedOutInteraction, LogoutInteraction } from '../interaction/interaction.ts'
import { httpUrl } from './links.ts'
import { Form } from './parts/form.tsx'
import { Outcome } from './parts/mark.tsx'
import { Page } from './parts/page.tsx'
import { Account } from './parts/people.tsx'
import { Name, Text } from './parts/text.tsx'
import type { View } from './view.ts'

/** Asks whether the session shall end. */
export const LogoutPage: FC<{ view: View; logout: LogoutInteraction }> = ({ view, logout: form }) => {
  const { logout } = view.text
  const values = { client: <Name value={form.client?.name ?? ''} />, issuer: <b>{view.issuerName}</b> }
  return (
    <Page view={view} page="logout" title={logout.title}>
      <div class="heading">
        <h1>{logout.title}</h1>
        <p class="lead">
          <Text template={form.client === undefined ? logout.lead : logout.leadFor} values={values} />
        </p>
      </div>
      {form.user !== undefined && <Account user={form.user} label={view.text.common.signedInAs} />}
      <Form to={form} class="form">
        <div class="actions actions-even">
          <button type="submit" id="logout-confirm" class="button button-main" name="decision" value="confirm">
            {logout.confirm}
          </button>
          <button type="submit" id="logout-cancel" class="button" name="decision" value="cancel">
            {logout.cancel}
          </button>
        </div>
      </Form>
    </Page>
  )
}

/** Says that the session has ended, and loads the front-channel logout of the applications in hidden frames. */
export const LoggedOutPage: FC<{ view: View; done: LoggedOutInteraction }> = ({ view, done }) => {
  const { logout } = view.text
  const frames = (done.frontchannel_logout_uris ?? []).map(httpUrl).filter((url) => url !== undefined)
  return (
    <Page view={view} page="logged-out" title={logout.done}>
      <div class="heading">
        <Outcome kind="done" />
        <h1>{logout.done}</h1>
        <p class="lead">{logout.doneLead}</p>
      </div>
      {frames.map((url) => (
        <iframe src={url} title={logout.frame} hidden />
      ))}
    </Page>
  )
}
