import { describe } from 'vitest'
import type { Edit } from '../../src/editor/edit.ts'
import { check } from './edit-case.ts'

const CLIENTS = ['identity_providers', 'oidc', 'clients']

describe('set replaces a value and leaves the rest of its line', () => {
  check([
    {
      rule: 'a plain value stays plain, and the comment behind it stays',
      before: ['a:   one  # why', 'b: 2', ''],
      edits: [{ kind: 'set', path: ['a'], value: 'two' }],
      after: ['a:   two  # why', 'b: 2', ''],
    },
    {
      rule: 'a quoted value keeps its kind of quotes',
      before: [`a: 'one'`, 'b: "two"', ''],
      edits: [
        { kind: 'set', path: ['a'], value: "it's" },
        { kind: 'set', path: ['b'], value: 'x' },
      ],
      after: [`a: 'it''s'`, 'b: "x"', ''],
    },
    {
      rule: 'a string that would read as something else is quoted',
      before: ['a: one', 'b: one', 'c: one', 'd: one', 'e: one', ''],
      edits: [
        { kind: 'set', path: ['a'], value: 'true' },
        { kind: 'set', path: ['b'], value: '012' },
        { kind: 'set', path: ['c'], value: 'yes' },
        { kind: 'set', path: ['d'], value: 'x: y' },
        { kind: 'set', path: ['e'], value: '' },
      ],
      after: [`a: 'true'`, `b: '012'`, `c: 'yes'`, `d: 'x: y'`, `e: ''`, ''],
    },
    {
      rule: 'numbers, booleans and null are written plain, also in the place of a quoted string',
      before: [`a: '1'`, `b: '2'`, `c: '3'`, ''],
      edits: [
        { kind: 'set', path: ['a'], value: 1.5 },
        { kind: 'set', path: ['b'], value: false },
        { kind: 'set', path: ['c'], value: null },
      ],
      after: ['a: 1.5', 'b: false', 'c: null', ''],
    },
    {
      rule: 'a digest with $ is single-quoted, also among plain values',
      before: ['secret: old', ''],
      edits: [{ kind: 'set', path: ['secret'], value: '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek' }],
      after: [`secret: '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek'`, ''],
    },
    {
      rule: 'a value with several lines becomes a literal block',
      before: ['jwks:', '  - key: old # c', '    use: sig', ''],
      edits: [{ kind: 'set', path: ['jwks', 0, 'key'], value: '-----BEGIN X-----\nAAAA\n-----END X-----\n' }],
      after: [
        'jwks:',
        '  - key: | # c',
        '      -----BEGIN X-----',
        '      AAAA',
        '      -----END X-----',
        '    use: sig',
        '',
      ],
    },
    {
      rule: 'a literal block becomes a value on one line',
      before: ['a:', '  key: |- # pem', '    one', '    two', '', '  # below', '  use: sig', ''],
      edits: [{ kind: 'set', path: ['a', 'key'], value: 'x' }],
      after: ['a:', '  key: x # pem', '', '  # below', '  use: sig', ''],
    },
    {
      rule: 'a literal block is replaced by another one',
      before: ['key: |', '  one', '  two', 'use: sig'],
      edits: [{ kind: 'set', path: ['key'], value: 'three\nfour' }],
      after: ['key: |-', '  three', '  four', 'use: sig'],
    },
    {
      rule: 'an empty value is filled',
      before: ['a: # nothing yet', 'b:', ''],
      edits: [
        { kind: 'set', path: ['a'], value: 'x' },
        { kind: 'set', path: ['b'], value: ['y'] },
      ],
      after: ["a: 'x' # nothing yet", 'b:', "  - 'y'", ''],
    },
    {
      rule: 'a list takes the place of a value below the comment of its line',
      before: ['a: x # why', 'b: 1', ''],
      edits: [{ kind: 'set', path: ['a'], value: ['y', 'z'] }],
      after: ['a: # why', "  - 'y'", '  - z', 'b: 1', ''],
    },
    {
      rule: 'a value takes the place of a list, whose comment above stays',
      before: ['a: # why', '  # items', '  - y', '  - z', 'b: 1', ''],
      edits: [{ kind: 'set', path: ['a'], value: 7 }],
      after: ['a: 7 # why', '  # items', 'b: 1', ''],
    },
    {
      rule: 'brackets stay brackets',
      before: ["a: ['x'] # why", ''],
      edits: [{ kind: 'set', path: ['a'], value: ['y', 'z'] }],
      after: ["a: ['y', 'z'] # why", ''],
    },
    {
      rule: 'an item of a list is replaced',
      before: ['a:', '- x # one', '- y', ''],
      edits: [{ kind: 'set', path: ['a', 0], value: { b: 1, c: ['d'] } }],
      after: ['a:', '- b: 1 # one', '  c:', '  - d', '- y', ''],
    },
    {
      rule: 'the same value changes no byte, whatever its form',
      before: ["a:   'x'   ", 'b: [ 1,2 ]', ''],
      edits: [
        { kind: 'set', path: ['a'], value: 'x' },
        { kind: 'set', path: ['b'], value: [1, 2] },
      ],
      after: ["a:   'x'   ", 'b: [ 1,2 ]', ''],
    },
  ])
})

