import { defineConfig } from 'vitest/config';

/** No retries and no skips anywhere: a test that passes at the second try is a defect. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    allowOnly: false,
    projects: [
      project('unit', ['src/**/*.test.ts'], { isolate: false }),
      project('flows', ['test/flows/**/*.test.ts'], { isolate: false }),
      project('contract', ['test/contract/**/*.test.ts']),
      project('guards', ['test/guards/**/*.test.ts']),
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

/**
 * Tests without a store: a slow one is a mistake, unless it explores a lot on purpose and says so itself. Tests
 * of pure code share their process, which saves a third of the time.
 */
function project(name: string, include: string[], options: { isolate?: boolean } = {}) {
  return {
    extends: true as const,
    test: { name, include, testTimeout: 10_000, hookTimeout: 10_000, ...options },
  };
}
