import { expect, test } from 'vitest';
import { RowId, SceneId } from '../../app/ids.ts';
import { withHeldRow, type Layout } from './layout.ts';

const row = (digit: string) => RowId.parse(`00000000-0000-4000-8000-00000000000${digit}`);
const scene = (digit: string) => SceneId.parse(`00000000-0000-4000-9000-00000000000${digit}`);
const layout = (...sections: [string, string][]): Layout => ({
  sections: sections.map(([id, rows]) => ({ sceneId: scene(id), rows: Array.from(rows, row) })),
});

test('[EDIT-22] a row that is still there is not held', () => {
  const now = layout(['1', '123']);
  expect(withHeldRow(now, layout(['1', '321']), row('2'))).toBe(now);
});

test('[EDIT-22] a row deleted under the person stays after the neighbour it had', () => {
  expect(withHeldRow(layout(['1', '145']), layout(['1', '12345']), row('3'))).toEqual(layout(['1', '1345']));
  expect(withHeldRow(layout(['1', '45']), layout(['1', '345']), row('3'))).toEqual(layout(['1', '345']));
});

test('[EDIT-22] a scene deleted under the person stays with their row, where it stood', () => {
  const before = layout(['1', '1'], ['2', '23'], ['3', '4']);
  expect(withHeldRow(layout(['1', '1'], ['3', '4']), before, row('3'))).toEqual(
    layout(['1', '1'], ['2', '3'], ['3', '4']),
  );
  expect(withHeldRow(layout(['3', '4']), before, row('2'))).toEqual(layout(['2', '2'], ['3', '4']));
});
