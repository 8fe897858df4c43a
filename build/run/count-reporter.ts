import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Where the reporter leaves its counts; `npm test` adds up what several runs of vitest left. */
export const COUNTS_FILE = 'GALLEY_TEST_COUNTS';

/** Counts every test, and as a failure also each file that did not load and each error that belongs to no test. */
export default class CountReporter implements Reporter {
  readonly onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, unhandled) => {
    const path = process.env[COUNTS_FILE];
    if (path === undefined) return;
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file or suite that failed on its own account: it did not load, or a hook of it threw.
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'pending') counts.failed += 1;
        else counts[state] += 1;
      }
    }
    writeFileSync(path, JSON.stringify(counts satisfies Counts));
  };
}
