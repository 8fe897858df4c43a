import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { canonicalScript } from '../../../app/script/canonical.ts';
import { readScript } from '../../../app/script/plain-script.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import type { ScriptId } from '../../../app/ids.ts';
import { ANA, BEN, writeSamplePast } from '../../support/past-script.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { DEMO_NOW, demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';

const TITLE = 'How the Library of Things works';

interface OpenPast extends AsyncDisposable {
  readonly screen: OpenScreen;
  readonly page: Page;
  readonly scriptId: ScriptId;
  /** What is on disk, as one text. */
  stored(ordinal?: number): Promise<string>;
}

/** A window on the history of a script that two people wrote over five days. */
async function openPast(options: OpenScreenOptions = {}): Promise<OpenPast> {
  const screen = await OpenScreen.open({ scripts: [], ...options });
  const { page, machine } = screen;
  const { scriptId } = await writeSamplePast(machine.vault, TITLE, DEMO_NOW);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/history/${scriptId}`);
  await page.getByRole('slider').waitFor();
  return {
    screen,
    page,
    scriptId,
    stored: async (ordinal) => {
      const { vault } = machine.vault;
      const { count } = await vault.timeline(scriptId);
      const { snapshot, updates } = await vault.scriptAt(scriptId, ordinal ?? count);
      return canonicalScript(readScript(readUpdates(snapshot === null ? updates : [snapshot, ...updates], null).doc));
    },
    [Symbol.asyncDispose]: () => screen[Symbol.asyncDispose](),
  };
}

const spoken = (page: Page): Promise<string | null> => page.getByRole('slider').getAttribute('aria-valuetext');
const settled = (page: Page) => expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
const row = (page: Page, words: string) => page.locator('.past-row', { hasText: words });

/** Steps back so many sittings and waits for the words. */
async function sittingsBack(page: Page, sittings: number, sign: string): Promise<void> {
  await page.getByRole('slider').focus();
  for (let i = 0; i < sittings; i++) await page.keyboard.press('PageDown');
  await page.getByText(sign).first().waitFor();
  await settled(page);
}

test('[TIME-1] the history opens from the script, shows it as it is now, and leads back to it', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 1), at: ([id]) => `#/script/${id}` });
  const { page } = screen;
  await page.locator('.timebar .total').waitFor();
  await page.keyboard.type('Now ');
  await page.getByRole('button', { name: TITLE }).click();
  await page.keyboard.type('One drill, one street');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'One drill, one street' }).waitFor();
  await page.keyboard.press('Control+Shift+y');
  await page.getByRole('heading', { level: 2, name: 'Now' }).waitFor();
  expect(await page.locator('.past-row').count()).toBe(13);
  expect(await page.locator('.past-row').first().innerText()).toContain('Now Close on a kitchen drawer');
  await page.getByRole('button', { name: 'Back to the script' }).click();
  await page.locator('.timebar .total').waitFor();
  await page.getByRole('heading', { level: 1, name: 'One drill, one street' }).waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[TIME-2] keys move by one edit, by a sitting and to both ends, and the place is spoken', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  await page.getByRole('slider').focus();
  expect(await spoken(page)).toMatch(/^today \d\d:\d\d, edit (\d+) of \1$/);
  const count = Number(await page.getByRole('slider').getAttribute('aria-valuemax'));
  const press = async (key: string): Promise<number> => {
    await page.keyboard.press(key);
    return Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
  };
  expect(await press('ArrowLeft')).toBe(count - 1);
  const sitting = await press('PageDown');
  expect(sitting).toBeLessThan(count - 1);
  expect(await spoken(page)).toMatch(/^yesterday \d\d:\d\d, edit \d+ of \d+$/);
  expect(await press('PageUp')).toBe(count);
  expect(await press('Home')).toBe(1);
  expect(await spoken(page)).toMatch(/^Monday \d\d:\d\d, edit 1 of \d+$/);
  expect(await press('ArrowLeft')).toBe(1);
  expect(await press('End')).toBe(count);
  await settled(page);
  expect(screen.complaints).toEqual([]);
});

test('[TIME-3] what is drawn is the script of that very moment, and looking writes nothing', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  const before = await past.stored();
  await sittingsBack(page, 2, 'Then bring it back');
  const words = await page.locator('.past-row .cell-text').allTextContents();
  const ordinal = Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
  const then = JSON.parse(await past.stored(ordinal)) as {
    readonly scenes: readonly { readonly rows: readonly Record<'video' | 'audio', readonly (readonly [string])[]>[] }[];
  };
  const text = (cell: readonly (readonly [string])[]): string => cell.map(([run]) => run).join('');
  expect(words).toEqual(
    then.scenes.flatMap(({ rows }) => rows.flatMap(({ video, audio }) => [text(video), text(audio)])),
  );
  const { count } = await screen.machine.vault.vault.timeline(past.scriptId);
  await page.getByRole('slider').press('End');
  expect((await screen.machine.vault.vault.timeline(past.scriptId)).count).toBe(count);
  expect(await past.stored()).toBe(before);
});

