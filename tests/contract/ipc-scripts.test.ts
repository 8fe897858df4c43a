import { expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { Payload } from '../../app/ipc/contract.ts';
import { OpenScripts } from '../../main/ipc/open-scripts.ts';
import { scriptCalls, type ScriptCallsOptions } from '../../main/ipc/script-calls.ts';
import { openBridge } from '../support/bridge.ts';
import { openTestVault } from '../support/vault.ts';

/** Two windows on a real vault. `hold` keeps what is appended from reaching it until the returned gate is opened. */
async function openTwoWindows() {
  const { vault, random, [Symbol.asyncDispose]: close } = await openTestVault();
  onTestFinished(() => close());
  const scriptId = ScriptId.parse(random.uuid());
  await vault.create({ scriptId, title: 'Lighthouse', updates: [] });
  let gate = Promise.resolve();
  const openScripts = new OpenScripts();
  const sent: { windowId: number; change: Payload<'script.changed'> }[] = [];
  const held: ScriptCallsOptions['vault'] = {
    readGlance: (id) => vault.readGlance(id),
    openScript: (id) => vault.openScript(id),
    append: async (update) => {
      await gate;
      await vault.append(update);
    },
  };
  const bridge = openBridge({
    handlers: scriptCalls({
      vault: held,
      openScripts,
      sendChange: (windowId, change) => sent.push({ windowId, change }),
      sync: null,
    }),
    log: { warn: () => undefined, error: () => undefined },
  });
  return {
    sent,
    scriptId,
    openScripts,
    pages: [bridge.page(1), bridge.page(2)] as const,
    update: (...bytes: number[]) => ({
      scriptId,
      updateId: UpdateId.parse(random.uuid()),
      format: 1,
      update: Uint8Array.from(bytes),
    }),
    hold: () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      gate = promise;
      return { open: resolve, fail: reject };
    },
  };
}

test('[IPC-4] what one window saves reaches the other, not itself, and is there when opened again', async () => {
  const { pages, sent, scriptId, update } = await openTwoWindows();
  for (const page of pages) await page.call('script.open', { scriptId });
  const typed = update(1, 2, 3);
  expect(await pages[0].call('script.append', typed)).toEqual({ ok: true, value: undefined });
  expect(sent).toEqual([{ windowId: 2, change: { scriptId, update: typed.update } }]);
  expect(await pages[1].call('script.open', { scriptId })).toMatchObject({
    ok: true,
    value: { title: 'Lighthouse', updates: [typed.update] },
  });
});

test('[IPC-4] nothing is told before it is on disk', async () => {
  const { pages, sent, scriptId, update, hold } = await openTwoWindows();
  for (const page of pages) await page.call('script.open', { scriptId });
  const gate = hold();
  const appending = pages[0].call('script.append', update(1));
  // A later call of the same window comes back first, so the append had every chance to be told early.
  await pages[0].call('script.open', { scriptId });
  expect(sent).toEqual([]);
  gate.open();
  await appending;
  expect(sent.length).toBe(1);
});

test('[IPC-4] what could not be saved is told to nobody else', async () => {
  const { pages, sent, scriptId, update, hold } = await openTwoWindows();
  for (const page of pages) await page.call('script.open', { scriptId });
  hold().fail(new Failure('disk-full', 'This disk is full.'));
  expect(await pages[0].call('script.append', update(1))).toMatchObject({ ok: false, code: 'disk-full' });
  expect(sent).toEqual([]);
});

test('[IPC-4] a window that closed the script, or never had it, is left alone', async () => {
  const { pages, sent, scriptId, update, openScripts } = await openTwoWindows();
  await pages[0].call('script.append', update(1));
  await pages[1].call('script.open', { scriptId });
  await pages[1].call('script.open', { scriptId });
  await pages[1].call('script.close', { scriptId });
  await pages[0].call('script.append', update(2));
  expect(sent.map(({ windowId }) => windowId)).toEqual([2]);
  await pages[1].call('script.close', { scriptId });
  await pages[0].call('script.append', update(3));
  await pages[1].call('script.open', { scriptId });
  openScripts.forget(2);
  await pages[0].call('script.append', update(4));
  expect(sent.length).toBe(1);
});

test('[IPC-4] a script that could not be opened is not listened to', async () => {
  const { pages, openScripts, update } = await openTwoWindows();
  const unknown = ScriptId.parse(update().updateId);
  expect(await pages[0].call('script.open', { scriptId: unknown })).toMatchObject({ ok: false, code: 'not-found' });
  expect(openScripts.windowsOf(unknown)).toEqual([]);
});
