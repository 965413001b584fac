import type { FC } from 'hono/jsx'
import type { SecondFactorInteraction } from '../interaction/interaction.ts'
import { CancelButton, Failure, Field, Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Account, Handshake } from './parts/people.tsx'
import type { View } from './view.ts'

/** In `--dev`, the code that the user's app would show. */
export const DevCode: FC<{ label: string; code: string }> = ({ label, code }) => (
  <p class="dev-code">
    {label} <code id="dev-code">{code}</code>
  </p>
)

/** Asks for the one-time code (RFC 6238) of the second factor. */
export const SecondFactorPage: FC<{ view: View; factor: SecondFactorInteraction }> = ({ view, factor }) => {
  const { secondFactor, common } = view.text
  const failure = factor.failed && { code: secondFactor.failed, slow_down: common.slowDown }[factor.failed]
  return (
    <Page view={view} page="second-factor" title={secondFactor.title} failed={factor.failed !== undefined}>
      <div class="heading">
        {factor.client !== undefined && <Handshake view={view} client={factor.client} />}
        <h1>{secondFactor.title}</h1>
        <p class="lead">{secondFactor.lead}</p>
      </div>
      <Account user={factor.user} />
      <Failure message={failure} />
      <Form to={factor} class="form">
        <Field
          name="totp"
          label={secondFactor.code}
          autocomplete="one-time-code"
          kind="digits"
          failed={factor.failed === 'code'}
          focus
        />
        {factor.dev_code !== undefined && <DevCode label={secondFactor.devCode} code={factor.dev_code} />}
        <div class="actions">
          <button type="submit" id="second-factor-submit" class="button button-main">
            {secondFactor.submit}
          </button>
          {factor.cancel && <CancelButton label={common.cancel} />}
        </div>
      </Form>
      {factor.enrol !== undefined && (
        <p class="links">
          <a id="second-factor-enrol" href={factor.enrol}>
            {secondFactor.enrol}
          </a>
        </p>
      )}
    </Page>
  )
}
