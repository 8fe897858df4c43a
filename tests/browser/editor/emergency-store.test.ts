import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { PersonId, ScriptId, UpdateId } from '../../../app/ids.ts';
import type { AccountKey } from '../../../app/ipc/account.ts';
import { KeptRow, type EmergencyStore } from '../../../renderer/document/emergency-store.ts';
import { emergencyStoreSuite } from '../../support/emergency-store-suite.ts';
import { openPage } from '../open-page.ts';
import { unwrap, wrap } from '../screens/page-bridge.ts';

/** The store of a page, each time one that was just opened in it. */
function storeOf(page: Page, account: AccountKey = 'local'): EmergencyStore {
  const ask = (deed: keyof EmergencyStore, input: unknown): Promise<unknown> =>
    page.evaluate(([whose, name, given]) => window.harness.askStore(whose, name, given), [
      account,
      deed,
      wrap(input),
    ] as const);
  return {
    keep: async (rows) => void (await ask('keep', rows)),
    read: async () => (unwrap(await ask('read', [])) as unknown[]).map((found) => KeptRow.parse(found)),
    forget: async (updateIds) => void (await ask('forget', updateIds)),
  };
}

emergencyStoreSuite('in IndexedDB', async () => {
  const opened = await openPage('rows=1');
  const again = async (): Promise<EmergencyStore> => {
    const page = await opened.context.newPage();
    await page.goto(opened.page.url());
    await page.waitForFunction(() => window.harness !== undefined);
    return storeOf(page);
  };
  return { store: storeOf(opened.page), again, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
});

test('[SYNC-15] what one account could not save is not found by another, nor by nobody’s scripts', async () => {
  await using opened = await openPage('rows=1');
  const [ines, felix] = [PersonId.parse(crypto.randomUUID()), PersonId.parse(crypto.randomUUID())];
  const kept: KeptRow = {
    scriptId: ScriptId.parse(crypto.randomUUID()),
    updateId: UpdateId.parse(crypto.randomUUID()),
    format: 1,
    update: new Uint8Array([1, 2, 3]),
    edits: 1,
    at: 1,
    turn: 0,
  };
  await storeOf(opened.page, ines).keep([kept]);
  expect(await storeOf(opened.page, felix).read()).toEqual([]);
  expect(await storeOf(opened.page).read()).toEqual([]);
  expect(await storeOf(opened.page, ines).read()).toEqual([kept]);
});

test('[FULL-13] a transaction that cannot be completed keeps none of its rows, and says so', async () => {
  await using opened = await openPage('rows=1');
  const store = storeOf(opened.page);
  const row = (bytes: number): KeptRow => ({
    scriptId: ScriptId.parse(crypto.randomUUID()),
    updateId: UpdateId.parse(crypto.randomUUID()),
    format: 1,
    update: new Uint8Array(bytes),
    edits: 1,
    at: bytes,
    turn: 0,
  });
  // As Chromium does when the disk is full: no site gets any more room.
  const devTools = await opened.context.newCDPSession(opened.page);
  const origin = new URL(opened.page.url()).origin;
  await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000 });
  await expect(store.keep([row(2), row(500_000)])).rejects.toThrow();
  expect(await store.read()).toEqual([]);
  await devTools.send('Storage.overrideQuotaForOrigin', { origin });
  await store.keep([row(3)]);
  expect((await store.read()).map(({ at }) => at)).toEqual([3]);
});

test('[FULL-8] while too much is in memory alone the surface takes no words, and takes them again by itself', async () => {
  await using opened = await openPage('rows=3');
  const { page } = opened;
  const live = page.locator('.ProseMirror[contenteditable="true"]');
  await live.waitFor();
  await page.evaluate(() => {
    const { windows, emergencyStore, session, Failure } = window.harness;
    for (const { bridge } of windows) bridge.fate = () => new Failure('disk-full', 'Nothing can be saved.');
    emergencyStore.fate = () => 'fail';
    session.doc.getText('pasted').insert(0, 'x'.repeat(6 * 1024 * 1024));
  });
  await live.waitFor({ state: 'detached' });
  await page.evaluate(() => {
    window.harness.emergencyStore.fate = () => 'do';
  });
  await live.waitFor();
  await page.keyboard.type('And on. ');
  await page.getByText('And on.').waitFor();
});
