import type { FC, PropsWithChildren } from 'hono/jsx'
import type { EditClaimsInteraction, EditedField } from '../interaction/interaction.ts'
import { Check, Failure, Field, Form, TextArea } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Avatar } from './parts/people.tsx'
import { fill, Name, Text } from './parts/text.tsx'
import type { Strings } from './strings/en.ts'
import type { View } from './view.ts'

interface EditProps {
  text: Strings
  edit: EditClaimsInteraction
}

/** The claim that a field gives, where it has another name. */
const CLAIMS: Partial<Record<EditedField, string>> = {
  display_name: 'name',
  emails: 'email, alt_emails',
  street_address: 'address.street_address',
  locality: 'address.locality',
  region: 'address.region',
  postal_code: 'address.postal_code',
  country: 'address.country',
}

const Label: FC<{ text: Strings; name: EditedField }> = ({ text, name }) => (
  <>
    {text.editClaims.fields[name]} <code>{CLAIMS[name] ?? name}</code>
  </>
)

/** The form that a value has, where people might write it otherwise. */
const hintOf = ({ editClaims: { hints } }: Strings, name: string): string | undefined =>
  Object.entries(hints).find(([known]) => known === name)?.[1]

const Lines: FC<EditProps & { names: readonly EditedField[] }> = ({ text, edit, names }) => (
  <>
    {names.map((name) => (
      <Field
        name={name}
        label={<Label text={text} name={name} />}
        value={edit.fields[name]}
        autocomplete="off"
        hint={hintOf(text, name)}
        optional
      />
    ))}
  </>
)

const Tick: FC<EditProps & { name: EditedField }> = ({ text, edit, name }) => (
  <Check name={name} label={<Label text={text} name={name} />} checked={edit.fields[name] === 'true'} />
)

const Group: FC<PropsWithChildren<{ title: string }>> = ({ title, children }) => (
  <fieldset class="field-group">
    <legend>{title}</legend>
    {children}
  </fieldset>
)

const NAMES = ['display_name', 'given_name', 'middle_name', 'family_name', 'nickname'] as const
const PERSON = ['gender', 'birthdate', 'zoneinfo', 'locale', 'profile', 'picture', 'website'] as const
const ADDRESS = ['street_address', 'postal_code', 'locality', 'region', 'country'] as const

const Fields: FC<EditProps> = ({ text, edit }) => {
  const { editClaims } = text
  const several = (name: 'emails' | 'groups' | 'extra') => ({
    name,
    label: <Label text={text} name={name} />,
    value: edit.fields[name],
    failed: edit.failed === name,
  })
  return (
    <div class="field-groups">
      <Group title={editClaims.name}>
        <Lines text={text} edit={edit} names={NAMES} />
      </Group>
      <Group title={editClaims.contact}>
        <TextArea {...several('emails')} hint={editClaims.emailsHint} rows={2} />
        <Tick text={text} edit={edit} name="email_verified" />
        <Lines text={text} edit={edit} names={['phone_number', 'phone_extension']} />
        <Tick text={text} edit={edit} name="phone_number_verified" />
      </Group>
      <Group title={editClaims.others}>
        <TextArea {...several('groups')} hint={editClaims.groupsHint} rows={3} />
        <TextArea {...several('extra')} hint={editClaims.extraHint} rows={4} focus={edit.failed === 'extra'} code />
      </Group>
      <Group title={editClaims.about}>
        <Lines text={text} edit={edit} names={PERSON} />
      </Group>
      <Group title={editClaims.address}>
        <Lines text={text} edit={edit} names={ADDRESS} />
      </Group>
    </div>
  )
}

const Users: FC<EditProps> = ({ text, edit: { users, user } }) => (
  <nav aria-label={text.login.testUsers}>
    <ul class="user-tabs">
      {users.map((one) => (
        <li>
          <a href={one.edit_url} aria-current={one.username === user.username ? 'page' : undefined}>
            <Avatar user={one} />
            <Name value={one.display_name || one.username} />
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** `--dev`: every claim of a test user in a field, for one login. */
export const EditClaimsPage: FC<{ view: View; edit: EditClaimsInteraction }> = ({ view, edit }) => {
  const { text } = view
  const { editClaims } = text
  const lead = edit.client === undefined ? editClaims.lead : editClaims.leadFor
  const title = fill(editClaims.title, { user: edit.user.username })
  return (
    <Page view={view} page="edit-claims" title={title} failed={edit.failed !== undefined} width="roomy">
      <div class="heading">
        <h1>
          <Text template={editClaims.title} values={{ user: <Name value={edit.user.username} /> }} />
        </h1>
        <p class="lead">
          <Text template={lead} values={{ client: <Name value={edit.client?.name ?? ''} /> }} />
        </p>
      </div>
      <Users text={text} edit={edit} />
      <Failure message={edit.failed && editClaims.extraFailed} />
      <Form to={edit} class="form">
        <Fields text={text} edit={edit} />
        <div class="actions actions-start">
          <button type="submit" id="edit-claims-submit" class="button button-main">
            {editClaims.submit}
          </button>
          <a class="button" href={edit.back}>
            {editClaims.back}
          </a>
        </div>
      </Form>
    </Page>
  )
}
