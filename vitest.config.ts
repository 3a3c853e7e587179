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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

/**
 * Tests without a store. The limits are for what hangs: on a busy machine everything takes several times as long.
 * Tests of pure code share their process, which saves a third of the time.
 */
function project(name: string, include: string[], options: { isolate?: boolean } = {}) {
  return {
    extends: true as const,
    test: { name, include, testTimeout: 60_000, hookTimeout: 60_000, ...options },
  };
}
