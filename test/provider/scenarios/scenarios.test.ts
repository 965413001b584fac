import { describe, expect, it } from 'vitest'
import { check } from './expectations.ts'
import { perform } from './perform.ts'
import { startWorld } from './start.ts'
import { expectationOf, SCENARIOS, type Scenario, type Stage } from './vectors.ts'
import { WAITING } from './waiting.ts'
import type { World } from './world.ts'

async function runStage(world: World, stage: Stage): Promise<void> {
  const outcome = await perform(world, stage.request)
  await check(expectationOf(stage, world.mode), outcome, world)
}

async function run(scenario: Scenario, mode: World['mode']): Promise<void> {
  const world = await startWorld(scenario.given, mode)
  await runStage(world, scenario)
  for (const stage of scenario.then ?? []) await runStage(world, stage)
}

describe.each(['standard', 'authelia'] as const)('provider scenarios, %s', (mode) => {
  for (const scenario of SCENARIOS) {
    const { id, area, note } = scenario
    const title = `${id} (${area})${note === undefined ? '' : `: ${note}`}`
    const waitsFor = WAITING[id] ?? WAITING[`${id} ${mode}`]
    if (waitsFor === undefined) it(title, () => run(scenario, mode))
    else it(`${title} waits for ${waitsFor}`, () => expect(run(scenario, mode)).rejects.toThrow())
  }
})
