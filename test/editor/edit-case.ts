import { expect, it } from 'vitest'
import type { Edit } from '../../src/editor/edit.ts'
import { editYaml } from '../../src/editor/edit-yaml.ts'
import { ToolError } from '../../src/errors.ts'

/** An edit as its lines before and after; the last element is '' where the text ends with a line end. */
export interface EditCase {
  rule: string
  before: string[]
  edits: Edit[]
  after: string[]
}

/** Declares one test for each case, once with LF and once with CRLF. */
export function check(cases: EditCase[]): void {
  for (const { rule, before, edits, after } of cases)
    for (const eol of ['\n', '\r\n'])
      it(`${rule} (${eol === '\n' ? 'LF' : 'CRLF'})`, () =>
        expect(editYaml(before.join(eol), edits).split(eol)).toEqual(after))
}

/** A text in which edits are refused, with the code and the place of the refusal. */
export interface RefusalCase {
  rule: string
  text: string[]
  edit: Edit
  code: string
  at?: [line: number, column: number]
}

/** Declares one test for each refusal. */
export function checkRefusals(cases: RefusalCase[]): void {
  for (const { rule, text, edit, code, at } of cases)
    it(rule, () => {
      const error = refusalOf(text.join('\n'), edit)
      expect(error).toMatchObject({ code })
      if (at !== undefined) expect(error.position).toEqual({ file: 'c.yml', line: at[0], column: at[1] })
    })
}

function refusalOf(text: string, edit: Edit): ToolError {
  try {
    editYaml(text, [edit], { file: 'c.yml' })
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
  throw new Error('the edit was made')
}
