/** What a template learns from its surroundings: environment variables and files. */
import { environmentValue, expandReferences, isOwnSecretName } from '../../environment.ts'
import type { FunctionContext, TemplateFunction } from '../template-function.ts'
import { fail } from '../template-invalid.ts'

function required(name: string, { environment }: FunctionContext): string {
  if (!isOwnSecretName(name) && (!Object.hasOwn(environment, name) || environment[name] === undefined)) {
    fail(`the environment variable ${name} is not set`, `set it, or write {{ env "${name}" }} if it may be empty`)
  }
  return environmentValue(environment, name)
}

function content(path: string, { files, unreadable, budget }: FunctionContext): string {
  let text: string
  try {
    text = files.readFile(path)
  } catch (error) {
    return unreadable(path, error instanceof Error ? error.message : 'unknown cause')
  }
  budget.checkLength(text.length)
  budget.spend(text.length)
  return text
}

export const SURROUNDINGS: Readonly<Record<string, TemplateFunction>> = {
  env: { parameters: ['string'], call: (args, { environment }) => environmentValue(environment, args.text(0)) },
  mustEnv: { parameters: ['string'], call: (args, context) => required(args.text(0), context) },
  expandenv: {
    parameters: ['string'],
    call: (args, { environment }) => expandReferences(args.text(0), (name) => environmentValue(environment, name)),
  },
  fileContent: { parameters: ['string'], call: (args, context) => content(args.text(0), context) },
  secret: {
    parameters: ['string'],
    call: (args, context) => content(args.text(0), context).replace(/\n+$/, ''),
  },
}
