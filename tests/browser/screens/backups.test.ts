import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScriptId } from '../../../app/ids.ts';
import type { Machine } from '../../support/machine.ts';
import { TemporaryFolder } from '../../support/vault.ts';
import { addLongScript, backUp, takeScenes } from './backed-up-days.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

const FEW = demoScripts.slice(0, 3);
const at = (): string => '#/backups';

test('[BACKUP-13] before the first backup the screen says when it comes, and one can be made at once', async () => {
  await using screen = await OpenScreen.open({ scripts: FEW, at });
  const { page } = screen;
  await page.getByText('No backup yet.').waitFor();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByText('Backed up, opened again and verified.').waitFor();
  await page.getByRole('row', { name: 'How the Library of Things works' }).getByText('As long as now').waitFor();
  expect(await page.getByRole('navigation', { name: 'Backups' }).getByRole('button').allTextContents()).toEqual([
    expect.stringMatching(/^\d\d:\d\d, verified, asked for[\d.]+ KB$/),
  ]);
  expect(screen.complaints).toEqual([]);
});

test('[BACKUP-13] backups stand by day; the arrows walk them, and each shows what it holds beside how it is now', async () => {
  await using screen = await OpenScreen.open({
    scripts: FEW,
    at,
    before: async (machine) => {
      await backUp(machine, 3);
      const scriptId = await addLongScript(machine);
      await backUp(machine, 1);
      await takeScenes(machine, scriptId, 20);
      await backUp(machine, 0);
    },
  });
  const { page } = screen;
  expect(await page.locator('.backup-days h2').allTextContents()).toEqual([
    'Today',
    'Yesterday',
    'Tuesday 17 November',
  ]);
  const row = page.getByRole('row', { name: 'The harbour at dawn' });
  await row.getByText('As long as now').waitFor();
  await page.getByRole('navigation', { name: 'Backups' }).getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await row.getByText(/^Now 20 scenes fewer, 80 rows fewer, [\d,]+ words fewer$/).waitFor();
  await page.keyboard.press('End');
  await page.getByRole('heading', { level: 3, name: /Tuesday,? 17 November 2026/ }).waitFor();
  expect(await row.count()).toBe(0);
});

async function shrunk(machine: Machine): Promise<ScriptId> {
  const scriptId = await addLongScript(machine);
  await backUp(machine, 2);
  await takeScenes(machine, scriptId, 56);
  await backUp(machine, 1);
  return scriptId;
}

