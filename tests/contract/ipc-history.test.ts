import { expect, onTestFinished, test } from 'vitest';
import { MomentId } from '../../app/ids.ts';
import { historyCalls } from '../../main/ipc/history-calls.ts';
import { OpenScripts } from '../../main/ipc/open-scripts.ts';
import { storageCalls } from '../../main/ipc/storage-calls.ts';
import { openBridge } from '../support/bridge.ts';
import { openTestVault } from '../support/vault.ts';
import { sceneOf, WrittenScript } from '../support/written-script.ts';

async function openPage() {
  const here = await openTestVault();
  onTestFinished(() => here[Symbol.asyncDispose]());
  const { scriptId } = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'Words'));
  const openScripts = new OpenScripts();
  const { vault } = here;
  const bridge = openBridge({
    handlers: { ...historyCalls({ vault }), ...storageCalls({ vault, openScripts }) },
    log: { warn: () => undefined, error: () => undefined },
  });
  return { page: bridge.page(1), scriptId, openScripts, momentId: MomentId.parse(here.random.uuid()) };
}

test('[HIST-5] a window names a moment, takes it off the line and brings it back', async () => {
  const { page, scriptId, momentId } = await openPage();
  const named = { scriptId, momentId, ordinal: null, kind: 'named', name: '  Draft ' } as const;
  expect(await page.call('history.name-moment', named)).toMatchObject({ ok: true, value: { name: 'Draft' } });
  const line = async () => {
    const reply = await page.call('history.timeline', { scriptId });
    return reply.ok ? reply.value.moments.map(({ name }) => name) : reply.code;
  };
  await page.call('history.rename-moment', { scriptId, momentId, name: 'Draft 1' });
  expect(await line()).toEqual(['Draft 1']);
  await page.call('history.remove-moment', { scriptId, momentId });
  expect(await line()).toEqual([]);
  await page.call('history.restore-moment', { scriptId, momentId });
  expect(await line()).toEqual(['Draft 1']);
  expect(await page.call('history.at', { scriptId, ordinal: 0 })).toMatchObject({ ok: true, value: { updates: [] } });
  expect(await page.call('history.authors', { scriptId })).toMatchObject({ ok: true });
});

test('[GROW-8] a script that is open in a window is not removed; once closed it is', async () => {
  const { page, scriptId, openScripts } = await openPage();
  const unsent = await page.call('storage.unsent', { scriptId });
  const script = { scriptId, confirmedUnsent: unsent.ok ? unsent.value.count : 0 };
  openScripts.opened(scriptId, 2);
  expect(await page.call('storage.remove-script', script)).toMatchObject({ ok: false, code: 'busy' });
  openScripts.closed(scriptId, 2);
  expect(await page.call('storage.remove-script', script)).toEqual({ ok: true, value: undefined });
  expect(await page.call('storage.list', {})).toMatchObject({ ok: true, value: { scripts: [] } });
  expect(await page.call('history.timeline', { scriptId })).toMatchObject({ ok: false, code: 'not-found' });
});
