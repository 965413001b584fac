/** What a self-hoster sees after a mistake that people really make: whole screens, kept in transcripts/. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onTerminal, withoutControls } from '../support/pty.ts'
import { PROGRAM, temporaryFolder } from '../support/run-oidc.ts'
import { VECTOR_KEYS } from './config-cases.ts'
import { DIGEST, documentOf } from './documents.ts'

const SECRET = `client_secret: '${DIGEST}'`

const clients = (...lines: string[]) => lines.join('\n')

/** A certificate authority's certificate before that of the key. */
function swappedChain(): string {
  const [leaf = '', authority = ''] = VECTOR_KEYS['CHAIN_RSA2048']?.split(/(?<=-----END CERTIFICATE-----)\n/) ?? []
  return `${authority}\n${leaf}`
}

const MISTAKES: readonly { name: string; configuration: string }[] = [
  {
    name: 'wrong indentation of a key',
    configuration: documentOf().replace('    clients:\n', '   clients:\n'),
  },
  {
    name: 'a digest whose dollar signs were eaten',
    configuration: documentOf({
      client: `client_secret: '-sha512/QzOY.wg8aCpGBDXkQ1m7SkzyEiWwSl1EmsRRIVzkNcpLNmi5nkmjWl2wPY'`,
    }),
  },
  {
    name: 'a redirect URI as a string',
    configuration: documentOf({
      client: 'redirect_uris: https://app.example.com/callback, https://app.example.com/silent',
    }),
  },
  { name: 'an unknown algorithm', configuration: documentOf({ client: "id_token_signed_response_alg: 'RSA256'" }) },
  {
    name: 'a client without a secret',
    configuration: documentOf({
      clients: clients("- client_id: 'app'", "  redirect_uris: ['https://app.example.com/callback']"),
    }),
  },
  {
    name: 'two clients with one id',
    configuration: documentOf({
      clients: clients(
        "- client_id: 'grafana'",
        `  ${SECRET}`,
        "  redirect_uris: ['https://grafana.example.com/login/generic_oauth']",
        "- client_id: 'grafana'",
        `  ${SECRET}`,
        "  redirect_uris: ['https://wiki.example.com/callback']",
      ),
    }),
  },
  { name: 'no key for RS256', configuration: documentOf({ keyName: 'EC256' }) },
  {
    name: 'names of an earlier release',
    configuration: documentOf({
      provider: "access_token_lifespan: '1h'",
      clients: clients(
        "- id: 'app'",
        "  description: 'Team wiki'",
        `  secret: '${DIGEST}'`,
        '  enforce_pkce: true',
        "  token_endpoint_auth_method: 'client_secret_basic'",
        "  redirect_uris: ['https://app.example.com/callback']",
      ),
    }),
  },
  {
    name: 'a certificate chain in the wrong order',
    configuration: documentOf({ key: `certificate_chain: |\n${swappedChain().replace(/^/gm, '  ')}` }),
  },
  {
    name: 'an unknown policy name',
    configuration: documentOf({
      provider: clients('authorization_policies:', '  admins:', '    rules:', "      - subject: 'group:admins'"),
      client: "authorization_policy: 'admin'",
    }),
  },
]

/** Standard output on a terminal; standard error, where a spinner turns on slow machines, is not. */
async function screenOf(configuration: string): Promise<string> {
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'configuration.yml'), configuration)
  const command = `'${process.execPath}' '${PROGRAM}' config validate 2>/dev/null`
  const terminal = onTerminal(['-c', command], { cwd, command: 'bash' })
  const status = await terminal.ended()
  const screen = withoutControls(terminal.screen()).replaceAll('\r\n', '\n')
  return `$ oidc config validate\n${screen}(exit status ${status})\n`
}

describe('mistakes that people make, and what they are told', () => {
  it.each(MISTAKES)('$name', async ({ name, configuration }) => {
    await expect(await screenOf(configuration)).toMatchFileSnapshot(`transcripts/${name.replaceAll(' ', '-')}.txt`)
  })
})
