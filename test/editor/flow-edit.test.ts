import { describe } from 'vitest'
import { check } from './edit-case.ts'

describe('an edit between brackets or braces stays between them', () => {
  check([
    {
      rule: 'insert on one line',
      before: ["a: [ 'x', 'y' ] # why", 'b: {c: 1}', ''],
      edits: [
        { kind: 'insert', path: ['a'], value: 'z' },
        { kind: 'insert', path: ['a'], at: 0, value: 'w' },
        { kind: 'set', path: ['b', 'd'], value: ['e', { f: 'g' }] },
      ],
      after: ["a: [ 'w', 'x', 'y', 'z' ] # why", "b: {c: 1, d: ['e', {f: 'g'}]}", ''],
    },
    {
      rule: 'insert where every item has its line',
      before: ['a: [', '  1, # one', '  2 # two', ']', 'b: [', '  1,', '  2,', '  ]', ''],
      edits: [
        { kind: 'insert', path: ['a'], value: 3, comment: 'three' },
        { kind: 'insert', path: ['a'], at: 0, value: 0 },
        { kind: 'insert', path: ['b'], value: 3 },
      ],
      after: [
        ...['a: [', '  0,', '  1, # one', '  2, # two', '  # three', '  3', ']'],
        ...['b: [', '  1,', '  2,', '  3,', '  ]', ''],
      ],
    },
    {
      rule: 'a comma behind the last item stays',
      before: ['a: [1, 2,]', ''],
      edits: [{ kind: 'insert', path: ['a'], value: 3 }],
      after: ['a: [1, 2, 3,]', ''],
    },
    {
      rule: 'an empty list inside braces stays a list in brackets',
      before: ['a: {b: [], c: , d}', ''],
      edits: [
        { kind: 'insert', path: ['a', 'b'], value: 1 },
        { kind: 'set', path: ['a', 'c'], value: 2 },
        { kind: 'set', path: ['a', 'd'], value: 3 },
      ],
      after: ['a: {b: [1], c: 2, d: 3}', ''],
    },
    {
      rule: 'an empty list that holds a comment keeps it',
      before: ['a: [ # none', ']', ''],
      edits: [{ kind: 'insert', path: ['a'], value: 1 }],
      after: ['a: [1 # none', ']', ''],
    },
    {
      rule: 'set replaces one value',
      before: ['a: {b: "x", c: [1, {d: 2}]}', ''],
      edits: [
        { kind: 'set', path: ['a', 'b'], value: 'y' },
        { kind: 'set', path: ['a', 'c', 1, 'd'], value: [true] },
        { kind: 'set', path: ['a', 'c', 0], value: null },
      ],
      after: ['a: {b: "y", c: [null, {d: [true]}]}', ''],
    },
    {
      rule: 'remove takes the comma with it',
      before: ['a: [1, 2, 3, 4]', 'b: {c: 1, d: 2}', 'e: [1]', 'f: [1, 2,]', ''],
      edits: [
        { kind: 'remove', path: ['a', 3] },
        { kind: 'remove', path: ['a', 1] },
        { kind: 'remove', path: ['a', 0] },
        { kind: 'remove', path: ['b', 'c'] },
        { kind: 'remove', path: ['e', 0] },
        { kind: 'remove', path: ['f', 1] },
      ],
      after: ['a: [3]', 'b: {d: 2}', 'e: []', 'f: [1,]', ''],
    },
    {
      rule: 'remove takes the line of an item',
      before: ['a: [', '  1, # one', '  2, # two', '  # about three', '  3 # three', ']', ''],
      edits: [
        { kind: 'remove', path: ['a', 2] },
        { kind: 'remove', path: ['a', 0] },
      ],
      after: ['a: [', '  2 # two', '  # about three', ']', ''],
    },
    {
      rule: 'a JSON text stays JSON',
      before: ['{', '  "a": "x",', '  "b": {', '    "c": ["$y"]', '  }', '}', ''],
      edits: [
        { kind: 'insert', path: ['b', 'c'], value: '$z\n' },
        { kind: 'set', path: ['d'], value: { e: 'f' } },
        { kind: 'set', path: ['b', 'g'], value: 1 },
      ],
      after: [
        ...[
          '{',
          '  "a": "x",',
          '  "b": {',
          '    "c": ["$y", "$z\\n"],',
          '    "g": 1',
          '  },',
          '  "d": {"e": "f"}',
          '}',
          '',
        ],
      ],
    },
    {
      rule: 'a document that is {} becomes a block',
      before: ['{}', ''],
      edits: [{ kind: 'set', path: ['a', 'b'], value: 1 }],
      after: ['a:', '  b: 1', ''],
    },
    {
      rule: 'strings in brackets are quoted where brackets need it',
      before: ['a: [x]', ''],
      edits: [{ kind: 'insert', path: ['a'], value: 'y, z' }],
      after: ["a: [x, 'y, z']", ''],
    },
  ])
})
