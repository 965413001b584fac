// Checks the import directions of .dependency-cruiser.cjs; a run that saw no module proves nothing and fails.
import { createRequire } from 'node:module'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const folder = process.argv[2] ?? 'src'
const { output } = await cruise([folder], { ...options, ruleSet: { forbidden }, validate: true }, undefined, {
  tsConfig: extractTSConfig('tsconfig.json'),
})
const { violations, totalCruised } = output.summary
for (const { from, to, rule } of violations) {
  const comment = forbidden.find(({ name }) => name === rule.name)?.comment
  console.error(`${rule.name}: ${from} → ${to}${comment ? ` (${comment})` : ''}`)
}
console.log(`import directions: ${totalCruised} modules, ${violations.length} violations`)
if (violations.length > 0 || totalCruised === 0) process.exitCode = 1
