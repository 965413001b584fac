import type { FC } from 'hono/jsx'
import type { EnrolInteraction } from '../interaction/interaction.ts'
import { CancelButton, Failure, Field, Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Account, ClientLinks, Handshake, ReturnsTo } from './parts/people.tsx'
import { QrCode } from './parts/qr-code.tsx'
import { Name, Text } from './parts/text.tsx'
import { DevCode } from './second-factor.tsx'
import type { QrEncoder, View } from './view.ts'

interface EnrolProps {
  view: View
  enrol: EnrolInteraction
  encodeQr: QrEncoder | undefined
}

type Setup = NonNullable<EnrolInteraction['setup']>

/** Base32 in groups of four, easier to type. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

const SetupGuide: FC<{ view: View; setup: Setup; encodeQr: QrEncoder | undefined }> = ({ view, setup, encodeQr }) => {
  const { enrol } = view.text
  return (
    <div class="setup">
      {encodeQr !== undefined && <QrCode modules={encodeQr(setup.otpauth_uri)} label={enrol.qrCode} />}
      {setup.otpauth_uri.startsWith('otpauth://') && (
        <p class="links">
          <a href={setup.otpauth_uri}>{enrol.openApp}</a>
        </p>
      )}
      <dl class="facts">
        <dt>{enrol.secret}</dt>
        <dd>
          <code class="value" id="totp-secret">
            {grouped(setup.secret)}
          </code>
        </dd>
      </dl>
    </div>
  )
}

const Actions: FC<{ view: View; enrol: EnrolInteraction }> = ({ view: { text }, enrol: { setup, cancel } }) => (
  <div class="actions">
    <button type="submit" id="second-factor-enrol-submit" class="button button-main">
      {setup === undefined ? text.enrol.submit : text.enrol.submitSetup}
    </button>
    {cancel && <CancelButton label={text.common.cancel} />}
  </div>
)

const CodeForm: FC<{ view: View; enrol: EnrolInteraction }> = ({ view, enrol }) => (
  <Form to={enrol} class="form">
    <Field
      name="enrolment_code"
      label={view.text.enrol.code}
      autocomplete="off"
      kind="code"
      failed={enrol.failed === 'enrolment_code'}
      focus
    />
    <Actions view={view} enrol={enrol} />
  </Form>
)

/** Two steps in the order they are taken. */
const SetupForm: FC<EnrolProps & { setup: Setup }> = ({ view, enrol, setup, encodeQr }) => {
  const { text } = view
  return (
    <Form to={enrol} class="form">
      <input type="hidden" name="setup" value={setup.sealed} />
      <ol class="steps">
        <li>
          <h2>{text.enrol.scan}</h2>
          <SetupGuide view={view} setup={setup} encodeQr={encodeQr} />
        </li>
        <li>
          <h2>{text.enrol.confirm}</h2>
          <Field
            name="totp"
            label={text.enrol.totp}
            autocomplete="one-time-code"
            kind="digits"
            failed={enrol.failed === 'code'}
            focus
          />
          {enrol.dev_code !== undefined && <DevCode label={text.enrol.devCode} code={enrol.dev_code} />}
        </li>
      </ol>
      <Actions view={view} enrol={enrol} />
    </Form>
  )
}

const Heading: FC<{ view: View; enrol: EnrolInteraction }> = ({ view, enrol: { client, setup } }) => {
  const { title, leadFor, codeLead } = view.text.enrol
  return (
    <div class="heading">
      {client !== undefined && <Handshake view={view} client={client} />}
      <h1>{title}</h1>
      {client !== undefined && (
        <p class="lead">
          <Text template={leadFor} values={{ client: <Name value={client.name} /> }} />
        </p>
      )}
      <ReturnsTo view={view} client={client} />
      {setup === undefined && <p>{codeLead}</p>}
    </div>
  )
}

function failureOf({ text }: View, { failed }: EnrolInteraction): string | undefined {
  const { codeFailed, totpFailed } = text.enrol
  return failed && { enrolment_code: codeFailed, code: totpFailed, slow_down: text.common.slowDown }[failed]
}

/** Sets up the second factor: first the enrolment code, then the new generator and a code of it. */
export const EnrolPage: FC<EnrolProps> = ({ view, enrol, encodeQr }) => {
  const { text } = view
  const { setup } = enrol
  return (
    <Page view={view} page="second-factor-enrol" title={text.enrol.title} failed={enrol.failed !== undefined}>
      <Heading view={view} enrol={enrol} />
      <Account user={enrol.user} label={text.common.signingInAs} />
      <Failure message={failureOf(view, enrol)} />
      {setup === undefined ? (
        <CodeForm view={view} enrol={enrol} />
      ) : (
        <SetupForm view={view} enrol={enrol} setup={setup} encodeQr={encodeQr} />
      )}
      <ClientLinks view={view} client={enrol.client} />
    </Page>
  )
}
