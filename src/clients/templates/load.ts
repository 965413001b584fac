/**
 * Finds and reads one template, without looking at the others. Own templates (`--templates DIR`, then `oidc/templates`
 * in the user's configuration folder) come before those of the package.
 */
import { join } from 'node:path'
import { FileNotFound, readText } from '../../primitives/files.ts'
import { TemplateNotFound } from './errors.ts'
import { listTemplates, TEMPLATE_LIMIT, type TemplateFolder } from './list.ts'
import type { Template } from './schema.ts'
import { suggestTemplate } from './search.ts'

export interface TemplatePlaces {
  /** The folder of the program's package.json. */
  packageRoot: string
  /** `--templates DIR`; must exist when given. */
  own?: string | undefined
  environment: Readonly<Record<string, string | undefined>>
  home: string
}

/** The folders that templates are looked for in, the first ones first. */
export function templateFolders({ packageRoot, own, environment, home }: TemplatePlaces): TemplateFolder[] {
  const configured = environment['XDG_CONFIG_HOME']
  const configuration = configured === undefined || configured === '' ? join(home, '.config') : configured
  return [
    ...(own === undefined ? [] : [{ path: own }]),
    { path: join(configuration, 'oidc', 'templates'), optional: true },
    { path: join(packageRoot, 'templates') },
  ]
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readText(file, { limit: TEMPLATE_LIMIT })
  } catch (error) {
    if (error instanceof FileNotFound) return undefined
    throw error
  }
}

interface Found {
  source: string
  file: string
}

async function find(id: string, folders: readonly TemplateFolder[]): Promise<Found | undefined> {
  for (const { path } of folders) {
    for (const extension of ['yaml', 'yml']) {
      const file = join(path, `${id}.${extension}`)
      const source = await readIfThere(file)
      if (source !== undefined) return { source, file }
    }
  }
  return undefined
}

async function notFound(id: string, folders: readonly TemplateFolder[]): Promise<TemplateNotFound> {
  const near = suggestTemplate(id, await listTemplates(folders))
  const hint =
    near === undefined
      ? 'oidc client templates lists them'
      : `did you mean ${near.id} (${near.name})? oidc client templates lists all`
  return new TemplateNotFound(`there is no template '${id}'`, { hint })
}

/**
 * Reads the template `id` from the first folder that has it.
 *
 * @throws {@link TemplateNotFound} with what was probably meant, TemplateInvalid with the place of each problem
 */
export async function loadTemplate(id: string, folders: readonly TemplateFolder[]): Promise<Template> {
  const found = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? await find(id, folders) : undefined
  if (found === undefined) throw await notFound(id, folders)
  const { readTemplate } = await import('./read.ts')
  return readTemplate(found.source, { file: found.file, id })
}
