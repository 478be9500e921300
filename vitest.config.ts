import { defineConfig } from 'vitest/config'

const node = { pool: 'forks' as const, environment: 'node' as const }

/** Vite would take the `module` entry of graphql, Node and everybody else's packages take `main`: there must be one copy. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] }

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
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
        resolve,
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
        resolve,
        test: {
          ...node,
          name: 'kafka',
          include: ['tests/kafka/**/*.test.ts'],
          // kafkajs asks for a timer in the past, once a process.
          execArgv: ['--disable-warning=TimeoutNegativeWarning'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          globalSetup: ['tests/testkit/postgres-setup.ts', 'tests/testkit/kafka-setup.ts'],
          fileParallelism: false,
        },
      },
      {
        resolve,
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
