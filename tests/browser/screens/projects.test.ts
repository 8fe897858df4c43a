import type { ScriptId } from '../../../app/ids.ts';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../../support/axe.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';
import { LANTERN, projectsOf, scriptOf, showing, TRAMS } from './some-projects.ts';

const SCRIPTS = demoScripts.slice(0, 3);
const [FIRST = '', SECOND = '', THIRD = ''] = SCRIPTS.map(({ title }) => title);

const some = ([first, second]: readonly ScriptId[]) =>
  projectsOf([
    ...(first === undefined ? [] : [scriptOf(first, { status: 'changes_requested' })]),
    ...(second === undefined ? [] : [scriptOf(second, { projectId: TRAMS, titleThere: 'The repair table' })]),
  ]);
const titles = (screen: OpenScreen): Promise<string[]> =>
  screen.page.locator('.scripts .script-name').allTextContents();

test('[PROJECT-7] the library lists what belongs to a project, what is only here, and how much room there is', async () => {
  await using screen = await OpenScreen.open({ scripts: SCRIPTS, before: showing(some) });
  const { page } = screen;
  await page.getByRole('link', { name: 'Lanternby 1' }).click();
  await page.getByRole('heading', { level: 2, name: 'Lanternby' }).waitFor();
  expect(await titles(screen)).toEqual([FIRST]);
  await page.getByText('Lanternby, changes asked for,').waitFor();
  await page.getByRole('link', { name: 'Only on this device 1' }).click();
  await expect.poll(() => titles(screen)).toEqual([THIRD]);
  await page.getByRole('button', { name: 'On this device 212 MB of 2 GB' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(screen.complaints).toEqual([]);
});

test('[PROJECT-7] a script of this device is put into a project, by keyboard, and what came of it is said', async () => {
  await using screen = await OpenScreen.open({ scripts: SCRIPTS, before: showing(some) });
  const { page, machine } = screen;
  await page.getByRole('row', { name: THIRD }).focus();
  await page.getByRole('button', { name: `More for ${THIRD}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Put into a project…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Put into a project' });
  await dialog.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Space');
  machine.lie('projects.join', { kind: 'failed', because: 'not-allowed' });
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Your role in this project does not allow it.').waitFor();
  machine.lie('projects.join', { kind: 'later' });
  await page.keyboard.press('Enter');
  await page
    .getByText(`“${THIRD}” belongs to Lanternby now. It goes there when there is a way to the server.`)
    .waitFor();
  await expect.poll(() => dialog.count()).toBe(0);
});

test('[PROJECT-7] somebody whose role may not change a status is told why', async () => {
  const asFreelancer = ([first]: readonly ScriptId[]) =>
    projectsOf(first === undefined ? [] : [scriptOf(first, { role: 'freelancer' })], { role: 'freelancer' });
  await using screen = await OpenScreen.open({ scripts: SCRIPTS, before: showing(asFreelancer) });
  const { page } = screen;
  await page.getByRole('row', { name: FIRST }).focus();
  await page.getByRole('button', { name: `More for ${FIRST}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Status…' }).press('Enter');
  await page.getByText('Your role in this project does not let you change this.').waitFor();
  expect(await page.getByRole('radio', { name: 'Approved' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Change status' }).isDisabled()).toBe(true);
});

test('[PROJECT-7] a status that somebody else changed first is not written over, and both are told', async () => {
  await using screen = await OpenScreen.open({ scripts: SCRIPTS, before: showing(some) });
  const { page, machine } = screen;
  await page.getByRole('row', { name: FIRST }).focus();
  await page.getByRole('button', { name: `More for ${FIRST}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Status…' }).press('Enter');
  await page.getByRole('radio', { name: 'Approved' }).check();
  machine.lie('projects.set-status', { kind: 'lost', title: FIRST, status: 'in_review' });
  await page.getByRole('button', { name: 'Change status' }).click();
  await page.getByRole('alert').getByText(`its title is “${FIRST}” and it is “In review” now.`).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('[PROJECT-4] a title that somebody else changed too stands in the row, and the person chooses', async () => {
  await using screen = await OpenScreen.open({ scripts: SCRIPTS, before: showing(some) });
  const { page, machine } = screen;
  await page.getByRole('button', { name: '“The repair table” on the server: choose a title' }).click();
  const dialog = page.getByRole('dialog', { name: 'Two titles' });
  await dialog.getByText(SECOND).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  machine.lie('projects.settle-title', { kind: 'done' });
  await dialog.getByRole('button', { name: 'Use the server’s' }).click();
  await expect.poll(() => dialog.count()).toBe(0);
});

test('[PROJECT-7] a new script goes into the project that is shown, unless the person says otherwise', async () => {
  await using screen = await OpenScreen.open({
    scripts: SCRIPTS,
    at: () => `#/library/of/${LANTERN}`,
    before: showing(some),
  });
  const { page, machine } = screen;
  await page.getByRole('heading', { level: 2, name: 'Lanternby' }).waitFor();
  machine.lie('projects.join', { kind: 'failed', because: 'not-found' });
  await page.getByRole('button', { name: 'New script' }).click();
  await expect.poll(() => page.getByLabel('Project').inputValue()).toBe(LANTERN);
  await page.getByRole('button', { name: 'Create script' }).click();
  await page.getByText('Galley could not put it into the project.').waitFor();
});

test('[PROJECT-8] scripts from before signing in are taken over when the person says which', async () => {
  const before = (machine: Parameters<ReturnType<typeof showing>>[0], ids: readonly ScriptId[]): void => {
    showing(some)(machine, ids);
    const [first, second] = ids;
    const listed = [first, second].flatMap((scriptId, index) =>
      scriptId === undefined ? [] : [{ scriptId, title: `Old one ${index}`, editedAt: 0, words: 120 }],
    );
    machine.lie('projects.local-scripts', listed);
  };
  await using screen = await OpenScreen.open({ scripts: SCRIPTS, before });
  const { page, machine } = screen;
  await page.getByRole('button', { name: 'From before you signed in 2' }).click();
  await page.getByRole('checkbox', { name: 'Old one 1' }).uncheck();
  machine.lie('projects.take-local', undefined);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take 1 script' }).click();
  await page.getByText('1 script came into this account with all history.').waitFor();
});
