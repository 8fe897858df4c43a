import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { canonicalScript } from '../../../app/script/canonical.ts';
import { readScript } from '../../../app/script/plain-script.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import type { ScriptId } from '../../../app/ids.ts';
import type { AwayLog } from '../../../app/ipc/briefing.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { happened, sampleStory, type Story } from './away-script.ts';
import { DEMO_NOW, demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';
import { OthersHere } from './others-here.ts';

interface OpenAway extends AsyncDisposable {
  readonly screen: OpenScreen;
  readonly page: Page;
  readonly scriptId: ScriptId;
  readonly log: AwayLog | null;
  readonly others: OthersHere;
  /** Ordinals up to which the window said that everything is read. */
  readonly read: readonly number[];
  /** What is on disk, as one text. */
  stored(): Promise<string>;
}

interface AwayOptions extends Pick<OpenScreenOptions, 'context'> {
  readonly story?: ((story: Story) => void) | null;
  readonly at?: 'script' | 'briefing';
}

async function openAway({ story = sampleStory, at = 'script', context }: AwayOptions = {}): Promise<OpenAway> {
  const found: { scriptId?: ScriptId; log: AwayLog | null; others?: OthersHere } = { log: null };
  const read: number[] = [];
  const screen = await OpenScreen.open({
    scripts: demoScripts.slice(0, 1),
    at: ([id]) => `#/${at}/${id}`,
    ...(context === undefined ? {} : { context }),
    before: async (machine, [id]) => {
      if (id === undefined) return;
      found.scriptId = id;
      if (story !== null) found.log = await happened(machine, id, story);
      found.others = await OthersHere.open(machine, id);
      machine.hear('briefing.read', ({ ordinal }) => {
        read.push(ordinal);
        if (ordinal === found.log?.head) machine.lie('briefing.log', null);
      });
    },
  });
  const { scriptId, log, others } = found;
  if (scriptId === undefined || others === undefined) throw new Error('There is no script.');
  return {
    screen,
    page: screen.page,
    scriptId,
    log,
    others,
    read,
    stored: async () => {
      const { vault } = screen.machine.vault;
      const { count } = await vault.timeline(scriptId);
      const { snapshot, updates } = await vault.scriptAt(scriptId, count);
      return canonicalScript(readScript(readUpdates(snapshot === null ? updates : [snapshot, ...updates], null).doc));
    },
    [Symbol.asyncDispose]: () => screen[Symbol.asyncDispose](),
  };
}

const card = (page: Page, name: string | RegExp) => page.getByRole('article', { name });

test('[BRIEF-6] a script with news opens as ever, offers to tell, and the offer can be waved away', async () => {
  await using away = await openAway();
  const { page, screen } = away;
  const offer = page.getByText(/^\d+ changes by Ana and Tomas while you were away$/);
  await offer.waitFor();
  await page.locator('.row.is-focused').waitFor();
  await page.keyboard.type('Still writing. ');
  await expect.poll(() => away.stored()).toContain('Still writing. ');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await offer.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+u');
  await page.getByText('Everything is in. Three rows want a look.').waitFor();
  await page.keyboard.press('Control+Shift+u');
  await page.locator('.timebar .total').waitFor();
  expect(await offer.count()).toBe(0);
  expect(screen.complaints).toEqual([]);
});

test('[BRIEF-2] [BRIEF-6] the briefing tells each row once, in groups, with names, words and counts', async () => {
  await using away = await openAway({ at: 'briefing' });
  const { page, screen } = away;
  await page.locator('.brief').waitFor();
  const groups = await page
    .locator('.brief section')
    .evaluateAll((sections) =>
      sections.map((section) => [
        section.querySelector('h3')?.firstChild?.textContent?.trim(),
        [...section.querySelectorAll('[data-news]')].length,
      ]),
    );
  expect(groups).toEqual([
    ['Changed by both', 2],
    ['Deleted, words kept', 1],
    ['Changed by others', 4],
    ['New', 1],
    ['Moved', 1],
    ['Deleted', 1],
  ]);
  expect(await page.locator('.lead').innerText()).toMatch(
    /You were away for 6 days\. Your 3 edits and \d+ by Ana and Tomas are merged; no edit was dropped\./,
  );
  const both = card(page, 'Row 9, audio');
  expect((await both.innerText()).replace(/\s+/g, ' ')).toMatch(
    /Ana, came \w+ [\d:]+ .*Clean, please\..* You, \w+ [\d:]+ .*by Saturday.* In the script now .*by Saturday\. Clean, please\./,
  );
  expect(await both.locator('ins').allTextContents()).toEqual(['Clean, please. ', ' by Saturday']);
  expect(await page.getByText('was row 7').count()).toBe(1);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 800, height: 700 });
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.locator('.page').evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  expect(screen.complaints).toEqual([]);
});

