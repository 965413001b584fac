/**
 * Questions to the user: only where stdin and stderr are terminals, on stderr, and only for what flags left out.
 * Without a terminal a missing value is a usage error that names the flag.
 */
import { UsageError } from '../errors.ts'

/** Whether questions can be asked. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** The error for a value that neither a flag nor (without a terminal) a prompt gave. */
export function missing(flag: string, what: string): UsageError {
  return new UsageError(`${what} is missing`, { hint: `give it with ${flag}; on a terminal you will be asked for it` })
}

/** Prompts write to stderr, so that stdout holds the result alone. */
const CONTEXT = { output: process.stderr }

type Validate = (value: string) => true | string | Promise<true | string>

export interface InputQuestion {
  /** The flag that answers this question, such as `--id`. */
  flag: string
  /** What is asked for, as the message and in the error without a terminal. */
  message: string
  default?: string
  validate?: Validate
}

/** Asks for a line of text. */
export async function askText({ flag, message, default: preset, validate }: InputQuestion): Promise<string> {
  if (!isInteractive()) throw missing(flag, message)
  const { input } = await import('@inquirer/prompts')
  return input({ message, ...(preset !== undefined && { default: preset }), ...(validate && { validate }) }, CONTEXT)
}

export interface Choice<Value> {
  value: Value
  name: string
  description?: string
}

/** Asks for one of several choices. */
export async function askChoice<Value>(question: {
  flag: string
  message: string
  choices: readonly Choice<Value>[]
  default?: Value
}): Promise<Value> {
  if (!isInteractive()) throw missing(question.flag, question.message)
  const { select } = await import('@inquirer/prompts')
  const { message, choices, default: preset } = question
  return select({ message, choices: [...choices], ...(preset !== undefined && { default: preset }) }, CONTEXT)
}

/** Asks for one of many choices, which are searched while the user types. */
export async function askSearch<Value>(question: {
  flag: string
  message: string
  source: (typed: string) => readonly Choice<Value>[]
}): Promise<Value> {
  if (!isInteractive()) throw missing(question.flag, question.message)
  const { search } = await import('@inquirer/prompts')
  const { message, source } = question
  return search({ message, source: async (typed) => [...source(typed ?? '')], pageSize: 10 }, CONTEXT)
}

/** Asks for any number of choices. */
export async function askChoices<Value>(question: {
  flag: string
  message: string
  choices: readonly (Choice<Value> & { checked?: boolean })[]
}): Promise<Value[]> {
  if (!isInteractive()) throw missing(question.flag, question.message)
  const { checkbox } = await import('@inquirer/prompts')
  return checkbox({ message: question.message, choices: [...question.choices] }, CONTEXT)
}

/** Asks yes or no. */
export async function askYes(question: { flag: string; message: string; default: boolean }): Promise<boolean> {
  if (!isInteractive()) throw missing(question.flag, question.message)
  const { confirm } = await import('@inquirer/prompts')
  return confirm({ message: question.message, default: question.default }, CONTEXT)
}

/** Asks for a secret that is not shown while it is typed. */
export async function askHidden({ message, validate }: { message: string; validate?: Validate }): Promise<string> {
  const { password } = await import('@inquirer/prompts')
  return password({ message, mask: false, ...(validate && { validate }) }, CONTEXT)
}
