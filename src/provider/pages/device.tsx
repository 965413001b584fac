/** The device authorization grant in the browser (RFC 8628 §3.3): the code, and how it ended. */
import type { FC } from 'hono/jsx'
import type { DeviceDoneInteraction, DeviceInteraction } from '../interaction/interaction.ts'
import { Failure, Field, Form } from './parts/form.tsx'
import { Outcome } from './parts/mark.tsx'
import { Page } from './parts/page.tsx'
import { Account } from './parts/people.tsx'
import { fill, Name, Text } from './parts/text.tsx'
import type { View } from './view.ts'

/** Asks for the user code, also when it came in the link: the user compares it with the device (RFC 8628 §5.4). */
export const DevicePage: FC<{ view: View; device: DeviceInteraction }> = ({ view, device: form }) => {
  const { device, common } = view.text
  const failure = form.failed && { user_code: device.failed, slow_down: common.slowDown }[form.failed]
  return (
    <Page view={view} page="device" title={device.title} failed={form.failed !== undefined}>
      <div class="heading">
        <h1>{device.title}</h1>
        <p class="lead">{form.user_code === undefined ? device.lead : device.leadCompare}</p>
      </div>
      <div class="notice">
        <p>
          <strong>{device.warning}</strong> {form.user_code === undefined ? device.warningEmpty : device.warningMore}
        </p>
      </div>
      {form.user !== undefined && <Account user={form.user} label={device.account} />}
      <Failure message={failure} />
      <Form to={form} class="form">
        <Field
          name="user_code"
          label={device.code}
          value={form.user_code}
          autocomplete="off"
          kind="code"
          failed={form.failed === 'user_code'}
          focus={form.user_code === undefined || form.failed !== undefined}
        />
        <div class="actions">
          <button type="submit" id="device-submit" class="button button-main">
            {device.submit}
          </button>
          <button type="submit" id="device-refuse" class="button" name="cancel" value="true" formnovalidate>
            {device.refuse}
          </button>
        </div>
      </Form>
    </Page>
  )
}

/** Says how it ended. */
export const DeviceDonePage: FC<{ view: View; done: DeviceDoneInteraction }> = ({ view, done }) => {
  const { device } = view.text
  const approved = done.client === undefined ? device.doneApproved : device.doneApprovedFor
  const template = done.outcome === 'approved' ? approved : device.doneDenied
  const client = done.client?.name ?? ''
  return (
    <Page view={view} page="device-done" title={fill(template, { client })}>
      <div class="heading">
        <Outcome kind={done.outcome === 'approved' ? 'done' : 'refused'} />
        <h1>
          <Text template={template} values={{ client: <Name value={client} /> }} />
        </h1>
        <p class="lead">{device.returnToDevice}</p>
      </div>
      {done.user !== undefined && <Account user={done.user} label={view.text.common.signedInAs} />}
    </Page>
  )
}
