// The application in the browser: oidc-client-ts does the flow with PKCE and keeps the tokens of this tab. Tokens are renewed
// with the refresh token, a while before they expire and when the button is pressed.
/* global oidc */

const element = (id) => document.getElementById(id)
const { issuer, client_id } = await (await fetch('/settings.json')).json()

const manager = new oidc.UserManager({
  authority: issuer,
  client_id,
  redirect_uri: `${location.origin}/callback`,
  scope: 'openid profile email offline_access',
  automaticSilentRenew: true,
  loadUserInfo: true,
})

function show(user) {
  element('account').textContent = user ? `Hello ${user.profile.name}` : 'Nobody is logged in.'
  element('login').hidden = Boolean(user)
  for (const id of ['call', 'renew', 'logout']) element(id).hidden = !user
}

function say(text) {
  element('output').textContent = text
}

/** Runs what a button does; what goes wrong is shown. */
function onClick(id, act) {
  element(id).addEventListener('click', () => act().catch((error) => say(error.message)))
}

onClick('login', () => manager.signinRedirect())

onClick('call', async () => {
  const { access_token } = await manager.getUser()
  const response = await fetch('/api/hours', { headers: { Authorization: `Bearer ${access_token}` } })
  say(response.ok ? JSON.stringify(await response.json()) : `the API refuses: ${response.status}`)
})

onClick('renew', async () => {
  const before = await manager.getUser()
  const user = await manager.signinSilent()
  say(user.access_token === before.access_token ? 'the token is the same' : 'the token is new')
})

onClick('logout', async () => {
  await manager.revokeTokens(['refresh_token'])
  await manager.removeUser()
  show(null)
})

if (location.pathname === '/callback') {
  await manager.signinRedirectCallback().catch((error) => say(error.message))
  history.replaceState(null, '', '/')
}
show(await manager.getUser())
