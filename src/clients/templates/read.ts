/** A template's text as a template: YAML, schema, rules; each problem with the place where it stands. */
import type { z } from 'zod'
import { linePositions } from '../../config/yaml/line-positions.ts'
import { readDocument, type YamlDocument } from '../../config/yaml/read-document.ts'
import { TemplateInvalid, type TemplateProblem } from './errors.ts'
import { checkTemplate, type TemplateFault } from './rules.ts'
import { TEMPLATE, type Template } from './schema.ts'

type Path = readonly (string | number)[]

/** `client.redirect_uris[0]` */
function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

function faultsOf(issue: z.core.$ZodIssue): TemplateFault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ message: `there is no field '${key}' here`, path: [...path, key] }))
  }
  return [{ message: issue.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase()), path }]
}

function fail(faults: readonly TemplateFault[], { locator }: YamlDocument, source: string, file: string): never {
  const at = linePositions(source)
  const problems: TemplateProblem[] = faults.map(({ message, path }) => {
    const location = locator.locate(path)
    const offset = location.depth === path.length ? location.value : location.key
    return { message, path: pathText(path), position: { file, ...at(offset) } }
  })
  throw invalid(problems)
}

function invalid(problems: readonly TemplateProblem[]): TemplateInvalid {
  const [first] = problems
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const at = first === undefined || first.path === '' ? '' : `${first.path}: `
  return new TemplateInvalid(`this is no template: ${at}${first?.message}${more}`, problems, {
    position: first?.position,
    path: first?.path,
  })
}

/**
 * Reads the text of a template; `id` is what its file is called and what it has to call itself.
 *
 * @throws {@link TemplateInvalid} with every problem and its place
 */
export function readTemplate(source: string, { file, id }: { file: string; id: string }): Template {
  const document = readDocument(source)
  if (document.faults.length > 0) {
    const at = linePositions(source)
    throw invalid(
      document.faults.map(({ message, offset }) => ({ message, path: '', position: { file, ...at(offset) } })),
    )
  }
  const parsed = TEMPLATE.safeParse(document.value)
  if (!parsed.success) return fail(parsed.error.issues.flatMap(faultsOf), document, source, file)
  const misnamed =
    parsed.data.id === id ? [] : [{ message: `the file is called ${id}.yaml, so the id must be '${id}'`, path: ['id'] }]
  const faults = [...misnamed, ...checkTemplate(parsed.data)]
  return faults.length > 0 ? fail(faults, document, source, file) : parsed.data
}
