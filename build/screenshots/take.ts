/**
 * `npm run screenshots`: opens the built app on a made-up library and keeps pictures of it in docs/screenshots.
 * `npm run screenshots -- history` takes only those whose name begins so.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { Bridge } from '../../app/ipc/contract.ts';
import { buildApp } from '../run/build-app.ts';
import { chooseHost } from '../run/host.ts';
import { needSystemPackages } from '../run/system-packages.ts';
import { openAccounts, seeWhatWaits, signInWrongly, tellAccount, type AccountPicture } from './scripted-account.ts';
import { writeWithOthers } from './scripted-others.ts';
import { openPanel, tellSync, type SyncState } from './scripted-sync.ts';
import { DEMO_NOW, fillLibrary, type DemoLibrary } from './demo-library.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 800, height: 700 };

interface Picture {
  readonly name: string;
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
  /** The address after `#`. */
  readonly hash: (library: DemoLibrary) => string;
  /** What main tells of a server while this is shown; nothing otherwise. */
  readonly sync?: SyncState;
  readonly account?: AccountPicture;
  /** Brings the window to what is to be shown. */
  readonly act?: (page: Page, app: ElectronApplication) => Promise<unknown>;
}

const script = ({ sample }: DemoLibrary): string => `#/script/${sample}`;
const past = (library: DemoLibrary): string => `#/history/${library.past}`;
const shelf = (): string => '#/library';
const signIn = (): string => '#/sign-in';
const health = (): string => '#/health';

/** In this order: later ones may spoil what earlier ones show. */
const PICTURES: readonly Picture[] = [
  { name: 'script-light', hash: script, act: writeInRow },
  { name: 'script-dark', hash: script, theme: 'dark', act: writeInRow },
  { name: 'script-narrow', hash: script, size: NARROW, act: writeInRow },
  { name: 'script-long', hash: ({ long }) => `#/script/${long}`, act: (page) => writeInCell(page, 31) },
  { name: 'script-narration', hash: ({ narration }) => `#/script/${narration}` },
  { name: 'script-empty', hash: ({ blank }) => `#/script/${blank}` },
  { name: 'history', hash: past, act: goBack },
  { name: 'history-changes', hash: past, act: seeChanges },
  { name: 'library-light', hash: shelf, act: (page) => page.getByRole('row').nth(1).focus() },
  { name: 'library-dark', hash: shelf, theme: 'dark', act: (page) => page.getByRole('row').nth(1).focus() },
  { name: 'library-narrow', hash: shelf, size: NARROW },
  { name: 'library-search', hash: shelf, act: search },
  { name: 'library-trash', hash: () => '#/library/trash' },
  { name: 'new-script', hash: shelf, act: (page) => page.getByRole('button', { name: 'New script' }).click() },
  { name: 'import', hash: shelf, act: dropFile },
  { name: 'health-light', hash: health, act: usedRoom },
  { name: 'health-dark', hash: health, theme: 'dark', act: usedRoom },
  { name: 'health-narrow', hash: health, size: NARROW, act: usedRoom },
  { name: 'health-remove', hash: health, act: askToRemove },
  { name: 'sign-in-light', hash: signIn, account: 'nobody' },
  { name: 'sign-in-dark', hash: signIn, account: 'nobody', theme: 'dark' },
  { name: 'sign-in-narrow', hash: signIn, account: 'nobody', size: NARROW },
  { name: 'sign-in-wrong', hash: signIn, account: 'nobody', act: signInWrongly },
  { name: 'signed-out-light', hash: signIn, account: 'signed-out', act: seeWhatWaits },
  { name: 'signed-out-dark', hash: signIn, account: 'signed-out', theme: 'dark', act: seeWhatWaits },
  { name: 'accounts', hash: shelf, account: 'signed-in', act: openAccounts },
  { name: 'sync-seen', hash: script, sync: 'seen' },
  { name: 'sync-sending', hash: script, sync: 'sending' },
  { name: 'sync-offline-light', hash: script, sync: 'offline' },
  { name: 'sync-offline-dark', hash: script, sync: 'offline', theme: 'dark' },
  { name: 'sync-signed-out-light', hash: script, sync: 'signed-out' },
  { name: 'sync-signed-out-dark', hash: script, sync: 'signed-out', theme: 'dark' },
  { name: 'sync-held-light', hash: script, sync: 'held' },
  { name: 'sync-held-dark', hash: script, sync: 'held', theme: 'dark' },
  { name: 'sync-refused-light', hash: script, sync: 'refused' },
  { name: 'sync-refused-dark', hash: script, sync: 'refused', theme: 'dark' },
  { name: 'sync-access-ended', hash: script, sync: 'access-ended' },
  { name: 'sync-panel-light', hash: script, sync: 'offline', act: openPanel },
  { name: 'sync-panel-dark', hash: script, sync: 'offline', theme: 'dark', act: openPanel },
  { name: 'sync-panel-narrow', hash: script, sync: 'refused', size: NARROW, act: openPanel },
  { name: 'sync-library-light', hash: shelf, sync: 'offline', act: openPanel },
  { name: 'sync-library-dark', hash: shelf, sync: 'refused', theme: 'dark' },
  { name: 'briefing-light', hash: shelf, act: seeBriefing },
  { name: 'briefing-dark', hash: shelf, theme: 'dark', act: seeBriefing },
  { name: 'briefing-offer', hash: shelf, act: seeOffer },
  { name: 'briefing-narrow', hash: shelf, size: NARROW, act: seeBriefing },
  { name: 'cursors-light', hash: shelf, sync: 'seen', act: seeCursors },
  { name: 'cursors-dark', hash: shelf, sync: 'seen', theme: 'dark', act: seeCursors },
  { name: 'script-not-found', hash: () => '#/script/00000000-0000-4000-8000-000000000000' },
  { name: 'library-empty', hash: shelf, act: emptyLibrary },
  { name: 'script-cannot-save', hash: script, act: failToSave },
];

