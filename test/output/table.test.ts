import { describe, expect, it } from 'vitest'
import { table } from '../../src/output/table.ts'

describe('a table', () => {
  it('aligns columns under their headings, with no border, colour or blank at the end of a line', () => {
    const rows = [
      ['wiki', 'The Wiki', 'public'],
      ['a-longer-id', '', ''],
    ]
    expect(table(['ID', 'NAME', 'TYPE'], rows).split('\n')).toEqual([
      'ID           NAME      TYPE',
      'wiki         The Wiki  public',
      'a-longer-id',
    ])
  })

  it('counts characters that take two columns as two', () => {
    expect(
      table(
        ['NAME', 'X'],
        [
          ['陳大文', 'x'],
          ['Çelik', 'y'],
        ],
      ).split('\n'),
    ).toEqual(['NAME    X', '陳大文  x', 'Çelik   y'])
  })
})
