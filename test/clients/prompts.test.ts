import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseDigest } from '../../src/secrets/digest.ts'
import { verifySecret } from '../../src/secrets/verify.ts'
import { CTRL_C, ENTER, onTerminal, SHOW_CURSOR, withoutControls } from '../support/pty.ts'
import { temporaryFolder } from '../support/run-oidc.ts'
import { configuration, SPA, WITH_WIKI, workplace } from './workplace.ts'

const DOWN = '\u001b[B'

type Terminal = ReturnType<typeof onTerminal>

async function answer(terminal: Terminal, question: string, keys: string): Promise<void> {
  await terminal.shows(question)
  terminal.type(keys + ENTER)
}

/** Up to the redirect URI: no template, a name, the proposed id, the type. */
async function introduce(terminal: Terminal, name: string, type: string): Promise<void> {
  await answer(terminal, 'type to search', '')
  await answer(terminal, 'Name that users see', name)
  await answer(terminal, 'Client id', '')
  await answer(terminal, 'What kind of application', type)
}

describe('client add on a terminal', () => {
  it('a web application: every question, the preview, the secret once', async () => {
    const { cwd, clients } = await workplace(configuration(WITH_WIKI))
    const terminal = onTerminal(['client', 'add'], { cwd })
    await introduce(terminal, 'Book Club', '')
    await answer(terminal, 'Redirect URI', 'https://books.example.com/callback')
    await answer(terminal, 'Another redirect URI', '')
    await answer(terminal, 'Scopes', '')
    await answer(terminal, 'What users must prove', DOWN)
    await answer(terminal, 'How users consent', '')
    await answer(terminal, 'Require PKCE', '')
    await answer(terminal, 'How it authenticates', '')
    await answer(terminal, 'Make a random secret', '')
    await answer(terminal, 'Write this', '')
    expect(await terminal.ended()).toBe(0)
    const screen = withoutControls(terminal.screen())
    expect(screen).toContain("- client_id: 'book-club'".replaceAll("'", ''))
    const secret = /for the application: (\S+)/.exec(screen)?.[1] ?? ''
    const client = (await clients()).at(-1)
    expect(client).toEqual({
      client_id: 'book-club',
      client_name: 'Book Club',
      client_secret: expect.any(String),
      redirect_uris: ['https://books.example.com/callback'],
      authorization_policy: 'one_factor',
      require_pkce: true,
      pkce_challenge_method: 'S256',
    })
    expect(await verifySecret(parseDigest(client?.client_secret ?? ''), secret)).toBe(true)
  })

  it('a single-page application has no secret; an invalid redirect URI is corrected', async () => {
    const { cwd, clients } = await workplace(configuration(''))
    const terminal = onTerminal(['client', 'add'], { cwd })
    await introduce(terminal, 'spa', DOWN)
    await answer(terminal, 'Redirect URI', 'http://spa.example.com/')
    await terminal.shows('plain http')
    terminal.type('\u0015https://spa.example.com/#x'.concat(ENTER))
    await terminal.shows('has a fragment')
    terminal.type('\u0015https://spa.example.com/'.concat(ENTER))
    await answer(terminal, 'Another redirect URI', '')
    await answer(terminal, 'Scopes', '')
    await answer(terminal, 'What users must prove', '')
    await answer(terminal, 'How users consent', '')
    await answer(terminal, 'Write this', '')
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen()).not.toContain('for the application')
    expect(await clients()).toEqual([
      {
        client_id: 'spa',
        public: true,
        redirect_uris: ['https://spa.example.com/'],
        require_pkce: true,
        pkce_challenge_method: 'S256',
      },
    ])
  })

  it('an id that is taken is refused while it is typed', async () => {
    const { cwd } = await workplace(configuration(WITH_WIKI))
    const terminal = onTerminal(['client', 'add', '--public'], { cwd })
    await answer(terminal, 'Name that users see', '')
    await answer(terminal, 'Client id', 'wiki')
    await terminal.shows("there is a client 'wiki' already")
    terminal.type(CTRL_C)
    expect(await terminal.ended()).toBe(130)
  })

  it('Ctrl-C half way: nothing is written, the cursor is back, status 130', async () => {
    const text = configuration(WITH_WIKI)
    const { cwd, read } = await workplace(text)
    const terminal = onTerminal(['client', 'add'], { cwd })
    await introduce(terminal, 'half', '')
    await terminal.shows('Redirect URI')
    terminal.type(CTRL_C)
    expect(await terminal.ended()).toBe(130)
    expect(terminal.screen()).toContain(SHOW_CURSOR)
    expect(await read()).toBe(text)
  })

  it('No to the preview: nothing is written, status 130', async () => {
    const text = configuration('')
    const { cwd, read } = await workplace(text)
    const args = ['client', 'add', '--id', 'job', '--name', 'Job', '--grant-type', 'client_credentials']
    const terminal = onTerminal([...args, '--token-endpoint-auth-method', 'client_secret_post'], { cwd })
    await answer(terminal, 'Make a random secret', '')
    await answer(terminal, 'Write this', 'n')
    expect(await terminal.ended()).toBe(130)
    expect(await read()).toBe(text)
  })

  it('a template is found while its name is typed, and asks for its address', async () => {
    const { cwd, clients } = await workplace(configuration(''))
    const terminal = onTerminal(['client', 'add', '--issuer', 'https://auth.example.com'], { cwd })
    await terminal.shows('type to search')
    terminal.type('grafan')
    await terminal.shows('Grafana')
    terminal.type(ENTER)
    await answer(terminal, 'the address of', 'https://grafana.example.com')
    await answer(terminal, 'needs changes of the provider', '')
    await answer(terminal, 'Make a random secret', '')
    await answer(terminal, 'Write this', '')
    expect(await terminal.ended()).toBe(0)
    expect(withoutControls(terminal.screen())).toContain('GF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana')
    expect(await clients()).toMatchObject([{ client_id: 'grafana', claims_policy: 'grafana' }])
  })

  it('a folder without configuration gets one first', async () => {
    const cwd = await temporaryFolder()
    const args = [
      'client',
      'add',
      '--id',
      'spa',
      '--name',
      'SPA',
      '--public',
      '--redirect-uri',
      'https://spa.example.com/',
    ]
    const more = ['--scope', 'openid', '--authorization-policy', 'one_factor', '--consent-mode', 'explicit']
    const terminal = onTerminal([...args, ...more], { cwd })
    await answer(terminal, 'Make one now', '')
    await answer(terminal, 'Address of the portal', '')
    await answer(terminal, 'Where secrets and keys go', '')
    await answer(terminal, 'Write this', '')
    expect(await terminal.ended()).toBe(0)
    const written = parse(await readFile(join(cwd, 'configuration.yml'), 'utf8'))
    expect(written.identity_providers.oidc.clients).toMatchObject([{ client_id: 'spa', client_name: 'SPA' }])
  })
})

describe('client remove on a terminal', () => {
  it('says what refers to the client and asks; No is the default', async () => {
    const text = configuration(WITH_WIKI.replace('\n# the end', `${SPA}\n# the end`))
    const { cwd, read, clients } = await workplace(text)
    const no = onTerminal(['client', 'remove', 'wiki'], { cwd })
    await no.shows('access_control.rules[0].subject names it')
    await answer(no, 'Remove the client wiki', '')
    expect(await no.ended()).toBe(130)
    expect(await read()).toBe(text)
    const yes = onTerminal(['client', 'remove', 'wiki'], { cwd })
    await answer(yes, 'Remove the client wiki', 'y')
    expect(await yes.ended()).toBe(0)
    expect(await clients()).toMatchObject([{ client_id: 'spa' }])
  })
})