async function takeAll(): Promise<void> {
  const host = chooseHost();
  if (host.kind === 'stand-in') needSystemPackages('chromium', 'fonts');
  await buildApp();
  const profile = mkdtempSync(join(tmpdir(), 'galley-screenshots-'));
  const app = await _electron.launch({
    executablePath: host.executable,
    args: ['.'],
    env: { ...process.env, ...host.env, GALLEY_USER_DATA: profile, STANDIN_HEADLESS: '1' } as Record<string, string>,
  });
  try {
    const page = await app.firstWindow();
    await page.locator('.timebar .total').waitFor();
    const library = await fillLibrary(app, page);
    await page.clock.setFixedTime(DEMO_NOW);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    mkdirSync(FOLDER, { recursive: true });
    const [start = ''] = process.argv.slice(2);
    for (const picture of PICTURES) if (picture.name.startsWith(start)) await take(picture, page, app, library);
  } finally {
    await leave(app);
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Without the questions that a person would be asked: the last picture leaves words that could not be saved. */
async function leave(app: ElectronApplication): Promise<void> {
  const gone = app.waitForEvent('close');
  // The answer may be lost with the process.
  await app.evaluate(({ app: program }) => program.exit()).catch(() => undefined);
  await gone;
}

async function take(
  { name, theme = 'light', size = WIDE, hash, sync, account, act }: Picture,
  page: Page,
  app: ElectronApplication,
  library: DemoLibrary,
): Promise<void> {
  await tellSync(app, sync ?? null, library);
  await tellAccount(app, account ?? null);
  // By the setting: a stand-in's own idea of the system's colours would win over the page's.
  await page.evaluate((wanted) => galley.call('settings.change', { theme: wanted }), theme);
  await page.setViewportSize(size);
  await page.evaluate((address) => globalThis.location.replace(address), hash(library));
  // By the page itself: a reload from outside looks to the stand-in like a person who closes the window.
  await Promise.all([page.waitForEvent('load'), page.evaluate(() => globalThis.location.reload())]);
  await page.locator('.timebar .total, .side, .pair, .report, .health, .past-line').first().waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  // Where the pictures are made is no part of what they show.
  for (const dismiss of await page.locator('.banner.plain').getByRole('button', { name: 'Dismiss' }).all()) {
    await dismiss.click();
  }
  await act?.(page, app);
  // Nothing is to look as if a hand rested on it.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), caret: 'initial' });
  console.log(name);
}

declare const galley: Bridge;

async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((address) => {
    location.hash = address;
  }, hash);
}

async function seeBriefing(page: Page, app: ElectronApplication): Promise<void> {
  await goTo(page, `#/briefing/${await writeWithOthers(page, app)}`);
  await page.locator('.card.is-current').waitFor();
}

async function seeOffer(page: Page, app: ElectronApplication): Promise<void> {
  await goTo(page, `#/script/${await writeWithOthers(page, app)}`);
  await page.locator('.row.is-new').first().waitFor();
}

async function seeCursors(page: Page, app: ElectronApplication): Promise<void> {
  await goTo(page, `#/script/${await writeWithOthers(page, app)}`);
  await page.locator('.peer > b').nth(1).waitFor();
  for (const dismiss of await page.getByRole('button', { name: 'Dismiss' }).all()) await dismiss.click();
}

async function usedRoom(page: Page): Promise<void> {
  await page.locator('.used').waitFor();
}

async function askToRemove(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^More for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Remove from this device…' }).click();
  await page.getByRole('checkbox').waitFor();
}

/** Two sittings back on the time line. */
async function goBack(page: Page): Promise<void> {
  await page.getByRole('slider').focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.getByText('What if the last tram waited').waitFor();
  await page.locator('.reading-on').waitFor({ state: 'detached' });
}

async function seeChanges(page: Page): Promise<void> {
  await goBack(page);
  await page.getByText('Changes', { exact: true }).click();
  await page.locator('.counts').waitFor();
}

async function writeInRow(page: Page): Promise<void> {
  await writeInCell(page, 1);
}

/** The caret at the end of a row's words, in a scene that begins at the top. */
async function writeInCell(page: Page, index: number): Promise<void> {
  const cell = page.locator('.row .cell.audio').nth(index);
  await cell.scrollIntoViewIfNeeded();
  await cell.click();
  await page.keyboard.press('Control+End');
  await cell.evaluate((element) => element.closest('.scene')?.scrollIntoView({ block: 'start' }));
}

async function search(page: Page): Promise<void> {
  await page.getByRole('combobox').fill('drill');
  await page.getByRole('option').nth(2).waitFor();
  await page.keyboard.press('ArrowDown');
}

async function dropFile(page: Page): Promise<void> {
  const words = [
    'Title: Last tram home',
    '',
    'INT. DEPOT - BEFORE DAWN',
    '',
    'A row of trams, dark. One light goes on.',
    '',
    'NARRATOR (V.O.)',
    'Every night ends somewhere. This one ends at platform four. [[Ask the depot about the old livery.]]',
    '',
    'EXT. LINE 3 - DAWN',
    '',
    'Rain on the windscreen. The city slides by.',
    '',
    'PETRA',
    'Last one out, first one in.',
    '',
  ].join('\n');
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'last-tram-home.fountain'));
    return transfer;
  }, words);
  await page.dispatchEvent('.drop-target', 'drop', { dataTransfer: files });
  await page.getByRole('button', { name: 'Import script' }).waitFor();
}

/** As on a disk without room: only the answer to saving is put in the place of the real one. */
async function failToSave(page: Page, app: ElectronApplication): Promise<void> {
  await app.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('galley:script.append');
    ipcMain.handle('galley:script.append', () => ({ ok: false, code: 'disk-full', message: '' }));
  });
  await writeInRow(page);
  await page.keyboard.type(' Leave with a ladder.');
  await page.getByText('This disk is full').waitFor();
}

async function emptyLibrary(page: Page): Promise<void> {
  const rows = page.locator('.scripts tbody tr');
  while ((await rows.count()) > 0) {
    const left = await rows.count();
    await rows.first().focus();
    await page.keyboard.press('Delete');
    await page.waitForFunction((before) => document.querySelectorAll('.scripts tbody tr').length < before, left);
  }
  await page.getByRole('button', { name: 'Dismiss' }).click();
}

await takeAll();
