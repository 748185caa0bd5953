import { defineConfig } from 'vitest/config'

/** Tests stand beside what they test. Those of db and server share one PostgreSQL, started once per run. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'shared', include: ['shared/**/*.test.ts'] } },
      {
        test: {
          name: 'database',
          include: ['db/**/*.test.ts', 'server/**/*.test.ts'],
          globalSetup: 'db/testing/test-server.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'web', root: 'web', include: ['**/*.test.ts'] } },
    ],
  },
})
