import { defineConfig } from 'vitest/config'

const node = { pool: 'forks' as const, environment: 'node' as const }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: [
            'schema/**/*.test.ts',
            'services/**/*.test.ts',
            'deploy/**/*.test.ts',
            'tests/testkit/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: ['tests/testkit/postgres-setup.ts'],
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          globalSetup: ['tests/testkit/postgres-setup.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
})
