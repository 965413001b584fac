import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oidc, temporaryFolder } from '../support/run-oidc.ts'
import { vectorText } from './vectors.ts'

const OLD = '1e81d3b-rs256'

function block(file: string): string {
  return vectorText(file).trimEnd().replace(/^/gm, '          ')
}

/** A configuration with one key whose id is computed, and comments that must survive. */
async function workspace(client = ''): Promise<string> {
  const cwd = await temporaryFolder()
  const text = `# first line
identity_providers:
  oidc:
    hmac_secret: '${'x'.repeat(64)}'
    jwks: # the keys
      - key: |
${block('rsa-2048.pkcs8.pem')}
    clients:
      - client_id: 'app'
        public: true
        redirect_uris: ['http://localhost/cb']
        scopes: ['openid'] # just this
${client}`
  await writeFile(join(cwd, 'configuration.yml'), text)
  return cwd
}

async function published(cwd: string): Promise<string[]> {
  const { stdout } = await oidc(['keys', 'inspect', 'configuration.yml', '--json'], { cwd })
  return JSON.parse(stdout).keys.map(
    ({ key_ids }: { key_ids: Record<string, string> }) => key_ids['RS256'] ?? key_ids['ES256'],
  )
}

async function rotate(cwd: string, ...flags: string[]): Promise<{ key_id: string; [name: string]: unknown }> {
  const { stdout, status } = await oidc(['keys', 'rotate', '--alg', 'RS256', '--json', ...flags], { cwd })
  expect(status).toBe(0)
  return JSON.parse(stdout)
}

describe('keys rotate, promote, retire', () => {
  it('behind the others, then first, then the old one goes; all other text stays byte for byte', async () => {
    const cwd = await workspace()
    const before = await readFile(join(cwd, 'configuration.yml'), 'utf8')
    const { key_id, promoted } = await rotate(cwd)
    expect(promoted).toBe(false)
    expect(await published(cwd)).toEqual([OLD, key_id])
    const after = await readFile(join(cwd, 'configuration.yml'), 'utf8')
    const [head = '', tail = ''] = before.split('    clients:')
    expect(after.startsWith(head)).toBe(true)
    expect(after.endsWith(`    clients:${tail}`)).toBe(true)

    const promotion = await oidc(['keys', 'promote', key_id, '--json'], { cwd })
    expect(JSON.parse(promotion.stdout)).toMatchObject({ instead_of: OLD, retire_from: expect.stringMatching(/Z$/) })
    expect(await published(cwd)).toEqual([key_id, OLD])
    expect((await oidc(['keys', 'retire', OLD], { cwd })).status).toBe(0)
    expect(await published(cwd)).toEqual([key_id])
  })

  it('--now lets the new key sign at once', async () => {
    const cwd = await workspace()
    const { key_id } = await rotate(cwd, '--now')
    expect(await published(cwd)).toEqual([key_id, OLD])
  })

  it('--dry-run prints a unified diff and writes nothing', async () => {
    const cwd = await workspace()
    const before = await readFile(join(cwd, 'configuration.yml'), 'utf8')
    const { stdout } = await oidc(['keys', 'rotate', '--alg', 'ES256', '--dry-run', '--out', 'keys'], { cwd })
    expect(stdout).toMatch(/^--- .*\n\+\+\+ .*\n@@ /)
    expect(await readFile(join(cwd, 'configuration.yml'), 'utf8')).toBe(before)
    await expect(readFile(join(cwd, 'keys'))).rejects.toThrow()
  })

  it('--out names the file by a template expression that is read back', async () => {
    const cwd = await workspace()
    const { key_id, files } = await rotate(cwd, '--out', 'keys')
    expect(files).toContain(`keys/${key_id}.private.pem`)
    const text = await readFile(join(cwd, 'configuration.yml'), 'utf8')
    expect(text).toContain(`{{ secret "${join(cwd, 'keys', `${key_id}.private.pem`)}" | mindent`)
    expect(await published(cwd)).toEqual([OLD, key_id])
  })

  it('a computed id is accepted in both lengths', async () => {
    const cwd = await workspace()
    const { key_id } = await rotate(cwd)
    expect((await oidc(['keys', 'promote', key_id], { cwd })).status).toBe(0)
    expect((await oidc(['keys', 'retire', '1e81d3-rs256'], { cwd })).status).toBe(0)
  })

  it('the key that signs is not retired while another stands ready', async () => {
    const cwd = await workspace()
    const { key_id } = await rotate(cwd)
    const { stdout, status } = await oidc(['keys', 'retire', OLD, '--json'], { cwd })
    expect([status, JSON.parse(stdout).error]).toEqual([
      3,
      expect.objectContaining({ code: 'ERR_KEY_IN_USE', hint: expect.stringContaining(key_id) }),
    ])
  })

  it('an edit may not add an error: the last RS256 key stays', async () => {
    const cwd = await workspace()
    const { stdout, status } = await oidc(['keys', 'retire', OLD, '--json'], { cwd })
    expect([status, JSON.parse(stdout).error.code]).toEqual([3, 'ERR_EDIT_ADDS_ERROR'])
    expect(await published(cwd)).toEqual([OLD])
  })

  it('a key that a client names is not retired', async () => {
    const cwd = await workspace(`        id_token_signed_response_key_id: '${OLD}'\n`)
    const { key_id } = await rotate(cwd)
    await oidc(['keys', 'promote', key_id], { cwd })
    const { stdout, status } = await oidc(['keys', 'retire', OLD, '--json'], { cwd })
    expect([status, JSON.parse(stdout).error]).toEqual([
      3,
      expect.objectContaining({
        code: 'ERR_KEY_IN_USE',
        path: 'identity_providers.oidc.clients[0].id_token_signed_response_key_id',
      }),
    ])
  })

  it('an unknown id is exit 2 and names those that there are', async () => {
    const { stdout, status } = await oidc(['keys', 'promote', 'nobody', '--json'], { cwd: await workspace() })
    expect([status, JSON.parse(stdout).error.hint]).toEqual([2, expect.stringContaining(OLD)])
  })

  it('two rotations at once both survive', async () => {
    const cwd = await workspace()
    const made = await Promise.all([rotate(cwd), rotate(cwd)])
    expect((await published(cwd)).sort()).toEqual([OLD, ...made.map(({ key_id }) => key_id)].sort())
  })
})

describe('keys generate --add', () => {
  it('appends the key, as jwks then publishes it', async () => {
    const cwd = await workspace()
    const { stdout, status } = await oidc(['keys', 'generate', '--alg', 'ES256', '--add', '--json'], { cwd })
    expect(status).toBe(0)
    const { key_id, public_jwk, config } = JSON.parse(stdout)
    expect(config).toBe(join(cwd, 'configuration.yml'))
    const { keys } = JSON.parse((await oidc(['keys', 'jwks'], { cwd })).stdout)
    expect(keys[1]).toEqual(public_jwk)
    expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual([OLD, key_id])
  })

  it('what the configuration cannot hold is exit 2, no configuration exit 1', async () => {
    const cwd = await workspace()
    expect((await oidc(['keys', 'generate', '--alg', 'EdDSA', '--add'], { cwd })).status).toBe(2)
    expect((await oidc(['keys', 'generate', '--alg', 'ES256', '--add'], { cwd: await temporaryFolder() })).status).toBe(
      1,
    )
  })
})
