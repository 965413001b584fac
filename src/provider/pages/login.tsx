import type { FC } from 'hono/jsx'
import type { DevUser, LoginInteraction } from '../interaction/interaction.ts'
import { CancelButton, Failure, Field, Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Avatar, ClientLinks, Handshake, ReturnsTo } from './parts/people.tsx'
import { fill, Name, Text } from './parts/text.tsx'
import type { View } from './view.ts'

interface LoginProps {
  view: View
  login: LoginInteraction
}

const Heading: FC<LoginProps> = ({ view, login: { client } }) => (
  <div class="heading">
    {client !== undefined && <Handshake view={view} client={client} />}
    <h1>
      {client === undefined ? (
        view.text.login.title
      ) : (
        <Text template={view.text.login.titleFor} values={{ client: <Name value={client.name} /> }} />
      )}
    </h1>
    {view.issuerName !== '' && (
      <p class="lead">
        <Text template={view.text.login.lead} values={{ issuer: <b>{view.issuerName}</b> }} />
      </p>
    )}
    <ReturnsTo view={view} client={client} />
  </div>
)

const UserCard: FC<{ user: DevUser }> = ({ user }) => (
  <li>
    <button type="submit" class="user-card" name="user" value={user.username}>
      <Avatar user={user} />
      <span class="account-text">
        <strong>
          <Name value={user.display_name} />
        </strong>{' '}
        <span class="account-name">
          <Name value={user.username} />
          {user.groups !== undefined && user.groups.length > 0 && ` · ${user.groups.join(', ')}`}
        </span>
      </span>
    </button>
  </li>
)

const TestUsers: FC<LoginProps & { users: readonly DevUser[] }> = ({ view, login, users }) => (
  <section class="test-users" aria-labelledby="test-users">
    <div class="section-head">
      <h2 id="test-users">{view.text.login.testUsers}</h2>
      {login.edit_claims !== undefined && (
        <a id="edit-claims" href={login.edit_claims}>
          {view.text.login.editClaims}
        </a>
      )}
    </div>
    <p class="hint">{view.text.login.testUsersHint}</p>
    <Form to={login}>
      <ul class="user-cards">
        {users.map((user) => (
          <UserCard user={user} />
        ))}
      </ul>
    </Form>
  </section>
)

const failureOf = ({ text }: View, { failed }: LoginInteraction): string | undefined =>
  failed && { credentials: text.login.failed, slow_down: text.common.slowDown }[failed]

/** Where cards are the quicker way, the button of the password stands back. */
const PasswordForm: FC<LoginProps & { focus: boolean; main: boolean }> = ({ view: { text }, login, focus, main }) => {
  const failed = login.failed === 'credentials'
  const named = login.username !== undefined && login.username !== ''
  return (
    <Form to={login} class="form">
      <Field
        name="username"
        label={text.login.username}
        value={login.username}
        autocomplete="username"
        failed={failed}
        focus={focus && !named}
      />
      <Field
        name="password"
        label={text.login.password}
        type="password"
        autocomplete="current-password"
        failed={failed}
        focus={focus && named}
      />
      <div class="actions">
        <button type="submit" id="login-submit" class={main ? 'button button-main' : 'button'}>
          {text.login.submit}
        </button>
        {login.cancel && <CancelButton label={text.common.cancel} />}
      </div>
    </Form>
  )
}

/** The page to sign in at; in `--dev` with a card for each test user. */
export const LoginPage: FC<LoginProps> = ({ view, login }) => {
  const { text } = view
  const users = login.dev_users ?? []
  const title = login.client === undefined ? text.login.title : fill(text.login.titleFor, { client: login.client.name })
  return (
    <Page
      view={view}
      page="login"
      title={title}
      failed={login.failed !== undefined}
      {...(users.length > 0 && { width: 'roomy' })}
    >
      <Heading view={view} login={login} />
      <Failure message={failureOf(view, login)} />
      {users.length === 0 ? (
        <PasswordForm view={view} login={login} focus main />
      ) : (
        <div class="ways">
          <TestUsers view={view} login={login} users={users} />
          <p class="divider">{text.login.or}</p>
          <section aria-labelledby="with-password">
            <h2 id="with-password">{text.login.withPassword}</h2>
            <PasswordForm view={view} login={login} focus={login.failed !== undefined} main={false} />
          </section>
        </div>
      )}
      <ClientLinks view={view} client={login.client} />
    </Page>
  )
}
