import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { validate } from '../../src/config/validate.ts'
import { DIGEST, documentOf } from '../config/documents.ts'
import { loadText } from '../config/load-text.ts'

function withClients(count: number): string {
  const client = (index: number) =>
    [
      `- client_id: 'app-${index}'`,
      `  client_name: 'App ${index}'`,
      `  client_secret: '${DIGEST}'`,
      "  authorization_policy: 'two_factor'",
      `  redirect_uris: ['https://app-${index}.example.com/callback']`,
      "  scopes: ['openid', 'profile', 'email']",
      "  grant_types: ['authorization_code']",
      "  token_endpoint_auth_method: 'client_secret_post'",
    ].join('\n')
  return documentOf({ clients: Array.from({ length: count }, (_, index) => client(index)).join('\n') })
}

async function measure(count: number): Promise<{ parsing: number; judging: number }> {
  const text = withClients(count)
  const started = performance.now()
  parse(text)
  const parsed = performance.now()
  const { problems, resolved } = validate(await loadText(text))
  expect([problems, resolved?.provider.clients.length]).toEqual([[], count])
  return { parsing: parsed - started, judging: performance.now() - parsed }
}

describe('10,000 clients', () => {
  it('loading and checking costs at most three times what parsing the YAML costs', async () => {
    await measure(1000)
    const { parsing, judging } = await measure(10_000)
    expect(judging).toBeLessThan(3 * parsing)
  })

  it('the cost of a client stays the same', async () => {
    const small = await measure(5000)
    const large = await measure(20_000)
    expect(large.judging / 20_000).toBeLessThan((2 * small.judging) / 5000)
  })
})