describe('add and set put a new key behind the others', () => {
  check([
    {
      rule: 'behind the last key and the comments that belong to its mapping',
      before: ['a:', '  b: 1 # one', '', '  # c: 2', '# about d', 'd: 4', ''],
      edits: [{ kind: 'add', path: ['a', 'e'], value: 5 }],
      after: ['a:', '  b: 1 # one', '', '  # c: 2', '  e: 5', '# about d', 'd: 4', ''],
    },
    {
      rule: 'with its comment above it',
      before: ['a:', '  b: 1', ''],
      edits: [{ kind: 'add', path: ['a', 'e'], value: 5, comment: 'what\nwhy' }],
      after: ['a:', '  b: 1', '  # what', '  # why', '  e: 5', ''],
    },
    {
      rule: 'missing parents are made in the indentation of the file',
      before: ['server:', '    address: tcp://', ''],
      edits: [{ kind: 'set', path: ['identity_providers', 'oidc', 'hmac_secret'], value: 'abc' }],
      after: ['server:', '    address: tcp://', 'identity_providers:', '    oidc:', '        hmac_secret: abc', ''],
    },
    {
      rule: 'a text of comments keeps them',
      before: ['---', '# mine', '', '# end', '...', ''],
      edits: [{ kind: 'set', path: ['a'], value: 1 }],
      after: ['---', '# mine', '', '# end', 'a: 1', '...', ''],
    },
    {
      rule: 'keys between blank lines get one too',
      before: ['a:', '  x: 1', '', 'b:', '  x: 2', ''],
      edits: [{ kind: 'set', path: ['c', 'x'], value: 3 }],
      after: ['a:', '  x: 1', '', 'b:', '  x: 2', '', 'c:', '  x: 3', ''],
    },
    {
      rule: 'an explicit key (?) is no obstacle',
      before: ['? a', ': 1', ''],
      edits: [
        { kind: 'set', path: ['a'], value: 2 },
        { kind: 'set', path: ['b'], value: 3 },
      ],
      after: ['? a', ': 2', 'b: 3', ''],
    },
  ])
})

