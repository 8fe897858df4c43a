import { expect, test } from 'vitest';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';
import { LIVE_CELL, OLD_OFFLINE, openIn, panel, REFUSED, says, SEEN } from './open-synced.ts';
import { ago, HOUR_MS, OFFLINE, ONLINE, people, scripted, UNAVAILABLE } from './scripted-sync.ts';

test('[STATUS-1] the words beside the title follow what main tells, from the server’s acknowledgements', async () => {
  await using opened = await openIn(SEEN);
  const { page, is } = opened;
  await says(page, 'On the server, seen by Ana');
  is({ kind: 'sending', edits: 3, oldestAt: ago(0) });
  await says(page, 'Saved here, sending 3');
  is(OLD_OFFLINE, OFFLINE);
  await says(page, 'Offline, 12 edits only on this device, oldest 3 h');
  is({ kind: 'unavailable', edits: 1, oldestAt: ago(0), nextTryAt: ago(-48_000) }, UNAVAILABLE);
  await says(page, 'Server not answering, next try in 48 s');
  is({ kind: 'receiving' });
  await says(page, 'On the server, receiving changes');
  expect(opened.screen.complaints).toEqual([]);
});

test('[STATUS-2] what was told before the last key is not said after it, until main tells something that counts it', async () => {
  await using opened = await openIn(SEEN);
  const { page, screen, is } = opened;
  await says(page, 'On the server, seen by Ana');
  screen.machine.hold('sync.overview');
  await page.keyboard.type('x');
  await says(page, 'Saving…');
  await says(page, 'Saved on this device');
  is({ kind: 'sending', edits: 1, oldestAt: ago(0) });
  await says(page, 'Saved here, sending 1');
  is(SEEN);
  await says(page, 'On the server, seen by Ana');
});

test('[STATUS-2] where main has nothing new to tell of what was typed, the window asks', async () => {
  await using opened = await openIn(SEEN);
  const { page } = opened;
  await says(page, 'On the server, seen by Ana');
  await page.keyboard.type('x');
  await says(page, 'Saving…');
  await says(page, 'On the server, seen by Ana');
});

test('[STATUS-11] the library says it in each row and once for all, and follows what main tells', async () => {
  await using opened = await openIn(OLD_OFFLINE, OFFLINE, { at: () => '#/library' });
  const { page, is } = opened;
  const where = () => page.locator('.where').allTextContents();
  await expect.poll(where).toEqual(['12 edits only here, 3 h', 'Saved on this device']);
  expect(await page.getByTestId('overall-state').textContent()).toBe(
    'Offline, 12 edits only on this device, oldest 3 h',
  );
  is(SEEN);
  await expect.poll(where).toEqual(['On the server, seen by Ana', 'Saved on this device']);
  expect(await page.getByTestId('overall-state').textContent()).toBe('Everything is on the server');
});

test('[STATUS-12] a banner’s first button does what it advises', async () => {
  await using opened = await openIn({ kind: 'access-ended', edits: 4, oldestAt: ago(0) });
  const { page, screen, is } = opened;
  const banner = page.locator('.banner.waiting');
  await banner.getByText('with 4 edits of yours that were not sent').waitFor();
  await banner.getByRole('button').first().click();
  await page.getByText('is exported to').waitFor();

  is({ kind: 'unavailable', edits: 1, oldestAt: ago(0), nextTryAt: null }, UNAVAILABLE);
  await banner.getByText('The server has not answered for 12 min').waitFor();
  screen.machine.breakCall('sync.try-now', 'closed');
  await banner.getByRole('button').first().click();
  await page.getByText('The test broke sync.try-now.').waitFor();

  is({ kind: 'signed-out', edits: 4, oldestAt: ago(0) }, { kind: 'signed-out' });
  await banner.getByText('You are signed out').waitFor();
  await banner.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForFunction(() => location.hash === '#/sign-in');
});

test('[STATUS-12] one banner at a time, and one that was sent away stays away while its reason stays', async () => {
  await using opened = await openIn({ kind: 'held', edits: 3, oldestAt: ago(0), why: 'in-review' });
  const { page, is } = opened;
  const banners = page.locator('.banner.waiting');
  await banners.getByText('3 edits wait here: the script is in review').waitFor();
  await banners.getByRole('button', { name: 'Dismiss' }).click();
  await banners.waitFor({ state: 'detached' });
  is({ kind: 'held', edits: 4, oldestAt: ago(0), why: 'in-review' });
  await says(page, 'Waiting: the script is in review, 4 edits kept here');
  expect(await banners.count()).toBe(0);
  is(REFUSED);
  await banners.getByText('The server refused 2 edits').waitFor();
  expect(await banners.count()).toBe(1);
});

