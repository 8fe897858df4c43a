import { expect, test } from 'vitest';
import type { ScriptId } from '../../../app/ids.ts';
import type { SyncEvent } from '../../../app/ipc/sync.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';
import { LIVE_CELL, OLD_OFFLINE, openIn, panel, REFUSED, SEEN } from './open-synced.ts';
import { ago, MINUTE_MS, OFFLINE, ONLINE, scripted, syncIs } from './scripted-sync.ts';

const [SAMPLE = demoScripts[0], REPAIR = demoScripts[0]] = demoScripts;

test('[STATUS-8] the panel opens from the stations, the command and its keys; Escape closes it and goes back', async () => {
  await using opened = await openIn(SEEN);
  const { page, screen } = opened;
  await page.locator(LIVE_CELL).waitFor();
  await page.keyboard.press('Control+Shift+S');
  await panel(page).waitFor();
  await expect.poll(() => panel(page).evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.closest('.cell') !== null)).toBe(true);

  const stations = page.getByTestId('save-state');
  expect(await stations.getAttribute('aria-expanded')).toBe('false');
  await stations.click();
  await panel(page).waitFor();
  expect(await stations.getAttribute('aria-expanded')).toBe('true');
  await stations.click();
  await panel(page).waitFor({ state: 'detached' });

  screen.run('view.sync');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await panel(page).waitFor({ state: 'detached' });
});

test('[STATUS-8] F6 reaches the panel, it stays on the way to the library, and a screen without room shows it there', async () => {
  await using opened = await openIn(SEEN);
  const { page, screen } = opened;
  await page.keyboard.press('Control+Shift+S');
  await panel(page).waitFor();
  const isIn = () => panel(page).evaluate((element) => element.contains(document.activeElement));
  await page.locator('.surface .cell').first().click();
  expect(await isIn()).toBe(false);
  await page.keyboard.press('F6');
  expect(await isIn()).toBe(true);
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('row', { name: SAMPLE?.title ?? '' }).waitFor();
  expect(await panel(page).count()).toBe(1);
  await page.keyboard.press('Control+Shift+S');
  await panel(page).waitFor({ state: 'detached' });
  screen.run('help.health');
  await page.locator('.health').waitFor();
  screen.run('view.sync');
  await panel(page).waitFor();
  expect(new URL(page.url()).hash).toBe('#/library');
});

test('[STATUS-9] the panel tells the way to the server, this script’s three stations, what is only here and what happened', async () => {
  const events: readonly SyncEvent[] = [
    { at: ago(2 * MINUTE_MS), kind: 'offline', scriptId: null, count: null },
    ...Array.from({ length: 12 }, (_, index): SyncEvent => ({
      at: ago((3 + index) * MINUTE_MS),
      kind: 'sent',
      scriptId: null,
      count: 1,
    })),
  ];
  await using opened = await openIn(OLD_OFFLINE, OFFLINE);
  const { page, screen, scriptId } = opened;
  syncIs(screen.machine, scripted(OFFLINE, [[scriptId, OLD_OFFLINE]], events));
  await page.getByTestId('save-state').click();
  await panel(page).getByText('You are offline. Keep writing.').waitFor();
  expect(await panel(page).locator('.stops li').allTextContents()).toEqual([
    'This device Every word is saved; 12 edits only here',
    expect.stringMatching(/^Server Has all but 12 edits\. Out of reach since \d\d:\d\d\.$/),
    'Others Not known',
  ]);
  expect(await panel(page).locator('.figures dd').allTextContents()).toEqual([
    '1,204 of 1,204',
    expect.stringMatching(/^\d\d:\d\d$/),
    expect.stringMatching(/^\d\d:\d\d$/),
  ]);
  await panel(page)
    .getByRole('button', { name: `${SAMPLE?.title} 12 edits, 3 h 12 min` })
    .waitFor();
  expect(await panel(page).locator('.happened li').count()).toBe(8);
  await panel(page).getByRole('button', { name: 'Show all 13' }).click();
  expect(await panel(page).locator('.happened li').count()).toBe(13);
  screen.machine.breakCall('sync.try-now', 'closed');
  await panel(page).getByRole('button', { name: 'Try now' }).click();
  await page.getByText('The test broke sync.try-now.').waitFor();
});

test('[STATUS-9] a script of the list opens from the panel, and with nothing waiting the panel says so', async () => {
  const ids: ScriptId[] = [];
  await using screen = await OpenScreen.open({
    scripts: demoScripts.slice(0, 2),
    before: (machine, made) => {
      ids.push(...made);
      machine.lie(
        'sync.overview',
        scripted(
          OFFLINE,
          made.map((id) => [id, OLD_OFFLINE] as const),
        ),
      );
    },
  });
  const { page, machine } = screen;
  await page.getByTestId('overall-state').click();
  await panel(page)
    .getByRole('button', { name: REPAIR?.title ?? '' })
    .click();
  await page.getByRole('heading', { level: 1, name: REPAIR?.title ?? '' }).waitFor();
  expect(await panel(page).count()).toBe(1);
  syncIs(
    machine,
    scripted(
      ONLINE,
      ids.map((id) => [id, SEEN] as const),
    ),
  );
  await panel(page).getByText('Everything you wrote in them is on the server.').waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[STATUS-9] a Galley without a server says that everything is here', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 1) });
  const { page } = screen;
  expect(await page.getByTestId('overall-state').count()).toBe(0);
  await page.keyboard.press('Control+Shift+S');
  await panel(page).getByText('Everything is on this device').waitFor();
  expect(await panel(page).getByRole('button').allTextContents()).toEqual(['', ' Copy diagnostics']);
});

test('[STATUS-9] refused edits say why, are sent again, exported and asked about', async () => {
  await using opened = await openIn(REFUSED);
  const { page, screen } = opened;
  await page.getByTestId('save-state').click();
  const refused = panel(page).locator('.refused');
  await refused.getByText('What was sent is larger than the server takes.').waitFor();
  screen.machine.lie('sync.send-again', undefined);
  await refused.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('What was refused is sent once more.').waitFor();
  await refused.getByRole('button', { name: 'Ask the owner' }).click();
  await page.getByText('A question for the project’s owner is on the clipboard.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `About “${SAMPLE?.title}” in Galley: the server refused 2 edits of mine. What was sent is larger than the server takes. Everything is saved on my device. Can you see what is wrong, or tell me what to do?`,
  );
  await refused.getByRole('button', { name: 'Export a copy…' }).click();
  await page.getByText('is exported to').waitFor();
});

test('[STATUS-10] diagnostics are copied from the panel without a title, a name or a word of a script', async () => {
  await using opened = await openIn(REFUSED);
  const { page } = opened;
  await page.getByTestId('save-state').click();
  await panel(page).getByRole('button', { name: 'Copy diagnostics' }).click();
  await page.getByText('The diagnostics are on the clipboard').waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('script 1: refused (too-large), 2 edits only here');
  expect(text).not.toMatch(/Library of Things|Ana|drill/);
});
