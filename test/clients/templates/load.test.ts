import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TemplateInvalid } from '../../../src/clients/templates/errors.ts'
import { listTemplates, type TemplateFolder } from '../../../src/clients/templates/list.ts'
import { loadTemplate, templateFolders } from '../../../src/clients/templates/load.ts'
import { readTemplate } from '../../../src/clients/templates/read.ts'
import { TEMPLATES, TEMPLATES_FOLDER } from './all-templates.ts'

const PACKAGE: TemplateFolder = { path: TEMPLATES_FOLDER }

const BY_ID = [...TEMPLATES].sort((left, right) => (left.id < right.id ? -1 : 1))

let own: string
beforeAll(() => {
  own = mkdtempSync(join(tmpdir(), 'oidc-templates-'))
  writeFileSync(join(own, 'gitea.yaml'), 'id: gitea\nname: Our Gitea\nclient:\n  client_id: our-gitea\n')
  writeFileSync(join(own, 'intranet.yml'), 'client: {client_id: intranet}\nname: Intranet\nid: intranet\n')
  writeFileSync(join(own, 'broken.yaml'), 'id: broken\nname: Broken\nclient:\n  client_id: broken\n  redirect_uri: x\n')
  writeFileSync(join(own, 'notes.txt'), 'no template')
  mkdirSync(join(own, 'empty'))
})
afterAll(() => rmSync(own, { recursive: true }))

function problemsOf(source: string): string[] {
  try {
    readTemplate(source, { file: 'x.yaml', id: 'x' })
    return []
  } catch (error) {
    if (!(error instanceof TemplateInvalid)) throw error
    return error.problems.map(({ position, path }) => `${position.line}:${position.column} ${path}`)
  }
}

describe('where templates come from', () => {
  const places = { packageRoot: '/pkg', home: '/home/me', environment: {} }

  it('--templates comes first, then the folder of the user, then the package', () => {
    expect(templateFolders({ ...places, own: '/mine' }).map(({ path }) => path)).toEqual([
      '/mine',
      '/home/me/.config/oidc/templates',
      '/pkg/templates',
    ])
  })

  it('XDG base directories: $XDG_CONFIG_HOME replaces ~/.config', () => {
    const [folder] = templateFolders({ ...places, environment: { XDG_CONFIG_HOME: '/etc/me' } })
    expect(folder).toEqual({ path: '/etc/me/oidc/templates', optional: true })
  })

  it('an own template replaces one of the package', async () => {
    const template = await loadTemplate('gitea', [{ path: own }, PACKAGE])
    expect(template.client.client_id).toBe('our-gitea')
    const listed = await listTemplates([{ path: own }, PACKAGE])
    expect(listed.filter(({ id }) => id === 'gitea').map(({ name }) => name)).toEqual(['Our Gitea'])
  })

  it('an own template may be laid out differently', async () => {
    expect((await loadTemplate('intranet', [{ path: own }])).name).toBe('Intranet')
    expect((await listTemplates([{ path: own }])).map(({ id }) => id)).toEqual(['broken', 'gitea', 'intranet'])
  })

  it('the folder of the user may be missing, the one of --templates may not', async () => {
    const missing = join(own, 'missing')
    expect(await listTemplates([{ path: missing, optional: true }])).toEqual([])
    await expect(listTemplates([{ path: missing }])).rejects.toMatchObject({ exitCode: 1 })
  })
})

describe('an id without a template', () => {
  it.each([
    ['gitee', 'gitea'],
    ['vault', 'hashicorp-vault'],
    ['wiki.js', 'wikijs'],
    ['guacamole', 'apache-guacamole'],
    ['Grafana', 'grafana'],
  ])('%s is refused with exit status 2, and %s is proposed', async (typed, meant) => {
    await expect(loadTemplate(typed, [PACKAGE])).rejects.toMatchObject({
      code: 'ERR_TEMPLATE_NOT_FOUND',
      exitCode: 2,
      hint: expect.stringContaining(`did you mean ${meant} `),
    })
  })

  it.each(['../templates/gitea', '/etc/passwd', 'gitea.yaml', '', 'a\0b'])('%j leads to no file', async (id) => {
    await expect(loadTemplate(id, [PACKAGE])).rejects.toMatchObject({ code: 'ERR_TEMPLATE_NOT_FOUND' })
  })
})

describe('listing', () => {
  it('the first lines of the files say the same as the whole files', async () => {
    const listed = await listTemplates([PACKAGE])
    expect(listed.map(({ id, name, keywords, generic }) => ({ id, name, keywords, generic }))).toEqual(
      BY_ID.map(({ id, name, keywords = [], generic = false }) => ({ id, name, keywords, generic })),
    )
  })
})

describe('problems name file, line and column', () => {
  it('a field that there is not', async () => {
    await expect(loadTemplate('broken', [{ path: own }])).rejects.toMatchObject({
      code: 'ERR_TEMPLATE_INVALID',
      exitCode: 1,
      position: { file: join(own, 'broken.yaml'), line: 5 },
      path: 'client.redirect_uri',
    })
  })

  const HEAD = 'id: x\nname: X\n'
  it.each([
    ['no YAML', 'id: [x\n', ['2:1 ']],
    ['a field that is missing', HEAD, ['1:1 client']],
    ['another id than the file name', 'id: y\nname: X\nclient: {client_id: x}\n', ['1:5 id']],
    [
      'a placeholder without a value',
      `${HEAD}client:\n  client_id: x\n  redirect_uris: ['{{uri}}']\n`,
      ['5:19 client.redirect_uris[0]'],
    ],
    [
      'a value of settings in the client',
      `${HEAD}client:\n  client_id: x\n  redirect_uris: ['{{issuer}}']\n`,
      ['5:19 client.redirect_uris[0]'],
    ],
    [
      'an unknown filter',
      `${HEAD}client:\n  client_id: x\n  audience: ['{{url|html}}']\n`,
      ['5:14 client.audience[0]'],
    ],
    [
      'a value that is used nowhere',
      `${HEAD}values:\n  a: {description: d, kind: text}\nclient: {client_id: x}\n`,
      ['4:3 values.a'],
    ],
    [
      'a default of the wrong kind',
      `${HEAD}values:\n  a: {description: d, kind: port, default: '0'}\nclient: {client_id: x, audience: ['{{a}}']}\n`,
      ['4:44 values.a.default'],
    ],
    ['a method without settings', `${HEAD}client: {client_id: x}\nmethods: [[env]]\n`, ['4:11 methods[0]']],
    [
      'a secret for a public client',
      `${HEAD}client: {client_id: x, public: true}\nmethods: [[env]]\nsettings:\n  - kind: env\n    values: {S: '{{client_secret}}'}\n`,
      ['5:1 settings'],
    ],
  ])('%s', (_, source, problems) => {
    expect(problemsOf(source)).toEqual(problems)
  })
})