test('[STATUS-13] after a day a copy is advised, once a day, also when the window is opened anew', async () => {
  await using opened = await openIn({ ...OLD_OFFLINE, oldestAt: ago(26 * HOUR_MS) }, OFFLINE);
  const { page } = opened;
  const banner = page.locator('.banner.waiting');
  await banner.getByText('12 edits of this script are only on this device, the oldest for 26 h.').waitFor();
  await banner.getByRole('button', { name: 'Export a copy…' }).click();
  await page.getByText('is exported to').waitFor();
  await banner.waitFor({ state: 'detached' });
  await page.reload();
  await says(page, 'Offline, 12 edits only on this device, oldest 26 h');
  expect(await banner.count()).toBe(0);
});

test('[STATUS-14] a role that changes while the script is open takes effect at once, and nothing typed is lost', async () => {
  await using opened = await openIn(SEEN);
  const { page, screen, scriptId } = opened;
  await page.locator(LIVE_CELL).waitFor();
  await page.keyboard.type('Before it ended. ');
  screen.machine.tell('script.read-only-changed', { scriptId, readOnly: 'may-not-write' });
  await page.getByText('you may read this script and not write in it').waitFor();
  await page.locator(LIVE_CELL).waitFor({ state: 'detached' });
  expect(await page.locator('.titlebar .tag').textContent()).toBe('Read only');
  await page.keyboard.type('Nobody may write this. ');
  expect(await page.locator('.surface').textContent()).not.toContain('Nobody may');
  screen.machine.tell('script.read-only-changed', { scriptId, readOnly: null });
  await page.getByText('You may write in this script again.').waitFor();
  await page.locator(LIVE_CELL).waitFor();
  await page.keyboard.type('After. ');
  // Leaving waits until everything is saved; what is shown then is read from the disk.
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('row', { name: demoScripts[0]?.title ?? '' }).dblclick();
  await page.getByText('Before it ended.').waitFor();
  expect(await page.locator('.surface').textContent()).toContain('After.');
  expect(screen.complaints).toEqual([]);
});

test('[STATUS-15] at 800 px nothing of it is cut off or scrolls sideways, whatever the names', async () => {
  const title = 'A title that goes on for as long as a title may go on, and then a little longer than that, in one go';
  const ana = people('Anastasia-Konstantina Papadopoulou-Featherstonehaugh of the Northern Office');
  await using opened = await openIn({ kind: 'on-server', seenBy: ana }, ONLINE, {
    scripts: [{ title, template: 'sample', at: 0 }],
    context: { viewport: { width: 800, height: 700 } },
  });
  const { page, is } = opened;
  const isCut = () =>
    page.evaluate(() =>
      [
        document.documentElement,
        ...document.querySelectorAll('.page, .titlebar, .body, .panel, .panel .scroll, .banner'),
      ].some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth),
    );
  await page.getByTestId('save-state').click();
  await panel(page).waitFor();
  expect(await isCut()).toBe(false);
  is({ ...OLD_OFFLINE, edits: 1_250, oldestAt: ago(60 * HOUR_MS) }, OFFLINE);
  await page.getByText('Export a copy to be sure').waitFor();
  expect(await isCut()).toBe(false);
  // The number and the device are read before the title's end.
  const label = page.getByTestId('save-state').locator('.clip');
  expect(await label.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+L');
  await page.locator('.scripts').waitFor();
  expect(await isCut()).toBe(false);
});

test('[STATUS-16] the health view tells how the way to the server does, and its figures', async () => {
  await using screen = await OpenScreen.open({
    scripts: demoScripts.slice(0, 1),
    at: () => '#/health',
    before: (machine) => {
      machine.lie('sync.overview', scripted(ONLINE, []));
      machine.lie('account.state', { ...NO_ACCOUNT, server: { host: 'galley.example.org', maySignUp: null } });
      machine.lie('sync.connection', {
        pool: { connected: 2, free: 1, pending: 0, running: 1, limit: 6 },
        socket: 'open',
        channels: { joined: 3, wanted: 3 },
        breaker: 'closed',
        calls: { made: 1_234, failed: 2, p50Ms: 41, p99Ms: 180 },
        clockAheadMs: 4_200,
      });
    },
  });
  const section = screen.page.getByRole('region', { name: 'The way to galley.example.org' });
  await section.getByText('Connected to the server.').waitFor();
  expect(await section.locator('td').allTextContents()).toEqual([
    'Open, listening to 3 of 3 scripts',
    '2 open of 6, 1 call running, 0 waiting',
    '1,234, of which 2 failed',
    'Half within 41 ms, 99 of 100 within 180 ms',
    'Calls go through',
    '4.2 s ahead of the server’s',
  ]);
  expect(screen.complaints).toEqual([]);
});

const NO_ACCOUNT = {
  account: 'local',
  person: null,
  session: { kind: 'none' },
  pending: null,
  isSessionKept: true,
  mustTellNotKept: false,
  known: [{ account: 'local', person: null, scripts: null }],
};
