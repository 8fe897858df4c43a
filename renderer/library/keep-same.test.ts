import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import { Random } from '../../tests/support/random.ts';
import { keepSame } from './keep-same.ts';

test('[LIB-1] a list that is read again keeps what did not change and takes what did', () => {
  const random = new Random(5);
  const script = (title: string): ScriptSummary => ({
    scriptId: ScriptId.parse(random.uuid()),
    title,
    createdAt: 1,
    editedAt: 1,
    trashedAt: null,
    scenes: 1,
    rows: 1,
    words: 1,
    seconds: 1,
    readOnly: null,
  });
  const [one, other, gone] = [script('One'), script('Other'), script('Gone')];
  const renamed = { ...other, title: 'Renamed' };
  const list = keepSame([one, other, gone], [renamed, { ...one }]);
  expect(list).toEqual([renamed, one]);
  expect([list[0] === renamed, list[1] === one]).toEqual([true, true]);
});
