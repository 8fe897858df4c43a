import { expect, test } from 'vitest';
import { storedTable } from './stored-script.ts';
import { TITLE, WritingDesk } from './writing-desk.ts';

/** How many edits the vault has of the script that is shown. */
const edits = ({ script: { page } }: WritingDesk): Promise<number> =>
  page.evaluate(async () => {
    const [, scriptId = ''] = /#\/\w+\/([0-9a-f-]{36})/.exec(location.hash) ?? [];
    const reply = await window.galley.call('history.timeline', { scriptId: scriptId as never });
    if (!reply.ok) throw new Error(reply.message);
    return reply.value.count;
  });

test('[STORY-10] what was written before a restart is found on the time line, restored, and undone in the script', async () => {
  await using desk = await WritingDesk.open();
  await desk.script.type(0, 'audio', 'The first words.');
  await desk.script.saved();
  const then = await edits(desk);
  await desk.script.press('Control+a');
  await desk.script.page.keyboard.type('Something else.');
  await desk.script.saved();
  await desk.restart();

  const { page } = desk.script;
  await page.getByRole('button', { name: 'Script menu' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  const line = page.getByRole('slider', { name: 'Moment' });
  await line.focus();
  const place = async (): Promise<number> => Number(await line.getAttribute('aria-valuenow'));
  for (let left = (await place()) - then; left > 0; left -= 1) await page.keyboard.press('ArrowLeft');
  expect(await place()).toBe(then);
  const row = page.locator('.past-row', { hasText: 'The first words.' });
  await row.getByRole('button', { name: /^Restore row 1 as it was/ }).click();
  await page.getByText(/^Row 1 is as it was today at/).waitFor();
  await page.getByRole('button', { name: 'Back to the script' }).click();
  await desk.script.row(0).waitFor();
  expect(await desk.script.table()).toEqual([['', 'The first words.']]);
  await desk.script.press('Control+z');
  await expect.poll(() => desk.script.table()).toEqual([['', 'Something else.']]);
  await desk.script.saved();
  await desk.quit();
  expect(storedTable(desk.profile, TITLE)).toEqual([['', 'Something else.']]);
});
