/** The flags that choose and fill a template. */
import { homedir } from 'node:os'
import { Flags } from '@oclif/core'
import type { TemplateFolder } from '../../clients/templates/list.ts'
import { templateFolders } from '../../clients/templates/load.ts'
import { UsageError } from '../../errors.ts'

export const templatesFlag = {
  templates: Flags.string({ summary: 'Folder with templates of your own', helpValue: 'DIR' }),
}

export const templateFlags = {
  template: Flags.string({ summary: 'The application; oidc client templates lists them', helpValue: 'APP' }),
  url: Flags.string({ summary: 'Address of the application, for its template' }),
  set: Flags.string({
    summary: 'A value that the template asks for (repeatable)',
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ...templatesFlag,
}

/** Own templates first, then those of the user's settings, then the program's. */
export function foldersOf({ templates }: { templates?: string | undefined }, packageRoot: string): TemplateFolder[] {
  return templateFolders({ packageRoot, own: templates, environment: process.env, home: homedir() })
}

/** @throws {@link UsageError} for a `--set` without `=` */
export function readSet(assignments: readonly string[] | undefined): Record<string, string> {
  const set: Record<string, string> = {}
  for (const text of assignments ?? []) {
    const at = text.indexOf('=')
    if (at < 1) throw new UsageError(`--set: '${text}' is no assignment`, { hint: 'write --set KEY=VALUE' })
    set[text.slice(0, at)] = text.slice(at + 1)
  }
  return set
}
