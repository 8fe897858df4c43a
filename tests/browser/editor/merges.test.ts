import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';

/** Line surgery here while somebody writes there, in the same cell: the words of both are there afterwards. */
test('[EDIT-25] splitting, joining, emptying and replacing lines keeps what a peer writes meanwhile', async () => {
  await using app = await openPage('rows=12');
  const result = await app.page.evaluate(() => {
    const { harness } = window;
    type View = ReturnType<typeof harness.view>;
    const surgery = (row: number, here: (view: View) => void, at: number, prepare?: (view: View) => void) => {
      harness.windows[0]?.handle?.goToRow(harness.row(row));
      const view = harness.view();
      view.dispatch(view.state.tr.insertText('first line here\nsecond line here', 1, view.state.doc.content.size - 1));
      prepare?.(view);
      harness.exchange();
      here(harness.view());
      const words = harness.words(row, 'video', harness.peer);
      words.insert(Math.min(at, words.length), '<THEIRS>');
      harness.exchange();
      const text = harness.text(row, 'video');
      return {
        kept: text.includes('<THEIRS>'),
        same: harness.state() === harness.state(harness.peer),
        shown: view.state.doc.textContent === text,
      };
    };
    const press = (key: string) => (view: View) => {
      view.dom.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    };
    const caret = (view: View, at: number, to = at) => {
      const selection = view.state.selection.constructor as unknown as {
        create(doc: unknown, from: number, to: number): never;
      };
      view.dispatch(view.state.tr.setSelection(selection.create(view.state.doc, at, to)));
    };
    return {
      split: surgery(1, (view) => (caret(view, 6), press('Enter')(view)), 20),
      splitAtStart: surgery(2, (view) => (caret(view, 1), press('Enter')(view)), 5),
      join: surgery(3, (view) => view.dispatch(view.state.tr.delete(16, 17)), 20),
      deleteSecondLine: surgery(
        4,
        (view) => view.dispatch(view.state.tr.delete(16, view.state.doc.content.size - 1)),
        20,
      ),
      empty: surgery(5, (view) => view.dispatch(view.state.tr.delete(1, view.state.doc.content.size - 1)), 20),
      replaceAll: surgery(
        6,
        (view) => (caret(view, 1, view.state.doc.content.size - 1), view.dispatch(view.state.tr.insertText('new'))),
        20,
      ),
      undoMySplit: surgery(
        7,
        () => harness.run('edit.undo'),
        20,
        (view) => (harness.session.undo.seal(), caret(view, 6), press('Enter')(view), harness.session.undo.seal()),
      ),
      bold: surgery(8, (view) => (caret(view, 1, 20), harness.run('edit.bold')), 5),
    };
  });
  const good = { kept: true, same: true, shown: true };
  expect(result).toEqual({
    split: good,
    splitAtStart: good,
    join: good,
    deleteSecondLine: good,
    empty: good,
    replaceAll: good,
    undoMySplit: good,
    bold: good,
  });
});

test('[EDIT-26] emptying a cell as the very first thing after entering it is written down', async () => {
  await using app = await openPage('rows=12');
  const text = await app.page.evaluate(() => {
    const { harness } = window;
    harness.windows[0]?.handle?.goToRow(harness.row(4));
    const view = harness.view();
    view.dispatch(view.state.tr.delete(1, view.state.doc.content.size - 1));
    return harness.text(4, 'video');
  });
  expect(text).toBe('');
});