describe('insert puts an item into a list', () => {
  check([
    {
      rule: 'dashes below the key at its column stay there',
      before: ['clients:', '- client_id: a', '  public: true', '# about x', 'x: 1', ''],
      edits: [{ kind: 'insert', path: ['clients'], value: { client_id: 'b', scopes: ['openid', 'email'] } }],
      after: [
        'clients:',
        '- client_id: a',
        '  public: true',
        '- client_id: b',
        '  scopes:',
        '  - openid',
        '  - email',
        '# about x',
        'x: 1',
        '',
      ],
    },
    {
      rule: 'indented dashes stay indented, and commented-out items stay with the list',
      before: [
        'identity_providers:',
        '  oidc:',
        '    clients:',
        "      - client_id: 'a'",
        '        public: true',
        '        # consent_mode: auto',
        '      # - client_id: old',
        '    # cors:',
        '    lifespans: {}',
        '',
      ],
      edits: [{ kind: 'insert', path: CLIENTS, value: { client_id: 'b', redirect_uris: ['https://b'] }, comment: 'B' }],
      after: [
        'identity_providers:',
        '  oidc:',
        '    clients:',
        "      - client_id: 'a'",
        '        public: true',
        '        # consent_mode: auto',
        '      # - client_id: old',
        '      # B',
        "      - client_id: 'b'",
        '        redirect_uris:',
        "          - 'https://b'",
        '    # cors:',
        '    lifespans: {}',
        '',
      ],
    },
    {
      rule: 'wide dashes stay wide',
      before: ['a:', '-   b: 1', '    c: 2', ''],
      edits: [{ kind: 'insert', path: ['a'], value: { b: 3, c: 4 } }],
      after: ['a:', '-   b: 1', '    c: 2', '-   b: 3', '    c: 4', ''],
    },
    {
      rule: 'before an item and the comment directly above it',
      before: ['a:', '  - x', '  # about y', '  - y', ''],
      edits: [{ kind: 'insert', path: ['a'], at: 1, value: 'n' }],
      after: ['a:', '  - x', "  - 'n'", '  # about y', '  - y', ''],
    },
    {
      rule: 'as the first one',
      before: ['a:', '  - x', ''],
      edits: [{ kind: 'insert', path: ['a'], at: 0, value: 'z' }],
      after: ['a:', '  - z', '  - x', ''],
    },
    {
      rule: 'into a list that is an item itself',
      before: ['- - 1', '  - 2', '- x', ''],
      edits: [
        { kind: 'insert', path: [0], value: 3 },
        { kind: 'insert', path: [0], at: 0, value: 0 },
      ],
      after: ['- - 0', '  - 1', '  - 2', '  - 3', '- x', ''],
    },
    {
      rule: 'a list without value is filled, whatever its emptiness looks like',
      before: ['a:', 'b: []', 'c: [] # none', 'd: null', 'e: ~ # none', 'f:', '  []', 'g: {h: []}', ''],
      edits: ['a', 'b', 'c', 'd', 'e', 'f'].map((key): Edit => ({ kind: 'insert', path: [key], value: 1 })),
      after: [
        ...['a:', '  - 1', 'b:', '  - 1', 'c: # none', '  - 1', 'd:', '  - 1', 'e: # none', '  - 1', 'f:', '  - 1'],
        ...['g: {h: []}', ''],
      ],
    },
    {
      rule: 'behind a literal block, whose trailing blank lines stay outside',
      before: ['jwks:', '  - key: |', '      one', '', '      two', '', '# next', 'x: 1', ''],
      edits: [{ kind: 'insert', path: ['jwks'], value: { key: 'a\nb\n' } }],
      after: [
        ...['jwks:', '  - key: |', '      one', '', '      two', '  - key: |', '      a', '      b'],
        ...['', '# next', 'x: 1', ''],
      ],
    },
    {
      rule: 'behind a block that keeps its line ends, these stay inside',
      before: ['a:', '  - |+', '    one', '', '', 'x: 1', ''],
      edits: [{ kind: 'insert', path: ['a'], value: 2 }],
      after: ['a:', '  - |+', '    one', '', '', '  - 2', 'x: 1', ''],
    },
    {
      rule: 'items between blank lines get one too',
      before: ['a:', '  - b: 1', '', '  - b: 2', '', 'x: 1', ''],
      edits: [
        { kind: 'insert', path: ['a'], value: { b: 3 } },
        { kind: 'insert', path: ['a'], at: 0, value: { b: 0 } },
      ],
      after: ['a:', '  - b: 0', '', '  - b: 1', '', '  - b: 2', '', '  - b: 3', '', 'x: 1', ''],
    },
    {
      rule: 'lists in brackets are written in brackets again',
      before: ['a:', "  - s: ['x', 'y']", ''],
      edits: [{ kind: 'insert', path: ['a'], value: { s: ['z', 'w'] } }],
      after: ['a:', "  - s: ['x', 'y']", "  - s: ['z', 'w']", ''],
    },
  ])
})

