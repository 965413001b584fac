import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/clients/templates/address.ts'
import { TemplateValueWrong } from '../../../src/clients/templates/errors.ts'
import { fillTemplate } from '../../../src/clients/templates/fill.ts'
import { templateFlags } from '../../../src/clients/templates/flags.ts'
import { EXIT } from '../../../src/errors.ts'
import { templateOf } from './all-templates.ts'

function refusal(act: () => unknown): TemplateValueWrong {
  try {
    act()
  } catch (error) {
    if (error instanceof TemplateValueWrong) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('--url', () => {
  it.each([
    ['https://git.example.com', 'https://git.example.com'],
    ['https://git.example.com/', 'https://git.example.com'],
    ['https://git.example.com//', 'https://git.example.com'],
    ['https://GIT.Example.com', 'https://git.example.com'],
    ['https://git.example.com:443', 'https://git.example.com'],
    ['https://git.example.com:8443', 'https://git.example.com:8443'],
    ['https://example.com/git/', 'https://example.com/git'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
  ])('%s is the address %s', (text, url) => {
    expect(parseAddress(text).url).toBe(url)
  })

  it.each([
    '',
    'git.example.com',
    'ftp://git.example.com',
    'javascript:alert(1)',
    'https://',
    'https:///path',
    'https://user:pass@git.example.com',
    'https://git.example.com?x=1',
    'https://git.example.com?',
    'https://git.example.com#top',
    'https://git.example.com/a b',
    'https://git.example.com/\n',
    'https://git.example.com:99999',
    'https://[::1',
  ])('%j is refused with exit status 2, naming the flag', (text) => {
    const error = refusal(() => parseAddress(text))
    expect(error.exitCode).toBe(EXIT.usage)
    expect(error.message).toContain('--url')
  })

  it.each([
    ['https://cloud.example.com/x', 'cloud.example.com', 'example.com', 'https://cloud.example.com:443/x'],
    ['https://a.b.example.com', 'a.b.example.com', 'b.example.com', 'https://a.b.example.com:443'],
    ['https://example.com:8443', 'example.com', 'example.com', 'https://example.com:8443'],
    ['http://localhost', 'localhost', 'localhost', 'http://localhost:80'],
    ['http://192.168.1.2:80', '192.168.1.2', '192.168.1.2', 'http://192.168.1.2:80'],
  ])('host, domain and port of %s', (text, host, domain, url_with_port) => {
    expect(parseAddress(text)).toMatchObject({ host, domain, url_with_port })
  })

  it('plain http to another machine draws a warning, to loopback none', () => {
    const warned = (url: string) => fillTemplate(templateOf('gitea'), { url }).warnings.map(({ kind }) => kind)
    expect(warned('http://git.example.com')).toContain('address')
    expect(warned('http://127.0.0.1:3000')).not.toContain('address')
  })

  it('an address of the wrong shape for the application is refused', () => {
    const error = refusal(() => fillTemplate(templateOf('cloudflare-zerotrust'), { url: 'https://example.com' }))
    expect(error.hint).toContain('cloudflareaccess.com')
  })
})

describe('what a template asks for', () => {
  it('a missing address is refused, naming --url', () => {
    const error = refusal(() => fillTemplate(templateOf('gitea'), {}))
    expect(error.exitCode).toBe(EXIT.usage)
    expect(error.message).toContain('--url')
  })

  it('a missing value is refused, naming --set', () => {
    expect(refusal(() => fillTemplate(templateOf('1password'), {})).message).toContain('--set redirect_uri=')
  })

  it('a template with fixed redirect URIs needs no address', () => {
    const { client } = fillTemplate(templateOf('kubelogin'), {})
    expect(client.options.redirect_uris).toEqual(['http://localhost:8000', 'http://localhost:18000'])
  })

  it('values of the settings alone are not needed for the client', () => {
    expect(fillTemplate(templateOf('tailscale'), {}).client.options.client_id).toBe('tailscale')
    const [email] = templateFlags(templateOf('tailscale'))
    expect(email).toMatchObject({ flag: '--set user_email', required: false })
  })

  it('an unknown value is refused with what was probably meant', () => {
    const set = { provider_nam: 'corp' }
    const error = refusal(() => fillTemplate(templateOf('gitea'), { url: 'https://git.example.com', set }))
    expect(error.hint).toContain('provider_name')
  })

  it.each([
    ['gitea', 'provider_name', 'a/b'],
    ['gitea', 'provider_name', '../x'],
    ['gitea', 'provider_name', '{{url}}'],
    ['nextcloud', 'admin_group', 'a" in groups || "" == "'],
    ['nextcloud', 'admin_group', 'back\\slash'],
    ['envoy-gateway', 'callback_path', 'no-slash'],
    ['envoy-gateway', 'callback_path', '/a?b'],
    ['uptime-kuma', 'resource_url', 'watched.example.com'],
    ['docmost', 'redirect_uri', '/relative'],
    ['docmost', 'redirect_uri', 'https://app.example.com/#part'],
    ['docmost', 'redirect_uri', 'https://a.example.com https://b.example.com'],
    ['machine-to-machine', 'scope', 'quo"te'],
    ['gitea', 'label', 'two\nlines'],
    ['gitea', 'label', ''],
  ])('%s: the value %s=%j is refused', (id, name, value) => {
    const error = refusal(() =>
      fillTemplate(templateOf(id), { url: 'https://app.example.com', set: { [name]: value } }),
    )
    expect(error.message).toContain(`--set ${name}`)
  })

  it('the flags tell description, default and whether they are required', () => {
    expect(templateFlags(templateOf('gitea')).map(({ flag, required }) => [flag, required])).toEqual([
      ['--url', true],
      ['--set provider_name', false],
    ])
  })
})

describe('filling', () => {
  it('a value changes the redirect URI', () => {
    const { client } = fillTemplate(templateOf('gitea'), {
      url: 'https://git.example.com',
      set: { provider_name: 'corp' },
    })
    expect(client.options.redirect_uris).toEqual(['https://git.example.com/user/oauth2/corp/callback'])
  })

  it('several values become several entries; none leaves the option out', () => {
    const shown = 'https://a.example.com/cb https://b.example.com/cb'
    const { client } = fillTemplate(templateOf('1password'), { set: { redirect_uri: shown } })
    expect(client.options.redirect_uris).toEqual(['https://a.example.com/cb', 'https://b.example.com/cb'])
    expect(fillTemplate(templateOf('machine-to-machine'), {}).client.options).not.toHaveProperty('scopes')
  })

  it('the client gets the names of the entries that it needs', () => {
    const { client, needs } = fillTemplate(templateOf('nextcloud'), {
      url: 'https://cloud.example.com',
      set: { admin_group: 'staff' },
    })
    expect(client.options.claims_policy).toBe('nextcloud')
    expect(needs).toMatchObject({
      name: 'nextcloud',
      scopes: { nextcloud_userinfo: { claims: ['is_nextcloud_admin'] } },
      user_attributes: { is_nextcloud_admin: { expression: '"staff" in groups ? "yes" : "no"' } },
    })
  })

  it('further clients live as long as the first; published secrets are marked', () => {
    const { client, extraClients } = fillTemplate(templateOf('ocis'), { url: 'https://cloud.example.com' })
    expect([client, ...extraClients].map(({ options, secret }) => [options.lifespan, secret])).toEqual([
      ['ocis', 'none'],
      ['ocis', 'published'],
      ['ocis', 'published'],
      ['ocis', 'published'],
    ])
  })

  it('another client id goes wherever the id stands', () => {
    const { client, needs } = fillTemplate(templateOf('uptime-kuma'), {
      clientId: 'watcher',
      set: { resource_url: 'https://app.example.com/' },
    })
    expect(client.options.client_id).toBe('watcher')
    expect(client.options.audience).toEqual(['https://app.example.com/'])
    expect(needs?.by_hand?.[1]?.change).toContain('oauth2:client:watcher')
  })

  it('the callback of FreshRSS names the port', () => {
    const uris = (url: string) => fillTemplate(templateOf('freshrss'), { url }).client.options.redirect_uris
    expect(uris('https://rss.example.com')).toEqual(['https://rss.example.com:443/i/oidc/'])
    expect(uris('https://rss.example.com:8443')).toEqual(['https://rss.example.com:8443/i/oidc/'])
  })

  it('plaintext, published and absent secrets are told apart', () => {
    const url = 'https://app.example.com'
    expect(fillTemplate(templateOf('claper'), { url }).client.secret).toBe('plaintext')
    expect(fillTemplate(templateOf('gitea'), { url }).client.secret).toBe('digest')
    expect(fillTemplate(templateOf('zammad'), { url }).client.secret).toBe('none')
    expect(fillTemplate(templateOf('bookstack'), { url }).urlSafeSecret).toBe(true)
  })
})

describe('warnings', () => {
  const warned = (id: string, url = 'https://app.example.com') =>
    fillTemplate(templateOf(id), { url }).warnings.map(({ kind, option }) => option ?? kind)

  it.each([
    [
      'RFC 9700 §2.1.1: a confidential client without PKCE',
      'portainer',
      ['require_pkce', 'token_endpoint_auth_method'],
    ],
    ['RFC 9700 §2.1.2: the implicit flow', 'odoo', ['response_types']],
    ['RFC 6749 §2.3.1: the secret in the body', 'bitwarden', ['token_endpoint_auth_method', 'uncertain']],
    ['a secret in plain text', 'claper', ['client_secret']],
    ['nothing to say', 'web-app', []],
  ])('%s: %s', (_, id, options) => {
    expect(warned(id)).toEqual(options)
  })
})