test('[BACKUP-10] every window says that a script shrank, and one press brings it back', async () => {
  await using screen = await OpenScreen.open({ scripts: FEW, before: async (machine) => void (await shrunk(machine)) });
  const { page } = screen;
  await page
    .getByRole('heading', { name: '“The harbour at dawn” lost 56 of its 60 scenes since Wednesday 18 November' })
    .waitFor();
  await page.getByRole('button', { name: 'Bring back what is gone' }).click();
  await page.getByText('Back in “The harbour at dawn”: 56 scenes, 224 rows.').waitFor();
  await page.getByRole('button', { name: 'Bring back what is gone' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.locator('.timebar .total').waitFor();
  await page.getByText('Scene 60', { exact: true }).first().waitFor();
});

test('[BACKUP-10] a script that is open shows what comes back, and what is typed in it stays', async () => {
  const ids: ScriptId[] = [];
  await using screen = await OpenScreen.open({
    scripts: FEW,
    before: async (machine) => void ids.push(await shrunk(machine)),
  });
  const { page } = screen;
  await page.evaluate((id) => void (location.hash = `#/script/${id}`), ids[0]);
  await page.locator('.timebar .total').waitFor();
  await page.locator('.row').first().locator('.cell').last().click();
  await page.keyboard.type('Typed after the fault. ');
  await page.getByRole('button', { name: 'Bring back what is gone' }).click();
  await page.getByText('56 scenes, 224 rows.').waitFor();
  await page.getByText('Scene 5', { exact: true }).first().waitFor();
  expect(await page.getByText('Typed after the fault.').count()).toBeGreaterThan(0);
});

test('[BACKUP-8] a script that is meant to be short raises no alarm any more', async () => {
  await using screen = await OpenScreen.open({ scripts: FEW, before: async (machine) => void (await shrunk(machine)) });
  const { page } = screen;
  await page.getByRole('button', { name: 'It was meant' }).click();
  await page.getByText('is meant to be this short. Its backups stay.').waitFor();
  await page.reload();
  await page.getByRole('grid').waitFor();
  expect(await page.getByRole('button', { name: 'It was meant' }).count()).toBe(0);
});

test('[BACKUP-11] one script is restored as a copy, or everything of a backup is brought back', async () => {
  await using screen = await OpenScreen.open({
    scripts: FEW,
    at,
    before: async (machine) => {
      const scriptId = await addLongScript(machine);
      await backUp(machine, 2);
      await takeScenes(machine, scriptId, 20);
    },
  });
  const { page } = screen;
  const row = page.getByRole('row', { name: 'The harbour at dawn' });
  await row.getByRole('button', { name: 'As a copy' }).click();
  await page.getByText('“The harbour at dawn (from a backup)” is in the library.').waitFor();
  await page.getByRole('button', { name: 'Bring back everything' }).click();
  await page.getByText('What you deleted on purpose comes back as well.').waitFor();
  await page.getByRole('button', { name: 'Bring back 4 scripts' }).click();
  await page.getByText('Looked through 4, brought something back in 1.').waitFor();
  await row.getByText('As long as now').waitFor();
});

test('[BACKUP-7] a folder for copies is chosen in the system’s panel; while it is away that is said, and it can be left', async () => {
  using disk = new TemporaryFolder();
  await using screen = await OpenScreen.open({ scripts: FEW, at, before: (machine) => backUp(machine, 1) });
  const { page, machine } = screen;
  machine.chosenFolder = join(disk.path, 'Stick');
  mkdirSync(machine.chosenFolder);
  await page.getByRole('button', { name: 'Where backups go' }).click();
  await page.getByText('None yet. Choose a folder on another disk').waitFor();
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByText(machine.chosenFolder).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('in your folder').waitFor();
  disk[Symbol.dispose]();
  await page.getByRole('button', { name: 'Where backups go' }).click();
  await page.getByLabel('days').fill('9');
  await page.getByText('not connected; copies follow when it is back').waitFor();
  await page.getByRole('button', { name: 'No copies any more' }).click();
  await page.getByText('None yet.').waitFor();
  expect(await page.getByLabel('days').inputValue()).toBe('9');
  expect(screen.complaints).toEqual([]);
});

test('[BACKUP-13] a backup that failed says what happened, what is safe and what to do; stopping one is no failure', async () => {
  await using screen = await OpenScreen.open({ scripts: FEW, at, before: (machine) => backUp(machine, 1) });
  const { page, machine } = screen;
  machine.breakCall('backups.make', 'disk-full');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByText('Earlier backups are as they were. Free some space').waitFor();
  machine.mend('backups.make');
  machine.tell('backups.progress', { progress: { done: 1, of: 6 } });
  await page.getByText('Writing what is new…').waitFor();
  await page.getByRole('button', { name: 'Stop this backup' }).click();
  machine.tell('backups.progress', { progress: null });
  await page.getByRole('button', { name: 'Back up now' }).waitFor();
});

test('[BACKUP-13] where the list cannot be read, that is said in three parts and tried again', async () => {
  await using screen = await OpenScreen.open({
    scripts: FEW,
    at,
    before: (machine) => machine.breakCall('backups.list', 'unexpected'),
  });
  const { page, machine } = screen;
  await page.getByRole('heading', { name: 'The backups cannot be listed' }).waitFor();
  machine.mend('backups.list');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No backup yet.').waitFor();
});

test('[BACKUP-13] the screen is reached from the library and leads back', async () => {
  await using screen = await OpenScreen.open({ scripts: FEW });
  const { page } = screen;
  await page.getByRole('button', { name: 'Backups' }).click();
  await page.getByRole('heading', { level: 1, name: 'Backups' }).waitFor();
  screen.run('library.show');
  await page.getByRole('heading', { level: 1, name: 'Library' }).waitFor();
  screen.run('backups.show');
  await page.getByRole('heading', { level: 1, name: 'Backups' }).waitFor();
});