test('[TIME-3] the pointer scrubs, one moment is read at a time, and slow reading is shown', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  const box = await page.getByRole('slider').boundingBox();
  if (box === null) throw new Error('There is no line.');
  const letGo = screen.machine.hold('history.at');
  await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2);
  await page.mouse.down();
  for (const share of [0.8, 0.6, 0.4, 0.2]) await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
  await page.locator('.reading-on').waitFor();
  letGo();
  await page.mouse.up();
  await settled(page);
  expect(await page.locator('.reading-on').count()).toBe(0);
  expect(await spoken(page)).toMatch(/^(Monday|Tuesday) /);
  expect(screen.complaints).toEqual([]);
});

test('[RESTORE-3] a row is restored where it stands, the notice undoes it, and so does the script later', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  const before = await past.stored();
  await sittingsBack(page, 2, 'Then bring it back');
  await row(page, 'Then bring it back')
    .getByRole('button', { name: /^Restore row/ })
    .click();
  await page.getByText(/^Row \d+ is as it was on Tuesday at/).waitFor();
  await expect.poll(() => past.stored()).toContain('Then bring it back');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => past.stored()).toBe(before);
  await row(page, 'Then bring it back')
    .getByRole('button', { name: /^Restore row/ })
    .click();
  await expect.poll(() => past.stored()).toContain('Then bring it back');
  await page.getByRole('button', { name: 'Back to the script' }).click();
  await page.locator('.row.is-focused', { hasText: 'Then bring it back' }).waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(() => past.stored()).toBe(before);
  expect(screen.complaints).toEqual([]);
});

test('[RESTORE-4] a scene and the whole script are restored, and a flag marks where one came from', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  const before = await past.stored();
  await sittingsBack(page, 2, 'Then bring it back');
  await page.getByRole('button', { name: /^Restore scene 2/ }).click();
  await page.getByText(/^Scene 2 is as it was on Tuesday at/).waitFor();
  await expect.poll(() => past.stored()).not.toContain('One shelf, one whole street');
  const ordinal = Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
  await page.getByRole('button', { name: 'Restore whole script' }).click();
  await page.locator('.timebar .total').waitFor();
  await page.getByText(/^The script is as it was on Tuesday at/).waitFor();
  await expect.poll(async () => (await past.stored()) === (await past.stored(ordinal))).toBe(true);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => past.stored()).toBe(before);
  await page.keyboard.press('Control+Shift+y');
  await page.getByRole('button', { name: /^Before going back to Tuesday/ }).waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[COMPARE-4] changes since a moment are told in words and signs, and a key leads from one to the next', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  await sittingsBack(page, 2, 'Then bring it back');
  await page.getByText('Changes', { exact: true }).click();
  await expect.poll(() => page.locator('.counts li').allInnerTexts()).toEqual(['1 deleted', '2 changed', '1 scene']);
  await row(page, 'Take it home').locator('del', { hasText: 'a week' }).waitFor();
  expect(await row(page, 'Take it home').locator('ins').allInnerTexts()).toEqual(['two weeks, if you ask']);
  expect(await row(page, 'Then bring it back').locator('.change-tag').innerText()).toBe('Deleted');
  expect(await page.locator('.same-rows').first().innerText()).toMatch(/^Rows 1 to 3, no change/);
  const current = (): Promise<string | null> => page.locator('.past .is-current').textContent();
  await page.keyboard.press('F8');
  await expect.poll(current).toContain('One shelf for the, one whole street');
  await page.keyboard.press('F8');
  await expect.poll(current).toContain('four hundred and twelve');
  await expect.poll(() => page.locator('.steps output').innerText()).toBe('2 of 4');
  await page.keyboard.press('Shift+F8');
  await page.keyboard.press('Shift+F8');
  await expect.poll(current).toContain('Then bring it back');
  expect(screen.complaints).toEqual([]);
});

test('[COMPARE-4] any two moments are compared, whichever was chosen first', async () => {
  await using past = await openPast();
  const { page } = past;
  await sittingsBack(page, 2, 'Then bring it back');
  await page.getByText('Changes', { exact: true }).click();
  await page.getByRole('button', { name: 'Compare with another moment' }).click();
  await page.getByText('Now choose the other moment on the line.').waitFor();
  await page.getByRole('slider').focus();
  await page.keyboard.press('PageDown');
  await page.locator('.counts').getByText('1 added').waitFor();
  expect(await page.locator('.between').innerText()).toMatch(/^Tuesday \d\d:\d\d +Tuesday \d\d:\d\d$/);
  await row(page, 'A hand writes a name').getByText('Added').waitFor();
  await page.getByRole('button', { name: 'Compare with now' }).click();
  await page.locator('.counts').getByText('1 deleted').waitFor();
});