test('[BRIEF-5] keys choose: mine, theirs, keep, edit in place; each is an edit that undo takes back', async () => {
  await using away = await openAway({ at: 'briefing' });
  const { page, screen } = away;
  const both = card(page, 'Row 9, audio');
  await both.waitFor();
  const merged = await away.stored();
  await expect.poll(() => both.evaluate((element) => element === document.activeElement)).toBe(true);
  await both.getByRole('button', { name: 'Keep this K' }).waitFor();
  await page.keyboard.press('m');
  await expect.poll(() => away.stored()).toContain('"Then bring it back by Saturday. That’s the whole system."');
  expect(await both.locator('.now').innerText()).toContain('Then bring it back by Saturday. That’s the whole system.');
  await page.keyboard.press('Control+z');
  await expect.poll(() => away.stored()).toBe(merged);
  await page.keyboard.press('a');
  await expect.poll(() => away.stored()).toContain('"Then bring it back. Clean, please. That’s the whole system."');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => away.stored()).toBe(merged);
  await both.focus();
  await page.keyboard.press('k');
  await both.getByText('Kept as it is').waitFor();
  const second = card(page, 'Row 10');
  await expect.poll(() => second.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await away.stored()).toBe(merged);
  await page.keyboard.press('Enter');
  await page.locator('.row.is-focused', { hasText: 'One drill in the middle' }).waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[BRIEF-4] [BRIEF-5] a deleted row with my words comes back, or stays deleted, when I say so', async () => {
  await using away = await openAway({ at: 'briefing' });
  const { page, screen } = away;
  const kept = card(page, /^Row after/);
  await kept.waitFor();
  expect(await kept.innerText()).toContain('Tomas deleted this row while you wrote in it.');
  await kept.getByRole('button', { name: 'Bring row back' }).click();
  await kept.getByText('Brought back').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await kept.getByRole('button', { name: 'Leave deleted' }).click();
  await expect.poll(() => away.stored()).not.toContain('Something broke?');
  await page.keyboard.press('Control+z');
  await expect.poll(() => away.stored()).toContain('Something broke?');
  await page.locator('.change', { hasText: 'The first kitchen' }).getByRole('button', { name: 'Bring back' }).click();
  await expect.poll(() => away.stored()).toContain('The first kitchen');
  expect(screen.complaints).toEqual([]);
});

const marks = (page: Page): Promise<number> => page.locator('.is-new').count();

test('[BRIEF-7] a mark stands beside a row until it was on screen for two seconds; then everything is read', async () => {
  await using away = await openAway({ story: lastRows, context: { viewport: { width: 1280, height: 500 } } });
  const { page, read, log, screen } = away;
  await page.locator('.is-new').first().waitFor();
  expect(await marks(page)).toBe(2);
  await expect.poll(() => marks(page), { timeout: 8_000 }).toBe(1);
  expect(read).toEqual([]);
  await page.locator('.row').last().scrollIntoViewIfNeeded();
  await expect.poll(() => marks(page), { timeout: 8_000 }).toBe(0);
  await expect.poll(() => read).toEqual([log?.head]);
  expect(screen.complaints).toEqual([]);
});

/** The first row and the last one. */
function lastRows({ ana, daysAgo, write }: Story): void {
  daysAgo(2);
  write(ana, 'Close on a kitchen drawer', 'Close on', 'Very close on');
  const last = ana.model.outline().rows.at(-1);
  if (last !== undefined) ana.model.setSpeaker([last.id], 'Ida');
}

test('[BRIEF-7] marking all as read takes every mark away, also of what has no place in the script', async () => {
  await using away = await openAway({ at: 'briefing' });
  const { page, read, log } = away;
  await page.getByRole('button', { name: 'Mark all as read' }).first().click();
  await page.locator('.timebar .total').waitFor();
  expect(await marks(page)).toBe(0);
  await expect.poll(() => read).toEqual([log?.head]);
  await page.reload();
  await page.locator('.timebar .total').waitFor();
  expect(await page.getByText('while you were away').count()).toBe(0);
});

