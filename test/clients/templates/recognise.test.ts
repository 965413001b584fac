import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../../src/clients/templates/fill.ts'
import { listTemplates } from '../../../src/clients/templates/list.ts'
import { likelyTemplates, recognise } from '../../../src/clients/templates/recognise.ts'
import { exampleRequest, TEMPLATES, TEMPLATES_FOLDER, templateOf } from './all-templates.ts'

describe.each(TEMPLATES.filter(({ client }) => client.redirect_uris !== undefined))('a client from $id', (template) => {
  it('is recognised by its redirect URIs, and fills the template again', () => {
    const request = exampleRequest(template)
    const filled = fillTemplate(template, {
      ...request,
      url: template.url?.example ?? 'https://app.example.com:8443/sub',
    })
    const uris = filled.client.options.redirect_uris ?? []
    const found = recognise(template, uris)
    const isShown = template.client.redirect_uris?.every((uri) => uri === '{{redirect_uri}}')
    if (isShown) return expect(found).toBeUndefined()
    expect(found).toBeDefined()
    const again = fillTemplate(template, { ...found, set: { ...request.set, ...found?.set } })
    return expect(again.client.options.redirect_uris).toEqual(expect.arrayContaining([...uris]))
  })
})

describe('recognising', () => {
  it('finds the values behind the URIs', () => {
    expect(recognise(templateOf('gitea'), ['https://git.example.com/user/oauth2/corp/callback'])).toEqual({
      url: 'https://git.example.com',
      set: { provider_name: 'corp' },
    })
  })

  it('another application is not recognised', () => {
    expect(recognise(templateOf('gitea'), ['https://app.example.com/callback'])).toBeUndefined()
    expect(recognise(templateOf('ocis'), ['https://app.example.com/'])).toBeUndefined()
  })

  it('likely templates come by id and name', async () => {
    const all = await listTemplates([{ path: TEMPLATES_FOLDER }])
    const ids = (client: { client_id: string; client_name?: string }) =>
      likelyTemplates(client, all).map(({ id }) => id)
    expect(ids({ client_id: 'grafana' })[0]).toBe('grafana')
    expect(ids({ client_id: 'x7', client_name: 'Grafana' })[0]).toBe('grafana')
  })
})
