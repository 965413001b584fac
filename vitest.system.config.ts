import { defineConfig } from 'vitest/config'

/** What needs Debian packages: chromium, openssl, python3, jose, …; `scripts/system-packages.sh` installs them. */
export default defineConfig({
  test: {
    include: ['test/system/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
