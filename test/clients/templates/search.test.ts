import { beforeAll, describe, expect, it } from 'vitest'
import { listTemplates, type TemplateSummary } from '../../../src/clients/templates/list.ts'
import { searchTemplates } from '../../../src/clients/templates/search.ts'
import { TEMPLATES_FOLDER } from './all-templates.ts'

let all: readonly TemplateSummary[]
beforeAll(async () => {
  all = await listTemplates([{ path: TEMPLATES_FOLDER }])
})

const idsFor = (words: string) => searchTemplates(words, all).map(({ id }) => id)

describe('searching templates', () => {
  it('without words all are there, kinds of applications first', () => {
    expect(idsFor('')).toHaveLength(all.length)
    expect(idsFor(' ').slice(0, 6)).toContain('web-app')
  })

  it.each([
    ['grafana', 'grafana'],
    ['GRAF', 'grafana'],
    ['gitlab', 'gitlab'],
    ['next', 'nextcloud'],
    ['wiki js', 'wikijs'],
    ['wiki.js', 'wikijs'],
    ['open web ui', 'open-webui'],
    ['home assistant', 'home-assistant'],
    ['vault', 'hashicorp-vault'],
    ['1pass', '1password'],
    ['jelyfin', 'jellyfin'],
    ['grafnaa', 'grafana'],
    ['spa', 'single-page-app'],
    ['cli', 'native-app'],
    ['matrix', 'synapse'],
    ['paperless-ngx', 'paperless'],
  ])('%j finds %s first', (words, id) => {
    expect(idsFor(words)[0]).toBe(id)
  })

  it('keywords find applications by what they are for', () => {
    expect(idsFor('photos')).toEqual(expect.arrayContaining(['immich', 'photoprism']))
    expect(idsFor('git')).toEqual(expect.arrayContaining(['gitea', 'forgejo', 'gitlab']))
    expect(idsFor('wiki')).toEqual(expect.arrayContaining(['bookstack', 'dokuwiki', 'outline', 'wikijs']))
  })

  it('every word has to fit', () => {
    expect(idsFor('remote desktop')).toEqual(['apache-guacamole', 'kasm-workspaces'])
    expect(idsFor('grafana recipes')).toEqual([])
  })

  it('each letter of an id that is typed keeps the template among the hits', () => {
    for (const { id } of all) {
      for (let length = 2; length <= id.length; length++) expect(idsFor(id.slice(0, length))).toContain(id)
    }
  })

  it('nothing fits nonsense', () => {
    expect(idsFor('qqqqqq')).toEqual([])
  })
})
