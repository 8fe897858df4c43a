import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

/** Every shape a cell can have, planted by another device into rows 2 to 8. */
async function plantShapes({ page }: Surface): Promise<void> {
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => {
      const fill = (row: number, delta: { insert: string; attributes?: Record<string, object> }[]): void => {
        const words = harness.words(row, 'audio', peer);
        words.delete(0, words.length);
        words.applyDelta(delta);
      };
      fill(2, []);
      fill(3, [{ insert: 'ends with a line feed\n' }]);
      fill(4, [{ insert: '\n' }]);
      fill(5, [{ insert: 'bold to the end\n', attributes: { bold: {} } }]);
      fill(6, [
        { insert: 'plain ' },
        { insert: 'bold ', attributes: { bold: {} } },
        { insert: 'both', attributes: { bold: {}, italic: {} } },
        { insert: ' italic  two  spaces\nand a ', attributes: { italic: {} } },
        { insert: 'link', attributes: { link: { href: 'https://example.org/' }, underline: {} } },
        { insert: ' lit', attributes: { link: { href: 'https://example.org/' }, highlight: {} } },
        { insert: ' other', attributes: { link: { href: 'https://example.org/2' }, strike: {} } },
      ]);
      fill(7, [{ insert: `fi ffi office ${'x'.repeat(140)}\n\n  indented` }]);
      fill(8, [{ insert: '日本語の原稿 🎬 مرحبا' }]);
    });
  });
  await new Surface(page).frames();
}

test('[EDIT-10] the live cell and the drawn one are equal: elements, boxes and pixels', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  await plantShapes(surface);
  for (let row = 1; row <= 9; row++) {
    for (const kind of ['video', 'audio'] as const) {
      await surface.enter(12);
      const cell = await surface.cell(row, kind);
      const look = () =>
        cell.evaluate((words) => {
          const text = words.firstElementChild;
          const from = words.getBoundingClientRect();
          const boxes = [...words.querySelectorAll('*')].map((node) => {
            const { x, y, width, height } = node.getBoundingClientRect();
            return [x - from.x, y - from.y, width, height].map((value) => value.toFixed(2)).join();
          });
          return { html: text?.innerHTML, className: text?.className.replace(' ProseMirror-focused', ''), boxes };
        });
      const drawn = await look();
      const picture = await cell.screenshot();
      await surface.enter(row, kind, 'start');
      // Only the caret, the tint and the prompt tell that it is live; they are taken away for the comparison.
      await page.evaluate(() => document.documentElement.classList.add('is-bare'));
      await surface.frames();
      expect(await look(), `row ${row} ${kind}`).toEqual(drawn);
      expect((await cell.screenshot()).equals(picture), `pixels of row ${row} ${kind}`).toBe(true);
      await page.evaluate(() => document.documentElement.classList.remove('is-bare'));
    }
  }
  expect(app.complaints).toEqual([]);
});

test('[EDIT-11] the caret lands where the press was, on cells that were not live before', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const wrong: unknown[] = [];
  for (let step = 0; step < 40; step++) {
    const number = 1 + (step % 8);
    const kind = step % 3 === 0 ? 'video' : 'audio';
    // The browser itself says which letter of the drawn cell is there.
    const point = await page.evaluate(
      ([row, cellKind, count]) => {
        const words = document.querySelector(
          `[data-row="${window.harness.row(row)}"] [data-kind="${cellKind}"] .words`,
        );
        if (!words) throw new Error('No such cell.');
        const box = words.getBoundingClientRect();
        const x = Math.round(box.left + (box.width * ((count * 37) % 100)) / 100);
        const y = Math.round(box.top + 8 + ((box.height - 16) * ((count * 53) % 100)) / 100);
        const caret = document.caretPositionFromPoint(x, y);
        if (!caret) throw new Error('No caret there.');
        const range = document.createRange();
        range.setStart(words, 0);
        range.setEnd(caret.offsetNode, caret.offset);
        return { x, y, before: range.toString().length };
      },
      [number, kind, step] as const,
    );
    await page.mouse.click(point.x, point.y);
    const here = await page.evaluate(() => window.harness.here());
    if (here !== `${number} ${kind} ${point.before}`) wrong.push({ point, here, number, kind });
  }
  expect(wrong).toEqual([]);
});

test('[EDIT-12] a drag on a drawn cell selects words; over other rows it selects rows, and back again words', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  const box = await (await surface.cell(5)).boundingBox();
  const below = await (await surface.cell(7)).boundingBox();
  if (!box || !below) throw new Error('The rows are not on the screen.');
  await page.mouse.move(box.x + 20, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 12, { steps: 4 });
  await page.mouse.move(box.x + 220, box.y + 36, { steps: 4 });
  const words = await page.evaluate(() => {
    const { from, to } = window.harness.view().state.selection;
    return { length: to - from, shown: getSelection()?.toString().length };
  });
  expect(words.length).toBeGreaterThan(20);
  expect(words.shown).toBe(words.length);
  await page.mouse.move(below.x + 100, below.y + 12, { steps: 4 });
  expect(await surface.here()).toBe('rows 5,6,7');
  await page.mouse.move(box.x + 220, box.y + 36, { steps: 4 });
  expect(await surface.here()).toMatch(/^5 audio/);
  await page.mouse.up();
});

test('[EDIT-13] hundreds of focus changes leave no listener, no editor and no element behind', async () => {
  await using app = await openPage('rows=40');
  const { page, context } = app;
  const surface = new Surface(page);
  const walk = (times: number) =>
    page.evaluate(async (count) => {
      const { harness } = window;
      for (let step = 0; step < count; step++) {
        const rowId = harness.row(1 + (step % 20));
        harness.windows[0]?.handle?.goToRow(rowId);
        if (step % 5 === 0) harness.run('row.speaker');
        if (step % 7 === 0) harness.run('scene.rename');
        if (step % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      harness.windows[0]?.handle?.goToRow(harness.row(1));
    }, times);
  const session = await context.newCDPSession(page);
  const count = async () => {
    await surface.frames();
    await session.send('HeapProfiler.collectGarbage');
    const { jsEventListeners, nodes } = await session.send('Memory.getDOMCounters');
    return { ...(await page.evaluate(() => window.harness.counts())), jsEventListeners, allNodes: nodes };
  };
  await walk(60);
  const before = await count();
  await walk(600);
  const after = await count();
  expect({ ...after, allNodes: 0, jsEventListeners: 0 }).toEqual({ ...before, allNodes: 0, jsEventListeners: 0 });
  // The browser frees detached nodes when it likes: a leak would be thousands.
  expect(after.allNodes - before.allNodes).toBeLessThan(200);
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(40);
  expect(after).toMatchObject({ editors: 1 });
});