test('[TIME-6] who wrote what is shown by colour, by line and by name', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  screen.machine.lie('history.authors', [
    { clientId: ANA, personId: 'ana', name: 'Ana' },
    { clientId: BEN, personId: 'ben', name: 'Ben' },
  ]);
  await page.reload();
  await page.getByRole('slider').waitFor();
  await page.getByText('Who wrote what', { exact: true }).click();
  expect((await page.locator('.legend li').allInnerTexts()).map((text) => text.replace(/\s*\d+ %$/, ''))).toEqual([
    'Ana',
    'Ben',
    'not known',
  ]);
  const line = row(page, 'Just one drill');
  expect(await line.locator('[data-by]').allInnerTexts()).toEqual([' Just one drill, ', 'forty-six homes', '.']);
  const styles = await line
    .locator('[data-by]')
    .evaluateAll((spans) => spans.map((span) => getComputedStyle(span).textDecorationStyle));
  expect(styles).toEqual(['solid', 'dashed', 'solid']);
  await line.locator('[data-by="Ben"]').hover();
  expect(await page.locator('.by-flag').innerText()).toBe('Ben');
  expect(await line.locator('.writers').textContent()).toBe('Written by Ana and Ben');
});

test('[TIME-4] a moment is named, renamed and taken off the line, and that can be undone', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  await sittingsBack(page, 1, 'One shelf, one whole street');
  await page.getByRole('button', { name: 'Name this moment…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Sent to the client');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Sent to the client, yesterday/ }).waitFor();
  await page.getByRole('slider').focus();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: /^Sent to the client, yesterday/ }).click();
  expect(await spoken(page)).toMatch(/^yesterday/);
  await page.getByRole('button', { name: 'More for Sent to the client' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Second draft');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Second draft, yesterday/ }).waitFor();
  await page.getByRole('button', { name: 'More for Second draft' }).click();
  await page.getByRole('menuitem', { name: 'Take off the line' }).click();
  await expect.poll(() => page.locator('.flag').count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: /^Second draft, yesterday/ }).waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[TIME-5] a script that was just made says what will be here', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 1), at: ([id]) => `#/history/${id}` });
  const { page } = screen;
  await page.getByText('Nothing to go back to yet').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Write in the script' }).click();
  await page.locator('.timebar .total').waitFor();
});

test('[TIME-5] a disk that takes nothing keeps nobody from looking back', async () => {
  await using past = await openPast();
  const { page, screen, scriptId } = past;
  await page.getByRole('button', { name: 'Back to the script' }).click();
  await page.locator('.timebar .total').waitFor();
  screen.machine.breakCall('script.append', 'disk-full');
  await page.keyboard.type('Not saved. ');
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/history/${scriptId}`);
  await page.getByRole('slider').waitFor();
  await page.getByText('Not saved. ').first().waitFor();
  screen.machine.mend('script.append');
});

test('[TIME-5] what cannot be read is told in three parts, and is read again when asked', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  screen.machine.breakCall('history.at', 'damaged');
  await page.getByRole('slider').focus();
  await page.keyboard.press('PageDown');
  const banner = page.getByRole('alert');
  await banner.getByText('This moment cannot be shown').waitFor();
  expect(await banner.innerText()).toMatch(/is damaged\. The script as it is now is safe.*Try again/s);
  screen.machine.mend('history.at');
  await banner.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  screen.machine.breakCall('history.timeline', 'unexpected');
  await page.reload();
  await page.getByText('The time line cannot be read').waitFor();
  expect((await page.locator('dt').allInnerTexts()).map((part) => part.trim())).toEqual([
    'What happened',
    'What is safe',
    'What to do',
  ]);
  screen.machine.mend('history.timeline');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('slider').waitFor();
});

const LOOKS = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
] as const;

test('[LOOK-18] axe-core finds nothing wrong with a script’s past in any view, light, dark or with more contrast', async () => {
  await using past = await openPast();
  const { page, screen } = past;
  await sittingsBack(page, 2, 'Then bring it back');
  await page.getByRole('button', { name: 'Name this moment…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Sent to the client');
  await page.keyboard.press('Enter');
  await page.locator('.flag').waitFor();
  const faults: Record<string, readonly string[]> = {};
  for (const view of ['As it was', 'Who wrote what', 'Changes']) {
    await page.getByText(view, { exact: true }).click();
    await settled(page);
    for (const media of LOOKS) {
      await page.emulateMedia(media);
      faults[`${view}, ${JSON.stringify(media)}`] = await accessibilityFaults(page);
    }
  }
  expect(Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0))).toEqual({});
  expect(screen.complaints).toEqual([]);
});
