/** Who takes part: the application that asks, and the account that answers. */
import type { FC } from 'hono/jsx'
import type { InteractionClient, InteractionUser } from '../../interaction/interaction.ts'
import { httpUrl, sameOriginUrl } from '../links.ts'
import type { View } from '../view.ts'
import { Mark } from './mark.tsx'
import { Name, Text } from './text.tsx'

/** Up to two letters that stand for a name. */
export function initialsOf(name: string): string {
  const letters = name
    .split(/[\s._-]+/u)
    .map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? '')
    .filter((letter) => letter !== '')
  const chosen = letters.length > 1 ? [letters[0], letters.at(-1)] : letters
  return chosen.join('').toLocaleUpperCase('en')
}

/** The picture of an application: its logo where it is ours to load, else its first letter. */
const ClientLogo: FC<{ view: View; client: InteractionClient }> = ({ view, client }) => {
  const logo = sameOriginUrl(client.logo_uri, view.issuerOrigin)
  if (logo !== undefined) return <img class="logo" src={logo} alt="" width="48" height="48" />
  return (
    <span class="logo logo-letter" aria-hidden="true">
      {initialsOf(client.name).slice(0, 1) || '?'}
    </span>
  )
}

/** The application and the provider that vouches, side by side. */
export const Handshake: FC<{ view: View; client: InteractionClient }> = ({ view, client }) => (
  <div class="handshake">
    <ClientLogo view={view} client={client} />
    <span class="logo logo-own" aria-hidden="true">
      <Mark />
    </span>
  </div>
)

/** Where the answer goes: an application may call itself anything, its address is checked. */
export const ReturnsTo: FC<{ view: View; client: InteractionClient | undefined }> = ({ view, client }) =>
  client?.returns_to === undefined ? null : (
    <p class="returns-to">
      <Text
        template={view.text.common.returnsTo}
        values={{
          place: (
            <b>
              <bdi>{client.returns_to}</bdi>
            </b>
          ),
        }}
      />
    </p>
  )

/** An account as people recognise it. */
export const Account: FC<{ user: InteractionUser; label?: string }> = ({ user, label }) => (
  <div class="account">
    <Avatar user={user} />
    <p class="account-text">
      {label !== undefined && <span class="account-label">{label}</span>}
      <strong>
        <Name value={user.display_name} />
      </strong>{' '}
      <span class="account-name">
        <Name value={user.username} />
      </span>
    </p>
  </div>
)

export const Avatar: FC<{ user: InteractionUser }> = ({ user }) => (
  <span class="avatar" aria-hidden="true">
    {initialsOf(user.display_name) || initialsOf(user.username)}
  </span>
)

/** Policy and terms of the application, each only when it is an http(s) URL. */
export const ClientLinks: FC<{ view: View; client: InteractionClient | undefined }> = ({ view, client }) => {
  const { policy, terms, newTab } = view.text.common
  const links = [
    { label: policy, href: httpUrl(client?.policy_uri) },
    { label: terms, href: httpUrl(client?.tos_uri) },
  ].filter(({ href }) => href !== undefined)
  if (links.length === 0) return null
  return (
    <p class="links">
      {links.map(({ label, href }) => (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {label} <span class="hidden">{newTab}</span>
        </a>
      ))}
    </p>
  )
}
