import { defineConfig } from 'vitest/config'

/** Tests stand beside what they test. Those of db and server share one PostgreSQL, started once per run. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'shared', root: 'shared', include: ['**/*.test.ts'] } },
      {
        test: {
          name: 'db',
          root: 'db',
          include: ['**/*.test.ts'],
          globalSetup: 'testing/test-server.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'server',
          root: 'server',
          include: ['**/*.test.ts'],
          globalSetup: '../db/testing/test-server.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'web', root: 'web', include: ['**/*.test.ts'] } },
    ],
  },
})
