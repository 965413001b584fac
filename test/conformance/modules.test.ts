import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Module, PlanName } from './modules.ts'
import { CONFIG_MODULES } from './modules-config.ts'
import { REQUEST_MODULES } from './modules-requests.ts'
import { TOKEN_MODULES } from './modules-tokens.ts'
import { conformancePage, type Finding } from './page.ts'
import { type ConformanceProvider, startConformanceProvider } from './provider.ts'
import { type Plan, RelyingParty } from './relying-party.ts'

const PAGE = join(import.meta.dirname, '../../docs/conformance.md')

const RESPONSE_TYPES: Readonly<Record<PlanName, readonly string[]>> = {
  Config: ['code'],
  Basic: ['code'],
  Implicit: ['id_token', 'id_token token'],
  Hybrid: ['code id_token', 'code token', 'code id_token token'],
}

const MODULES: readonly Module[] = [...CONFIG_MODULES, ...TOKEN_MODULES, ...REQUEST_MODULES]

/** Modules that are known not to be met, with the reason. */
const NOT_MET: Readonly<Record<string, string>> = {}

const findings: Finding[] = []
let provider: ConformanceProvider

beforeAll(async () => {
  provider = await startConformanceProvider()
})

afterAll(() => provider.close())

function runModules(name: PlanName, plan: Plan): void {
  const applies = ({ plans, response_types = [plan.response_type] }: Module) =>
    plans.includes(name) && response_types.includes(plan.response_type)
  for (const module of MODULES.filter(applies)) {
    it(module.name, async () => {
      const reason = NOT_MET[module.name]
      const run = module.run(new RelyingParty(provider, plan))
      if (reason !== undefined) await expect(run).rejects.toThrow()
      findings.push({
        plan: name,
        ...plan,
        module: module.name,
        result: reason === undefined ? await run : { failed: reason },
      })
    })
  }
}

for (const [name, response_types] of Object.entries(RESPONSE_TYPES) as [PlanName, readonly string[]][]) {
  for (const response_type of response_types) {
    const title = `${name} OP${name === 'Config' ? '' : `, ${response_type}`}`
    describe(title, () => runModules(name, { response_type, response_mode: 'default' }))
    if (name === 'Config') continue
    describe(`Form Post OP: ${title}`, () => runModules(name, { response_type, response_mode: 'form_post' }))
  }
}

describe('docs/conformance.md', () => {
  it('says what this run found (scripts/conformance-page.mjs writes it)', async () => {
    const page = conformancePage(findings)
    if (process.env['OIDC_WRITE_PAGE'] !== undefined) await writeFile(PAGE, page)
    expect(await readFile(PAGE, 'utf8')).toBe(page)
  })
})
