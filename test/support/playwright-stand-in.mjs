// As much of `@playwright/test` as docs/testing.md uses, over playwright-core: fixtures by the names that a function takes
// apart, for a test or a worker; options; `use`, `describe`, `expect`. `run` runs what was declared.
import { chromium } from 'playwright-core'

const tests = []
let group = {}

const namesOf = (user) => (/\{([^}]*)\}/.exec(String(user))?.[1] ?? '').split(',').flatMap((name) => name.trim() || [])

/** A fixture's value and what ends it; the fixture waits inside `use` until then. */
async function setUp(fixture, needs) {
  if (typeof fixture !== 'function') return { value: fixture, end: async () => {} }
  const { promise: ended, resolve: letGo } = withResolvers()
  const { promise: started, resolve: start, reject: fail } = withResolvers()
  const done = fixture(needs, (value) => {
    start(value)
    return ended
  })
  done.catch(fail)
  const value = await started
  const end = () => {
    letGo()
    return done
  }
  return { value, end }
}

function withResolvers() {
  let settle
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { promise, ...settle }
}

class Scope {
  #values = new Map()
  #endings = []

  async get(name, make) {
    if (!this.#values.has(name)) {
      const { value, end } = await make()
      this.#values.set(name, value)
      this.#endings.push(end)
    }
    return this.#values.get(name)
  }

  async end() {
    for (const end of this.#endings.toReversed()) await end()
  }
}

/** Calls a test with what it takes apart. */
async function runTest({ body, fixtures }, worker) {
  const own = new Scope()
  const fixtureOf = (name) => {
    const [fixture, { scope = 'test' } = {}] = [fixtures[name]].flat()
    const place = scope === 'worker' ? worker : own
    return place.get(name, async () => setUp(fixture, await needsOf(fixture)))
  }
  const needsOf = async (user) => {
    const needs = {}
    if (typeof user === 'function') for (const name of namesOf(user)) needs[name] = await fixtureOf(name)
    return needs
  }
  await body(await needsOf(body))
  await own.end()
}

function makeTest(fixtures) {
  const test = (name, body) => tests.push({ name, body, fixtures: { ...fixtures, ...group } })
  return Object.assign(test, {
    extend: (more) => makeTest({ ...fixtures, ...more }),
    use(values) {
      group = { ...group, ...values }
    },
    describe(_name, declare) {
      const outer = group
      declare()
      group = outer
    },
  })
}

export const test = makeTest({
  browser: [
    async (_, use) => {
      const executablePath = process.env.CHROMIUM_PATH
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  storageState: undefined,
  page: async ({ browser, storageState }, use) => {
    const context = await browser.newContext({ storageState })
    await use(await context.newPage())
    await context.close()
  },
})

export const expect = (locator) => ({
  toContainText: (text) => locator.filter({ hasText: text }).first().waitFor({ timeout: 10_000 }),
})

/** The names of the tests that passed: all of them, or it throws. */
export async function run() {
  const worker = new Scope()
  for (const one of tests) await runTest(one, worker)
  await worker.end()
  return tests.map(({ name }) => name)
}
