import { defineConfig } from 'vitest/config';

/** One project per kind of test; `npm test -- --project unit` runs one. e2e opens windows and runs one file at a time. */
const beside = ['app', 'main', 'preload', 'renderer', 'supabase', 'build', 'bench'].map(
  (folder) => `${folder}/**/*.test.{ts,tsx}`,
);

/** Two at a time also where vitest would leave a core free: nothing else runs here meanwhile. */
const WORKERS = 2;

/** Modules keep no state, so that files may share one process; that halves what they take. */
const TOGETHER = { isolate: false, maxWorkers: WORKERS };

/**
 * A real window on a machine that others use may miss a beat: such a test is tried once more, and the report says so.
 * Tests about losing work (tests/e2e/kill.test.ts) are not: there, once is too often.
 */
const ONCE_MORE = 1;

/** One Postgres for these projects together. */
const SERVER_SETUP = 'tests/support/server/global-setup.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: beside, ...TOGETHER } },
      { test: { name: 'arch', include: ['tests/arch/**/*.test.ts'], ...TOGETHER } },
      {
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts', 'tests/mutants/*.test.ts'],
          globalSetup: SERVER_SETUP,
          maxWorkers: WORKERS,
          // They start threads and processes, which on a busy machine takes a while.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts'],
          globalSetup: SERVER_SETUP,
          maxWorkers: WORKERS,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['tests/fuzz/**/*.test.ts', 'tests/sim/**/*.test.ts', 'tests/soak/**/*.test.ts'],
          testTimeout: 120_000,
          ...TOGETHER,
        },
      },
      {
        test: {
          name: 'disaster',
          include: ['tests/power/**/*.test.ts', 'tests/kill/**/*.test.ts'],
          globalSetup: 'tests/power/setup.ts',
          maxWorkers: WORKERS,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/editor/**/*.test.ts'],
          globalSetup: 'tests/browser/setup.ts',
          // The surface's tests are about carets and frames: sensitive to what runs beside them.
          fileParallelism: false,
          retry: ONCE_MORE,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'screens',
          include: ['tests/browser/screens/**/*.test.ts'],
          globalSetup: 'tests/browser/setup.ts',
          maxWorkers: WORKERS,
          retry: ONCE_MORE,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/*.test.ts'],
          globalSetup: 'build/run/e2e-setup.ts',
          fileParallelism: false,
          retry: ONCE_MORE,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'sync',
          include: ['tests/e2e/sync/**/*.test.ts'],
          globalSetup: 'tests/e2e/sync/setup.ts',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
