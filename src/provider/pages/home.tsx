import type { FC } from 'hono/jsx'
import type { HomeInteraction } from '../interaction/interaction.ts'
import { httpUrl } from './links.ts'
import { Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Account } from './parts/people.tsx'
import { Name } from './parts/text.tsx'
import type { View } from './view.ts'

type Dev = NonNullable<HomeInteraction['dev']>

interface HomeProps {
  view: View
  home: HomeInteraction
}

const Session: FC<HomeProps> = ({ view: { text }, home }) => (
  <div class="session">
    {home.user === undefined ? (
      <p>{text.home.notSignedIn}</p>
    ) : (
      <Account user={home.user} label={text.common.signedInAs} />
    )}
    {home.sign_out !== undefined && (
      <Form to={home.sign_out}>
        <button type="submit" id="sign-out" class="button">
          {text.home.signOut}
        </button>
      </Form>
    )}
    {home.user === undefined && home.sign_in !== undefined && (
      <a id="sign-in" class={home.dev === undefined ? 'button button-main' : 'button'} href={home.sign_in}>
        {text.home.signIn}
      </a>
    )}
  </div>
)

const Users: FC<{ view: View; users: Dev['users'] }> = ({ view: { text }, users }) => (
  <section aria-labelledby="users">
    <h2 id="users">{text.home.users}</h2>
    <ul class="rows">
      {users.map((user) => (
        <li>
          <Account user={user} />
          {user.password !== undefined && (
            <p class="password">
              {text.home.password} <code>{user.password}</code>
            </p>
          )}
        </li>
      ))}
    </ul>
  </section>
)

const Clients: FC<{ view: View; clients: Dev['clients'] }> = ({ view: { text }, clients }) => (
  <section aria-labelledby="clients">
    <h2 id="clients">{text.home.clients}</h2>
    <ul class="rows">
      {clients.map((client) => (
        <li class="client">
          <p>
            <strong>
              <Name value={client.name} />
            </strong>{' '}
            <span class="tag">{client.public ? text.home.public : text.home.confidential}</span>
          </p>
          <dl class="facts">
            <dt>{text.home.clientId}</dt>
            <dd>
              <code>{client.client_id}</code>
            </dd>
            {client.any_loopback && !client.public && (
              <>
                <dt>{text.home.secret}</dt>
                <dd>{text.home.secretPrinted}</dd>
              </>
            )}
            <dt>{text.home.redirectUris}</dt>
            {client.any_loopback && <dd>{text.home.anyLoopback}</dd>}
            {client.redirect_uris.length === 0 && !client.any_loopback && <dd>{text.home.none}</dd>}
            {client.redirect_uris.map((uri) => (
              <dd>
                <code>{uri}</code>
              </dd>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  </section>
)

const Endpoints: FC<{ view: View; endpoints: Dev['endpoints'] }> = ({ view: { text }, endpoints }) => (
  <section class="endpoints" aria-labelledby="endpoints">
    <h2 id="endpoints">{text.home.endpoints}</h2>
    <dl class="facts">
      {endpoints.map(({ name, url, browsable }) => (
        <>
          <dt>{name}</dt>
          <dd>
            <code>{browsable ? <a href={httpUrl(url)}>{url}</a> : url}</code>
          </dd>
        </>
      ))}
    </dl>
  </section>
)

const Tools: FC<{ view: View; dev: Dev }> = ({ view: { text }, dev }) => (
  <div class="tools">
    {dev.try !== undefined && (
      <div>
        <a id="try" class="button button-main" href={dev.try} aria-describedby="try-hint">
          {text.home.try}
        </a>
        <p class="hint" id="try-hint">
          {text.home.tryHint}
        </p>
      </div>
    )}
    {dev.inspector !== undefined && (
      <div>
        <a id="inspector" class="button" href={dev.inspector} aria-describedby="inspector-hint">
          {text.home.inspector}
        </a>
        <p class="hint" id="inspector-hint">
          {text.home.inspectorHint}
        </p>
      </div>
    )}
  </div>
)

const DevHome: FC<HomeProps & { dev: Dev }> = ({ view, home, dev }) => (
  <Page view={view} page="home" title={view.text.home.titleDev} width="wide">
    <div class="heading">
      <h1>{view.text.home.titleDev}</h1>
      <p class="lead">
        {view.text.home.issuer} <code id="issuer">{home.issuer}</code>
      </p>
    </div>
    <div class="start">
      <Tools view={view} dev={dev} />
      <Session view={view} home={home} />
    </div>
    <div class="columns">
      <Users view={view} users={dev.users} />
      <Clients view={view} clients={dev.clients} />
    </div>
    <Endpoints view={view} endpoints={dev.endpoints} />
  </Page>
)

/** The page at `/`: who is signed in, and in `--dev` what this provider serves. */
export const HomePage: FC<HomeProps> = ({ view, home }) => {
  if (home.dev !== undefined) return <DevHome view={view} home={home} dev={home.dev} />
  return (
    <Page view={view} page="home" title={view.text.home.title}>
      <div class="heading">
        <h1>{view.text.home.title}</h1>
      </div>
      <Session view={view} home={home} />
    </Page>
  )
}
