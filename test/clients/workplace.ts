import { generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** Of the secret `insecure_secret`, as the provider's documentation prints it. */
export const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng'

/** A configuration of the current generation; `clients` is the rest of the provider's section, indented by four. */
export function configuration(clients: string): string {
  return `# the house
theme: 'dark'   # everywhere
access_control:
  rules:
    - domain: app.example.com
      policy: one_factor
      subject: 'oauth2:client:wiki'
identity_providers:
  oidc:
    hmac_secret: 'this_is_a_secret_abc123abc123abc123abc123abc123abc123abc123abc12'
    jwks:
      - key: |
${privateKey.trimEnd().replaceAll(/^/gm, '          ')}
    authorization_policies:
      staff:
        default_policy: deny
        rules:
          - policy: two_factor
            subject: 'group:staff'
    lifespans:
      custom:
        short:
          access_token: 10m
    claims_policies:
      wide:
        id_token: ['email']
    scopes:
      books:
        claims: ['name']
${clients}`
}

export const WITH_WIKI = `    # our applications
    clients:
      - client_id: 'wiki'  # first
        client_name: "The Wiki"
        client_secret: '${DIGEST}'
        claims_policy: wide
        redirect_uris:
          - 'https://wiki.example.com/callback'  # production
        # nobody knows why
        scopes: [openid, profile]

# the end
`

/** Another entry for {@link WITH_WIKI}. */
export const SPA = `      - client_id: 'spa'  # second
        public: true
        redirect_uris: ['https://spa.example.com/']
`

export interface Written {
  client_id?: string
  client_secret?: string
  [option: string]: unknown
}

/** A folder with `configuration.yml`, and what a user does in it. */
export async function workplace(text: string) {
  const cwd = await temporaryFolder()
  const path = join(cwd, 'configuration.yml')
  await writeFile(path, text)
  const read = () => readFile(path, 'utf8')
  return {
    cwd,
    path,
    read,
    run: (args: readonly string[], input?: string) =>
      oidc(['client', ...args], { cwd, ...(input !== undefined && { input }) }),
    /** The clients as another YAML reader sees them. */
    clients: async (): Promise<Written[]> => parse(await read()).identity_providers.oidc.clients,
  }
}

/** The lines of `after` that are not in `before`, in order; fails where a line of `before` is gone. */
export function addedLines(before: string, after: string): string[] {
  const left = before.split('\n')
  const added: string[] = []
  for (const line of after.split('\n')) {
    if (line === left[0]) left.shift()
    else added.push(line)
  }
  if (left.length > 0) throw new Error(`lines are gone: ${left.join('\n')}`)
  return added
}
