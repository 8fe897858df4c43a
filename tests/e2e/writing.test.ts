import { expect, test } from 'vitest';
import { storedRows, storedTable } from './stored-script.ts';
import { TITLE, WritingDesk } from './writing-desk.ts';

test('[STORY-1] what is typed is on disk when the window says so, and in the window after a restart', async () => {
  await using desk = await WritingDesk.open();
  await desk.script.type(0, 'video', 'A tram waits.');
  await desk.script.press('Enter');
  await desk.script.page.keyboard.type('Rain on the glass.');
  await desk.script.press('Tab');
  await desk.script.page.keyboard.type('Last stop. “Everybody out”, she says.');
  await desk.script.saved();
  expect(await desk.script.status()).toBe('Saved on this device');
  const written = [['A tram waits.\nRain on the glass.', 'Last stop. “Everybody out”, she says.']];
  await desk.quit();
  expect(storedTable(desk.profile, TITLE)).toEqual(written);

  await desk.start();
  expect(await desk.script.table()).toEqual(written);
});

test('[STORY-2] words are made bold, italic, underlined, struck, highlighted, and stay so', async () => {
  await using desk = await WritingDesk.open();
  await desk.script.enter(0, 'audio');
  const formats = [
    ['Control+b', 'bold'],
    ['Control+i', 'italic'],
    ['Control+u', 'underline'],
    ['Control+Shift+x', 'strike'],
    ['Control+Shift+h', 'highlight'],
  ] as const;
  for (const [key, word] of formats) {
    await desk.script.press(key);
    await desk.script.page.keyboard.type(word);
    await desk.script.press(key);
    await desk.script.page.keyboard.type(' plain ');
  }
  await desk.script.saved();
  await desk.restart();
  await desk.quit();
  const [row] = storedRows(desk.profile, TITLE);
  expect(row?.audio).toEqual(
    formats.flatMap(([, word]) => [{ text: word, marks: { [word]: true } }, { text: ' plain ' }]),
  );
});

test('[STORY-3] rows are added, duplicated, moved, deleted and brought back, all by keyboard', async () => {
  await using desk = await WritingDesk.open();
  const { script } = desk;
  const audio = async (): Promise<readonly string[]> => (await script.table()).map(([, heard]) => heard);
  await script.type(0, 'audio', 'one');
  for (const word of ['two', 'three']) {
    await script.press('Control+Enter');
    await script.rows.nth(word === 'two' ? 1 : 2).waitFor();
    await script.type(word === 'two' ? 1 : 2, 'audio', word);
  }
  expect(await audio()).toEqual(['one', 'two', 'three']);

  await script.press('Escape', 'Alt+ArrowUp');
  await expect.poll(audio).toEqual(['one', 'three', 'two']);
  await script.press('Control+d');
  await expect.poll(audio).toEqual(['one', 'three', 'three', 'two']);
  await script.press('Delete');
  await expect.poll(audio).toEqual(['one', 'three', 'two']);
  await script.press('Delete');
  await expect.poll(audio).toEqual(['one', 'three']);
  await script.press('Control+z');
  await expect.poll(audio).toEqual(['one', 'three', 'two']);
  await script.press('Control+z', 'Control+z');
  await expect.poll(audio).toEqual(['one', 'three', 'two']);
  await script.press('Control+z');
  await expect.poll(audio).toEqual(['one', 'two', 'three']);
  await script.saved();
  await desk.quit();
  expect(storedTable(desk.profile, TITLE).map(([, heard]) => heard)).toEqual(['one', 'two', 'three']);
});

test('[STORY-4] undo goes on after cells were left and entered again, and never past opening', async () => {
  await using desk = await WritingDesk.open();
  await desk.script.type(0, 'video', 'before');
  await desk.script.saved();
  await desk.restart();
  const { script } = desk;
  await script.type(0, 'video', ' first');
  await script.type(0, 'audio', 'second');
  await script.type(0, 'video', ' third');
  const undo = async (expected: readonly [string, string]): Promise<void> => {
    await script.press('Control+z');
    await expect.poll(() => script.table()).toEqual([expected]);
  };
  await undo(['before first', 'second']);
  await undo(['before first', '']);
  await undo(['before', '']);
  await undo(['before', '']);
  await script.press('Control+Shift+z', 'Control+Shift+z', 'Control+Shift+z');
  await expect.poll(() => script.table()).toEqual([['before first third', 'second']]);
});

test('[STORY-5] two windows on one script stay equal; undoing "add row" keeps what the other wrote in it', async () => {
  await using desk = await WritingDesk.open();
  const first = desk.script;
  await first.type(0, 'audio', 'mine');
  const second = await desk.secondWindow();
  await first.press('Control+Enter');
  await second.row(1).waitFor();
  await second.type(1, 'audio', 'theirs');
  await expect.poll(() => first.words(1, 'audio')).toBe('theirs');
  expect(await second.table()).toEqual(await first.table());

  await first.press('Control+z');
  // Deleted here, written in there: it stays on the screen, framed, with their words in it.
  const framed = first.page.locator('.row.is-deleted');
  await framed.waitFor();
  expect(await framed.innerText()).toContain('theirs');
  await first.press('Control+Shift+z');
  await expect
    .poll(() => first.table())
    .toEqual([
      ['', 'mine'],
      ['', 'theirs'],
    ]);
  await expect
    .poll(() => second.table())
    .toEqual([
      ['', 'mine'],
      ['', 'theirs'],
    ]);
  await Promise.all([first.saved(), second.saved()]);
  await desk.quit();
  expect(storedTable(desk.profile, TITLE)).toEqual([
    ['', 'mine'],
    ['', 'theirs'],
  ]);
});
