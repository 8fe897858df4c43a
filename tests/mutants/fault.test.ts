import { expect, test } from 'vitest';
import { judge, readFault } from './fault.ts';

const green = { passed: 5, failed: 0, skipped: 0 };

test('[HOUSE-13] a planted fault is found only when its tests ran and went red', () => {
  expect(judge(green, { passed: 4, failed: 1, skipped: 0 })).toBe('found');
  expect(judge(green, green)).toBe('NOT FOUND');
  expect(judge(green, { passed: 0, failed: 1, skipped: 0 })).toBe('tests did not run');
  expect(judge({ passed: 4, failed: 1, skipped: 0 }, { passed: 4, failed: 1, skipped: 0 })).toBe(
    'red without the fault',
  );
  expect(judge({ passed: 0, failed: 0, skipped: 0 }, { passed: 0, failed: 1, skipped: 0 })).toBe(
    'red without the fault',
  );
});

test('[HOUSE-13] a planted fault says what it breaks and which tests must notice', () => {
  const patch = '# title: Order forgets ties\n# tests: --project unit app/script\n\ndiff --git a/x b/x\n';
  expect(readFault('a.patch', patch)).toEqual({
    path: 'a.patch',
    title: 'Order forgets ties',
    tests: '--project unit app/script',
  });
  expect(() => readFault('a.patch', '# title: Nothing else')).toThrow('a.patch has no line "# tests: …".');
});
