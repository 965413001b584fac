import { describe, expect, it } from 'vitest'
import { checkSectorDocuments } from '../../src/config/sector-documents.ts'
import { documentOf } from './documents.ts'
import { loadText } from './load-text.ts'

const URI = 'https://sector.example.com/uris.json'

async function check(document: string | Error, redirectUris = "['https://a.example.com/cb']") {
  const asked: string[] = []
  const loaded = await loadText(documentOf({ client: `sector_identifier_uri: ${URI}\nredirect_uris: ${redirectUris}` }))
  const problems = await checkSectorDocuments(loaded, async (uri) => {
    asked.push(uri)
    if (document instanceof Error) throw document
    return document
  })
  return { problems, asked }
}

describe('OpenID Connect Core 1.0 §8.1: the document lists every redirect URI', () => {
  it('all listed: nothing to tell, one request', async () => {
    const { problems, asked } = await check('["https://a.example.com/cb", "https://b.example.com/"]')
    expect(problems).toEqual([])
    expect(asked).toEqual([URI])
  })

  it.each([
    ['one is missing', '["https://b.example.com/"]'],
    ['it is no array', '{"uris": []}'],
    ['it holds something else than texts', '["https://a.example.com/cb", 1]'],
    ['it is no JSON', '<html>'],
    ['it cannot be had', new Error('connection refused')],
  ])('%s: an error at the option', async (_name, document) => {
    const { problems } = await check(document)
    expect(problems).toMatchObject([
      {
        code: 'ERR_CLIENT_SECTOR_DOCUMENT',
        severity: 'error',
        path: 'identity_providers.oidc.clients[0].sector_identifier_uri',
      },
    ])
  })

  it('RFC 8252 §7.3: the port of a loopback URI does not count', async () => {
    const { problems } = await check('["http://127.0.0.1/cb"]', "['http://127.0.0.1:9000/cb']")
    expect(problems).toEqual([])
  })
})
