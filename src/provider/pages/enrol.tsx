import type { FC } from 'hono/jsx'
import type { EnrolInteraction } from '../interaction/interaction.ts'
import { Failure, Field, Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Account, ClientLinks } from './parts/people.tsx'
import { QrCode } from './parts/qr-code.tsx'
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
      <p class="lead">{enrol.scanLead}</p>
      {encodeQr !== undefined && <QrCode modules={encodeQr(setup.otpauth_uri)} label={enrol.qrCode} />}
      {setup.otpauth_uri.startsWith('otpauth://') && (
        <p>
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

const CodeField: FC<{ view: View; enrol: EnrolInteraction }> = ({ view: { text }, enrol }) =>
  enrol.setup === undefined ? (
    <Field
      name="enrolment_code"
      label={text.enrol.code}
      autocomplete="off"
      kind="code"
      failed={enrol.failed === 'enrolment_code'}
      focus
    />
  ) : (
    <Field
      name="totp"
      label={text.enrol.totp}
      autocomplete="one-time-code"
      kind="digits"
      failed={enrol.failed === 'code'}
      focus
    />
  )

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
      <div class="heading">
        <h1>{text.enrol.title}</h1>
        {setup === undefined && <p class="lead">{text.enrol.codeLead}</p>}
      </div>
      <Account user={enrol.user} />
      <Failure message={failureOf(view, enrol)} />
      {setup !== undefined && <SetupGuide view={view} setup={setup} encodeQr={encodeQr} />}
      <Form to={enrol} class="form">
        {setup !== undefined && <input type="hidden" name="setup" value={setup.sealed} />}
        <CodeField view={view} enrol={enrol} />
        {enrol.dev_code !== undefined && <DevCode label={text.enrol.devCode} code={enrol.dev_code} />}
        <div class="actions">
          <button type="submit" id="second-factor-enrol-submit" class="button button-main">
            {setup === undefined ? text.enrol.submit : text.enrol.submitSetup}
          </button>
        </div>
      </Form>
      <ClientLinks view={view} client={enrol.client} />
    </Page>
  )
}
