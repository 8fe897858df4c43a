import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Outcome extends Counts {
  /** What failed, a line each: the last lines of a long run are what is read first. */
  readonly failures: readonly string[];
}

/** Where the reporter leaves its counts; `npm test` adds up what several runs of vitest left. */
export const COUNTS_FILE = 'GALLEY_TEST_COUNTS';

/** Counts every test, and as a failure also each file that did not load and each error that belongs to no test. */
export default class CountReporter implements Reporter {
  readonly onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, unhandled) => {
    const path = process.env[COUNTS_FILE];
    if (path === undefined) return;
    const counts = { passed: 0, skipped: 0 };
    const failures = unhandled.map((error) => `outside a test: ${firstLine(error)}`);
    for (const module of modules) {
      const file = module.relativeModuleId;
      // A file or suite that failed on its own account: it did not load, or a hook of it threw.
      for (const error of module.errors()) failures.push(`${file}: ${firstLine(error)}`);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) failures.push(`${file} > ${suite.fullName}: ${firstLine(error)}`);
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed' || state === 'skipped') counts[state] += 1;
        else failures.push(`${file} > ${test.fullName}: ${firstLine(errors?.[0])}`);
      }
    }
    writeFileSync(path, JSON.stringify({ ...counts, failed: failures.length, failures } satisfies Outcome));
  };
}

function firstLine(error: { readonly message?: string } | undefined): string {
  return error?.message?.split('\n', 1)[0] ?? 'it did not end';
}