test('[BRIEF-7] what is on disk and not on this window’s screen yet is never said to be read', async () => {
  await using away = await openAway({ story: lastRows });
  const { page, read, log, others, screen } = away;
  if (log === null) throw new Error('Nothing happened.');
  await page.getByText('while you were away').waitFor();
  const late = others.written((words) => words(12, 'audio').insert(0, 'On its way. '));
  const [first] = log.updates;
  if (first === undefined) throw new Error('Nobody wrote.');
  screen.machine.lie('briefing.log', {
    ...log,
    head: log.head + 1,
    updates: [...log.updates, { ...first, update: late }],
  });
  let asked = 0;
  screen.machine.hear('briefing.log', () => (asked += 1));
  await page.getByRole('button', { name: 'See what changed' }).click();
  await page.getByRole('button', { name: 'Mark all as read' }).first().click();
  await page.locator('.timebar .total').waitFor();
  await expect.poll(() => asked).toBe(1);
  // Whatever that answer led to has been asked by the time that later questions are answered.
  for (let turn = 0; turn < 3; turn += 1) await page.evaluate(() => window.galley.call('sync.overview', {}));
  expect(read).toEqual([]);
  others.hand(late);
  await page.locator('.row', { hasText: 'On its way.' }).waitFor({ state: 'attached' });
  await page.locator('.row', { hasText: 'On its way.' }).scrollIntoViewIfNeeded();
  await expect.poll(() => read, { timeout: 8_000 }).toEqual([log.head + 1]);
});

test('[BRIEF-7] a deleted row has no margin to be marked in: it is read in the briefing', async () => {
  await using away = await openAway({
    story: ({ ana, row, daysAgo }) => {
      daysAgo(1);
      ana.model.deleteRows([row(ana, 'Plucked strings')]);
    },
  });
  const { page, read, log } = away;
  await page.getByText('1 change by Ana while you were away').waitFor();
  expect([await marks(page), read]).toEqual([0, []]);
  await page.getByRole('button', { name: 'See what changed' }).click();
  await page.locator('.change', { hasText: 'Plucked strings' }).waitFor();
  await expect.poll(() => read).toEqual([log?.head]);
});

test('[BRIEF-8] what comes while the person looks elsewhere is marked; what comes before their eyes is not', async () => {
  await using away = await openAway({ story: null, context: { viewport: { width: 1280, height: 500 } } });
  const { page, others, screen } = away;
  await page.locator('.timebar .total').waitFor();
  others.receive((words) => words(1, 'audio').insert(0, 'Seen at once. '));
  others.receive((words) => words(12, 'audio').insert(0, 'Out of sight. '));
  await page.locator('.is-new').waitFor({ state: 'attached' });
  expect(await page.locator('.is-new').allTextContents()).toEqual([expect.stringContaining('Out of sight.')]);
  expect(screen.complaints).toEqual([]);
});

test('[BRIEF-8] what comes after hours without a way to the server is offered to whoever sat there writing', async () => {
  await using away = await openAway({ story: null });
  const { page, others, scriptId, screen } = away;
  const { machine } = screen;
  await page.locator('.timebar .total').waitFor();
  const link = { kind: 'offline', because: 'network', since: 0, nextTryAt: null } as const;
  const standing = { kind: 'offline', edits: 0, oldestAt: null } as const;
  const stands = { scriptId, standing, acknowledgedAt: null, receivedAt: null, position: 1, head: 1 };
  machine.tell('sync.changed', { link, scripts: [stands], events: [] });
  await page
    .getByText(/^Offline/)
    .first()
    .waitFor();
  await page.clock.setFixedTime(DEMO_NOW + 3 * 3_600_000);
  const { updates } = await happened(machine, scriptId, lastRows);
  for (const { update } of updates) others.hand(update);
  await page.getByText(/^\d changes? by Ana while you were away$/).waitFor();
  expect(await marks(page)).toBeGreaterThan(0);
  expect(screen.complaints).toEqual([]);
});

test('[BRIEF-9] where nothing happened the briefing says so and leads back to the script', async () => {
  await using away = await openAway({ story: null, at: 'briefing' });
  const { page, screen } = away;
  await page.getByRole('heading', { name: 'Nothing changed while you were away' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go to the script' }).click();
  await page.locator('.row').first().waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[BRIEF-6] long words and many rows keep their place', async () => {
  await using away = await openAway({
    at: 'briefing',
    context: { viewport: { width: 800, height: 700 } },
    story: ({ me, ana, row, daysAgo, write }) => {
      daysAgo(3);
      write(ana, 'Then bring it back', 'Then', `${'Unbrokenwordwithoutend'.repeat(20)} then`);
      write(me, 'bring it back', 'bring', 'carry '.repeat(200));
      const after = row(ana, 'Plucked strings');
      ana.model.insertRows(
        { after },
        Array.from({ length: 150 }, (_, index) => ({ audio: [{ text: `New row ${index + 1}.` }] })),
      );
    },
  });
  const { page, screen } = away;
  await page.locator('.change').nth(149).waitFor();
  expect(await page.locator('.page').evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Row \d+$/);
  expect(screen.complaints).toEqual([]);
});
