import { defineConfig } from 'vitest/config'

/** The long counts of the property and kill tests. */
export default defineConfig({
  test: {
    include: ['test/torture/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
