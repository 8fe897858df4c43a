import type { Counts } from '../../build/run/count-reporter.ts';

/** A planted fault: a patch whose first lines say what it breaks and which tests must notice. */
export interface Fault {
  readonly path: string;
  readonly title: string;
  /** Arguments for vitest. */
  readonly tests: string;
}

export type Verdict =
  | 'found'
  | 'NOT FOUND'
  | 'does not apply'
  | 'red without the fault'
  /** Fewer tests ended than without the fault: it broke loading or never came to an end, and proves no test's worth. */
  | 'tests did not run';

export function readFault(path: string, patch: string): Fault {
  const header = (name: string): string => {
    const value = new RegExp(`^# ${name}: (.+)$`, 'm').exec(patch)?.[1]?.trim();
    if (value === undefined) throw new Error(`${path} has no line "# ${name}: …".`);
    return value;
  };
  return { path, title: header('title'), tests: header('tests') };
}

const total = ({ passed, failed, skipped }: Counts): number => passed + failed + skipped;

export function judge(before: Counts, after: Counts): Verdict {
  if (before.failed > 0 || before.passed === 0) return 'red without the fault';
  if (after.failed === 0) return 'NOT FOUND';
  return total(after) < total(before) ? 'tests did not run' : 'found';
}
