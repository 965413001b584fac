import { describe, expect, it } from 'vitest'
import { compareProblems, pathAfter } from '../../../src/config/edit/compare-problems.ts'
import { formatPath, parsePath } from '../../../src/config/path.ts'
import type { Edit } from '../../../src/editor/edit.ts'

const LIST = ['oidc', 'clients']
const REMOVE: Edit = { kind: 'remove', path: [...LIST, 1] }
const INSERT: Edit = { kind: 'insert', path: LIST, at: 1, value: 'x' }
const APPEND: Edit = { kind: 'insert', path: LIST, value: 'x' }
const DOWN: Edit = { kind: 'move', path: [...LIST, 0], to: 2 }
const UP: Edit = { kind: 'move', path: [...LIST, 2], to: 0 }

const CASES: readonly (readonly [string, Edit, string, string | undefined])[] = [
  ['an item goes', REMOVE, 'oidc.clients[1].scopes', undefined],
  ['an item before goes', REMOVE, 'oidc.clients[2].scopes', 'oidc.clients[1].scopes'],
  ['an item behind goes', REMOVE, 'oidc.clients[0].scopes', 'oidc.clients[0].scopes'],
  ['an item of another list goes', REMOVE, 'oidc.jwks[2].key', 'oidc.jwks[2].key'],
  ['the list itself', REMOVE, 'oidc.clients', 'oidc.clients'],
  ['a list inside of an item', REMOVE, 'oidc.clients[2].jwks[1]', 'oidc.clients[1].jwks[1]'],
  ['an item comes before', INSERT, 'oidc.clients[1].scopes', 'oidc.clients[2].scopes'],
  ['an item comes behind', INSERT, 'oidc.clients[0].scopes', 'oidc.clients[0].scopes'],
  ['an item comes at the end', APPEND, 'oidc.clients[1].scopes', 'oidc.clients[1].scopes'],
  ['the item moves down', DOWN, 'oidc.clients[0].scopes', 'oidc.clients[2].scopes'],
  ['others make room for it', DOWN, 'oidc.clients[1].scopes', 'oidc.clients[0].scopes'],
  ['the item moves up', UP, 'oidc.clients[2].scopes', 'oidc.clients[0].scopes'],
  ['others give way to it', UP, 'oidc.clients[0].scopes', 'oidc.clients[1].scopes'],
  ['those behind both places stay', UP, 'oidc.clients[3].scopes', 'oidc.clients[3].scopes'],
  ['an option is set', { kind: 'set', path: [...LIST, 1], value: 'x' }, 'oidc.clients[1]', 'oidc.clients[1]'],
]

describe('an option is found again after an edit', () => {
  it.each(CASES)('%s', (_what, edit, before, after) => {
    const path = pathAfter(parsePath(before) ?? [], edit)
    expect(path && formatPath(path)).toBe(after)
  })
})

const PLACE = { message: '', file: 'configuration.yml', line: 1, column: 1 }
const wrong = (path: string, code = 'ERR_X') => ({ severity: 'error' as const, code, path, ...PLACE })

describe('what an edit did to the problems', () => {
  it('one of an item that goes is no old one of the item that takes its place', () => {
    const { added, kept } = compareProblems([wrong('oidc.clients[1].a')], [wrong('oidc.clients[1].a')], [REMOVE])
    expect([added.length, kept.length]).toEqual([1, 0])
  })

  it('one of an item that moves is an old one', () => {
    const { added, kept } = compareProblems([wrong('oidc.clients[2].a')], [wrong('oidc.clients[1].a')], [REMOVE])
    expect([added.length, kept.length]).toEqual([0, 1])
  })

  it('the same problem once more is a new one, and another code at the same place', () => {
    const before = [wrong('oidc.clients[0].a')]
    const after = [wrong('oidc.clients[0].a'), wrong('oidc.clients[0].a'), wrong('oidc.clients[0].a', 'ERR_Y')]
    expect(compareProblems(before, after, []).added).toEqual(after.slice(1))
  })
})
