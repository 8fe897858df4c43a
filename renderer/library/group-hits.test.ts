import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { SearchHit } from '../../app/ipc/contract.ts';
import { Random } from '../../tests/support/random.ts';
import { groupHits } from './group-hits.ts';

test('[LIB-5] places of one script stand together, scripts in the order of their best place', () => {
  const random = new Random(3);
  const [one, other] = [ScriptId.parse(random.uuid()), ScriptId.parse(random.uuid())];
  const hit = (scriptId: ScriptId, title: string, text: string): SearchHit => ({
    scriptId,
    title,
    rowId: null,
    cell: 'heading',
    snippet: [{ text, hit: true }],
  });
  const groups = groupHits([hit(one, 'One', 'a'), hit(other, 'Other', 'b'), hit(one, 'One', 'c')]);
  expect(groups.map(({ title, first, hits }) => [title, first, hits.map(({ snippet }) => snippet[0]?.text)])).toEqual([
    ['One', 0, ['a', 'c']],
    ['Other', 2, ['b']],
  ]);
});
