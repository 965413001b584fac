import type { FC, PropsWithChildren } from 'hono/jsx'
import type { SecondFactorInteraction } from '../interaction/interaction.ts'
import { CancelButton, Failure, Field, Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Account, Handshake, ReturnsTo } from './parts/people.tsx'
import { Name, Text } from './parts/text.tsx'
import type { View } from './view.ts'

interface FactorProps {
  view: View
  factor: SecondFactorInteraction
}

/** In `--dev`, the code that the user's app would show. */
export const DevCode: FC<PropsWithChildren<{ label: string; code: string }>> = ({ label, code, children }) => (
  <div class="dev-code">
    <p>
      {label} <code id="dev-code">{code}</code>
    </p>
    {children}
  </div>
)

const Heading: FC<FactorProps> = ({ view, factor: { client } }) => {
  const { title, lead, leadFor } = view.text.secondFactor
  return (
    <div class="heading">
      {client !== undefined && <Handshake view={view} client={client} />}
      <h1>{title}</h1>
      <p class="lead">
        {client === undefined ? lead : <Text template={leadFor} values={{ client: <Name value={client.name} /> }} />}
      </p>
      <ReturnsTo view={view} client={client} />
    </div>
  )
}

const EnrolLink: FC<{ label: string; href: string }> = ({ label, href }) => (
  <p class="links">
    <a id="second-factor-enrol" href={href}>
      {label}
    </a>
  </p>
)

/** Whoever tests may go round the code, and is told that nobody else may. */
const DevHelp: FC<FactorProps & { code: string }> = ({ view, factor: { enrol }, code }) => {
  const { devCode, devEnrol, enrol: label } = view.text.secondFactor
  return (
    <DevCode label={devCode} code={code}>
      {enrol !== undefined && (
        <>
          <p class="hint">{devEnrol}</p>
          <EnrolLink label={label} href={enrol} />
        </>
      )}
    </DevCode>
  )
}

/** Asks for the one-time code (RFC 6238) of the second factor. */
export const SecondFactorPage: FC<FactorProps> = ({ view, factor }) => {
  const { secondFactor, common } = view.text
  const { dev_code, enrol } = factor
  const failure = factor.failed && { code: secondFactor.failed, slow_down: common.slowDown }[factor.failed]
  return (
    <Page view={view} page="second-factor" title={secondFactor.title} failed={factor.failed !== undefined}>
      <Heading view={view} factor={factor} />
      <Account user={factor.user} label={common.signingInAs} />
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
        {dev_code !== undefined && <DevHelp view={view} factor={factor} code={dev_code} />}
        <div class="actions">
          <button type="submit" id="second-factor-submit" class="button button-main">
            {secondFactor.submit}
          </button>
          {factor.cancel && <CancelButton label={common.cancel} />}
        </div>
      </Form>
      {dev_code === undefined && enrol !== undefined && <EnrolLink label={secondFactor.enrol} href={enrol} />}
      {dev_code === undefined && <p class="hint">{secondFactor.lost}</p>}
    </Page>
  )
}