describe('remove takes an entry and nothing else', () => {
  check([
    {
      rule: 'a key with its value and the comments inside, not those around',
      before: ['# top', 'a: 1', '# about b', 'b:', '  # inside', '  c: 1', '  # end', '# about d', 'd: 1', ''],
      edits: [{ kind: 'remove', path: ['b'] }],
      after: ['# top', 'a: 1', '# about b', '# about d', 'd: 1', ''],
    },
    {
      rule: 'an item of a list',
      before: ['a:', '  - b: 1', '    c: 2', '', '  - b: 3', '  - b: 4', ''],
      edits: [{ kind: 'remove', path: ['a', 1] }],
      after: ['a:', '  - b: 1', '    c: 2', '', '  - b: 4', ''],
    },
    {
      rule: 'the first key of an item, whose dash stays',
      before: ['- a: 1', '  b: 2', '- c: 3', '  # about d', '  d: 4', ''],
      edits: [
        { kind: 'remove', path: [0, 'a'] },
        { kind: 'remove', path: [1, 'c'] },
      ],
      after: ['- b: 2', '- ', '  # about d', '  d: 4', ''],
    },
    {
      rule: 'the last entry leaves an empty list or mapping',
      before: ['a: # list', '  # none', '  - x', 'b:', '  c: 1', 'd:', '- - y', ''],
      edits: [
        { kind: 'remove', path: ['a', 0] },
        { kind: 'remove', path: ['b', 'c'] },
        { kind: 'remove', path: ['d', 0, 0] },
      ],
      after: ['a: [] # list', '  # none', 'b: {}', 'd:', '- []', ''],
    },
    {
      rule: 'the only key of the document leaves an empty mapping',
      before: ['# top', 'a: 1 # one', '# end', ''],
      edits: [{ kind: 'remove', path: ['a'] }],
      after: ['# top', '{} # one', '# end', ''],
    },
    {
      rule: 'a literal block with its lines',
      before: ['a: |', '  x', '', '  y', '', 'b: 1', ''],
      edits: [{ kind: 'remove', path: ['a'] }],
      after: ['', 'b: 1', ''],
    },
  ])
})

describe('move carries an item with the comments directly above it', () => {
  const before = [
    'a:',
    '  # the list',
    '',
    '  # x',
    '  - x: 1',
    '    # in x',
    '  # y',
    '  - y # why',
    '  - z',
    'b: 1',
    '',
  ]
  check([
    {
      rule: 'to the front',
      before,
      edits: [{ kind: 'move', path: ['a', 1], to: 0 }],
      after: ['a:', '  # the list', '', '  # y', '  - y # why', '  # x', '  - x: 1', '    # in x', '  - z', 'b: 1', ''],
    },
    {
      rule: 'to the end',
      before,
      edits: [{ kind: 'move', path: ['a', 0], to: 2 }],
      after: ['a:', '  # the list', '', '  # y', '  - y # why', '  - z', '  # x', '  - x: 1', '    # in x', 'b: 1', ''],
    },
    {
      rule: 'in brackets and in a list that is an item',
      before: ['a: [1, 2, 3]', 'b:', '- - x', '  - y', ''],
      edits: [
        { kind: 'move', path: ['a', 2], to: 0 },
        { kind: 'move', path: ['b', 0, 1], to: 0 },
      ],
      after: ['a: [3, 1, 2]', 'b:', '- - y', '  - x', ''],
    },
  ])
})
